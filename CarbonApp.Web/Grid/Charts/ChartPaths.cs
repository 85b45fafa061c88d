using System.Text;

namespace CarbonApp.Web.Grid.Charts;

/// <summary>Stepped lines of a signal as SVG paths, one for each unbroken stretch of one status.</summary>
internal static class ChartPaths
{
    /// <summary>Lines by status; nothing is drawn across a gap.</summary>
    public static IEnumerable<(string Status, string Line)> Lines(ChartSeries series, ChartScale scale) => Lines(Visible(series), scale);

    /// <summary>What was measured since, as one line; empty where nothing was.</summary>
    public static string Since(ChartSeries series, ChartScale scale) =>
        string.Concat(Lines(series.Since.Where(s => s.Value is not null && s.End > series.From && s.Start < series.To).Select(s => s with { Status = "measured" }), scale).Select(l => l.Line));

    private static IEnumerable<(string Status, string Line)> Lines(IEnumerable<ChartSlot> slots, ChartScale scale)
    {
        var paths = new Dictionary<string, StringBuilder>();
        ChartSlot? previous = null;
        foreach (var slot in slots)
        {
            var path = paths.TryGetValue(slot.Status!, out var existing) ? existing : paths[slot.Status!] = new StringBuilder();
            var adjoins = previous is { } p && p.End == slot.Start;
            if (adjoins && previous!.Value.Status == slot.Status)
            {
                path.Append('V').Append(scale.Y(slot.Value!.Value));
            }
            else
            {
                var from = adjoins ? previous!.Value.Value!.Value : slot.Value!.Value;
                path.Append('M').Append(scale.X(slot.Start)).Append(' ').Append(scale.Y(from)).Append('V').Append(scale.Y(slot.Value!.Value));
            }

            path.Append('H').Append(scale.X(slot.End));
            previous = slot;
        }

        return paths.Select(p => (p.Key, p.Value.ToString()));
    }

    /// <summary>The area between lowest and highest where slots are means of several; empty otherwise.</summary>
    public static string Range(ChartSeries series, ChartScale scale)
    {
        var path = new StringBuilder();
        foreach (var slot in Visible(series).Where(s => s.High > s.Low))
        {
            path.Append('M').Append(scale.X(slot.Start)).Append(' ').Append(scale.Y(slot.High!.Value)).Append('H').Append(scale.X(slot.End))
                .Append('V').Append(scale.Y(slot.Low!.Value)).Append('H').Append(scale.X(slot.Start)).Append('z');
        }

        return path.ToString();
    }

    /// <summary>The area between the percentiles; empty where they are not known.</summary>
    public static string Band(ChartSeries series, ChartScale scale)
    {
        var path = new StringBuilder();
        foreach (var band in series.Band.Where(b => b.End > series.From && b.Start < series.To))
        {
            path.Append('M').Append(scale.X(band.Start)).Append(' ').Append(scale.Y(band.High)).Append('H').Append(scale.X(band.End))
                .Append('V').Append(scale.Y(band.Low)).Append('H').Append(scale.X(band.Start)).Append('z');
        }

        return path.ToString();
    }

    /// <summary>The area under the line.</summary>
    public static string Area(ChartSeries series, ChartScale scale)
    {
        var path = new StringBuilder();
        foreach (var slot in Visible(series))
        {
            path.Append('M').Append(scale.X(slot.Start)).Append(' ').Append(ChartScale.Height).Append('V').Append(scale.Y(slot.Value!.Value))
                .Append('H').Append(scale.X(slot.End)).Append('V').Append(ChartScale.Height).Append('z');
        }

        return path.ToString();
    }

    private static IEnumerable<ChartSlot> Visible(ChartSeries series) =>
        series.Slots.Where(s => s.Value is not null && s.Status is not null && s.End > series.From && s.Start < series.To);
}
