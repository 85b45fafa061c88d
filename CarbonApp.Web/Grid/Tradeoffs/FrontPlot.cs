using System.Globalization;
using System.Text;

namespace CarbonApp.Web.Grid.Tradeoffs;

/// <summary>A front as it is drawn: points with their places, both axes' marks.</summary>
/// <param name="Points">In the front's order.</param>
/// <param name="XTicks">Names along the bottom by position, %.</param>
/// <param name="YTicks">Names along the side by position, pixels from the top.</param>
/// <param name="XName">What is across.</param>
/// <param name="YName">What is up.</param>
public sealed record FrontPlot(
    IReadOnlyList<FrontMark> Points, IReadOnlyList<(double At, string Label)> XTicks, IReadOnlyList<(double At, string Label)> YTicks, string XName, string YName)
{
    /// <summary>Height of the plot, pixels; marks keep clear of its edges by <see cref="Margin"/>.</summary>
    public const double Height = 230, Margin = 14;

    private const double Left = 9, Right = 97;

    /// <summary>Spreads points over the plot.</summary>
    /// <param name="points">What is across and up of each, and where it leads.</param>
    /// <param name="xTicks">Which values across are named, and how.</param>
    /// <param name="yLabel">Names a value up.</param>
    /// <param name="xName">What is across.</param>
    /// <param name="yName">What is up.</param>
    internal static FrontPlot Of(
        IReadOnlyList<(double X, double Y, FrontMark Mark)> points, Func<double, double, IEnumerable<(double Value, string Label)>> xTicks, Func<double, string> yLabel, string xName, string yName)
    {
        var (x, y) = (Span(points.Select(p => p.X)), Span(points.Select(p => p.Y)));
        double Across(double value) => Left + ((value - x.Low) / (x.High - x.Low) * (Right - Left));
        double Up(double value) => Height - Margin - ((value - y.Low) / (y.High - y.Low) * (Height - (2 * Margin)));
        return new FrontPlot(
            [.. points.Select(p => p.Mark with { X = Across(p.X), Y = Up(p.Y) })],
            [.. xTicks(x.Low, x.High).Select(t => (Across(t.Value), t.Label))],
            [.. Steps(y.Low, y.High).Select(v => (Up(v), yLabel(v)))],
            xName, yName);
    }

    /// <summary>The staircase through the points that nothing sooner beats on these two axes, in units of % across and pixels down.</summary>
    internal string Staircase()
    {
        var path = new StringBuilder();
        var best = double.NegativeInfinity;
        foreach (var point in Points.OrderBy(p => p.X).ThenByDescending(p => p.Y).Where(p => p.Y > best))
        {
            path.Append(path.Length == 0 ? $"M{Number(point.X)} {Number(point.Y)}" : $"H{Number(point.X)}V{Number(point.Y)}");
            best = point.Y;
        }

        return path.ToString();
    }

    /// <summary>For attributes.</summary>
    internal static string Number(double value) => value.ToString("0.##", CultureInfo.InvariantCulture);

    private static (double Low, double High) Span(IEnumerable<double> values)
    {
        var (low, high) = (values.Min(), values.Max());
        // One value is drawn in the middle.
        return high - low > Math.Abs(high) * 1e-9 ? (low, high) : (low - Math.Max(1, Math.Abs(low) * 0.1), high + Math.Max(1, Math.Abs(high) * 0.1));
    }

    /// <summary>Five values from end to end.</summary>
    internal static IEnumerable<double> Steps(double low, double high) => Enumerable.Range(0, 5).Select(i => low + ((high - low) * i / 4));
}

/// <summary>A point that can be chosen.</summary>
/// <param name="X">Across, %.</param>
/// <param name="Y">Pixels from the top.</param>
/// <param name="Address">Where choosing it leads.</param>
/// <param name="Words">The choice in words.</param>
/// <param name="Chosen">Whether it is the one shown.</param>
/// <param name="Knee">Whether it gives up least.</param>
/// <param name="Place">Index of its site, which decides its shape's fill.</param>
public sealed record FrontMark(double X, double Y, string Address, string Words, bool Chosen, bool Knee, int Place);
