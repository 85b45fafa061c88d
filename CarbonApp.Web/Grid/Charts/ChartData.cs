using System.Text.Json;

namespace CarbonApp.Web.Grid.Charts;

/// <summary>What the browser's chart is made from: columns, seconds since 1970, as short as can be.</summary>
internal static class ChartData
{
    public static string Json(ChartSeries series) => JsonSerializer.Serialize(
        new
        {
            from = series.From.ToUnixTimeSeconds(),
            to = series.To.ToUnixTimeSeconds(),
            now = series.Now?.ToUnixTimeSeconds(),
            start = series.Slots.Select(s => s.Start.ToUnixTimeSeconds()),
            end = series.Slots.Count == 0 ? (long?)null : series.Slots[^1].End.ToUnixTimeSeconds(),
            value = series.Slots.Select(s => s.Value is { } v ? Math.Round(v, 2) : (double?)null),
            status = string.Concat(series.Slots.Select(s => s.Status is [var first, ..] ? first : '-')),
            windows = series.Windows.Select(w => new { start = w.Start.ToUnixTimeSeconds(), end = w.End.ToUnixTimeSeconds(), kind = w.Kind }),
        },
        JsonSerializerOptions.Web);
}
