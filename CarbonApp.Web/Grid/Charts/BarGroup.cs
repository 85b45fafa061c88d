namespace CarbonApp.Web.Grid.Charts;

/// <summary>Bars that stand together.</summary>
/// <param name="Name">Below them.</param>
/// <param name="Bars">In the order of the series: value in % and standard deviation in points, null where not known.</param>
public sealed record BarGroup(string Name, IReadOnlyList<(double? Value, double? Spread)> Bars);
