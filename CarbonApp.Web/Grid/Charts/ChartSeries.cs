namespace CarbonApp.Web.Grid.Charts;

/// <summary>An intensity over time, ready to be drawn.</summary>
/// <param name="From">Left edge, UTC.</param>
/// <param name="To">Right edge, UTC.</param>
/// <param name="Slots">In time order; gaps have no value.</param>
/// <param name="Windows">Stretches to be shaded, such as the plan's; empty for none.</param>
/// <param name="Now">Where to draw the line between past and future, if inside.</param>
public sealed record ChartSeries(
    DateTimeOffset From, DateTimeOffset To, IReadOnlyList<ChartSlot> Slots, IReadOnlyList<ChartWindow> Windows, DateTimeOffset? Now)
{
    /// <summary>Between which values four of five outcomes lie, where that is known; in time order.</summary>
    public IReadOnlyList<ChartBand> Band { get; init; } = [];

    /// <summary>What was measured after a forecast was made, to be drawn over it; in time order.</summary>
    public IReadOnlyList<ChartSlot> Since { get; init; } = [];
}

/// <summary>A stretch of one intensity, or of one mean with its range.</summary>
/// <param name="Start">Inclusive, UTC.</param>
/// <param name="End">Exclusive, UTC.</param>
/// <param name="Value">gCO2eq/kWh, time-weighted mean; null is a gap.</param>
/// <param name="Low">Lowest within, gCO2eq/kWh.</param>
/// <param name="High">Highest within, gCO2eq/kWh.</param>
/// <param name="Status">measured, forecast or estimated; null is a gap.</param>
public readonly record struct ChartSlot(DateTimeOffset Start, DateTimeOffset End, double? Value, double? Low, double? High, string? Status);

/// <summary>A shaded stretch.</summary>
/// <param name="Start">Inclusive, UTC.</param>
/// <param name="End">Exclusive, UTC.</param>
/// <param name="Kind"><c>plan</c> or <c>now</c>, which is how it is drawn.</param>
public readonly record struct ChartWindow(DateTimeOffset Start, DateTimeOffset End, string Kind);

/// <summary>The 10th to the 90th percentile over a stretch of time.</summary>
/// <param name="Start">Inclusive, UTC.</param>
/// <param name="End">Exclusive, UTC.</param>
/// <param name="Low">10th percentile, gCO2eq/kWh.</param>
/// <param name="High">90th percentile, gCO2eq/kWh.</param>
public readonly record struct ChartBand(DateTimeOffset Start, DateTimeOffset End, double Low, double High);
