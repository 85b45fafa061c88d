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
            band = series.Band.Select(b => new[] { b.Start.ToUnixTimeSeconds(), b.End.ToUnixTimeSeconds(), Math.Round(b.Low, 2), Math.Round(b.High, 2) }),
            since = series.Since.Where(s => s.Value is not null).Select(s => new[] { s.Start.ToUnixTimeSeconds(), s.End.ToUnixTimeSeconds(), Math.Round(s.Value!.Value, 2) }),
            windows = series.Windows.Select(w => new { start = w.Start.ToUnixTimeSeconds(), end = w.End.ToUnixTimeSeconds(), kind = w.Kind }),
        },
        JsonSerializerOptions.Web);
}
