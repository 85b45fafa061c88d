using System.Globalization;
using System.Text.Json;
using CarbonApp.Api.Kelp.Analyses;

namespace CarbonApp.Web.Kelp.Analyses;

/// <summary>Canopy by quarter as a chart shows it, in one unit, with its trend as a line.</summary>
internal sealed class CanopySeries
{
    private CanopySeries(IReadOnlyList<CanopyPoint> points, string unit, double squareMetres, (double Begin, double End)? trend) =>
        (Points, Unit, SquareMetresPerUnit, Trend) = (points, unit, squareMetres, trend);

    /// <summary>Quarters with a canopy, by time.</summary>
    public IReadOnlyList<CanopyPoint> Points { get; }

    /// <summary>m², ha or km².</summary>
    public string Unit { get; }

    public double SquareMetresPerUnit { get; }

    /// <summary>Height of the trend's line at the first and the last point; null where no trend was estimated.</summary>
    public (double Begin, double End)? Trend { get; }

    public static CanopySeries Of(AnalysisResult result)
    {
        var known = result.TimeSeries.Where(q => q.CanopyAreaM2 is not null).OrderBy(q => (q.Year, q.Quarter)).ToArray();
        var (unit, per) = AnalysisWords.AreaUnit(known.Select(q => q.CanopyAreaM2!.P95).DefaultIfEmpty(0).Max());
        var highest = known.GroupBy(q => q.Year).Select(year => year.MaxBy(q => q.CanopyAreaM2!.P50)!).ToHashSet();
        CanopyPoint[] points = [.. known.Select(q => new CanopyPoint(
            q.Year + ((q.Quarter - 0.5) / 4), $"{q.Year.ToString(CultureInfo.InvariantCulture)} Q{q.Quarter.ToString(CultureInfo.InvariantCulture)}",
            q.CanopyAreaM2!.P5 / per, q.CanopyAreaM2.P50 / per, q.CanopyAreaM2.P95 / per, highest.Contains(q), q.TideHeightM, q.Scenes))];
        return new(points, unit, per, Line(result.Trend, points, per));
    }

    /// <summary>Sen's line goes through the median of what the yearly maxima leave when its slope is taken out.</summary>
    private static (double, double)? Line(AnalysisTrend trend, CanopyPoint[] points, double per)
    {
        var maxima = points.Where(p => p.IsYearsMaximum).ToArray();
        if (trend.SlopeM2PerYear is not { } slope || maxima.Length < 2)
        {
            return null;
        }

        var perYear = slope / per;
        var rest = maxima.Select(p => p.Middle - (perYear * p.Year)).Order().ToArray();
        var level = (rest[(rest.Length - 1) / 2] + rest[rest.Length / 2]) / 2;
        return (level + (perYear * points[0].Year), level + (perYear * points[^1].Year));
    }

    /// <summary>What the browser's chart is made from.</summary>
    public string Json() => JsonSerializer.Serialize(
        new
        {
            unit = Unit,
            year = Points.Select(p => Math.Round(p.Year, 3)),
            label = Points.Select(p => p.Label),
            low = Points.Select(p => p.Low),
            middle = Points.Select(p => p.Middle),
            high = Points.Select(p => p.High),
            maximum = Points.Select(p => p.IsYearsMaximum),
            tide = Points.Select(p => p.TideHeightM),
            trend = Trend is { } line ? new[] { line.Begin, line.End } : null,
        },
        JsonSerializerOptions.Web);
}

/// <summary>Canopy of a quarter.</summary>
/// <param name="Year">Its middle as a decimal year.</param>
/// <param name="Label">Such as 2024 Q3.</param>
/// <param name="Low">5 %, in the series' unit.</param>
/// <param name="Middle">Median.</param>
/// <param name="High">95 %.</param>
/// <param name="IsYearsMaximum">Whether it is the highest of its year, of which trends are made.</param>
/// <param name="TideHeightM">Mean tide of its dates; null where not known.</param>
/// <param name="Scenes">Passes used.</param>
internal sealed record CanopyPoint(double Year, string Label, double Low, double Middle, double High, bool IsYearsMaximum, double? TideHeightM, int Scenes);
