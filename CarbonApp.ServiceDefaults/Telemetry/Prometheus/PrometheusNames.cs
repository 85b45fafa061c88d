using System.Buffers;
using OpenTelemetry.Metrics;

namespace CarbonApp.ServiceDefaults.Telemetry.Prometheus;

/// <summary>
/// Names of instruments and tags as Prometheus takes them: letters, digits and underscores, the unit and <c>_total</c> at the end
/// (OpenTelemetry's "Prometheus and OpenMetrics compatibility"): <c>http.server.request.duration</c> in <c>s</c> becomes
/// <c>http_server_request_duration_seconds</c>.
/// </summary>
internal static class PrometheusNames
{
    private const string CountSuffix = "_count";

    private static readonly SearchValues<char> Allowed = SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_");

    public static string OfMetric(string name, string unit, MetricType type)
    {
        var family = Clean(name);
        var suffix = UnitSuffix(unit);
        family = suffix.Length == 0 || family.EndsWith(suffix, StringComparison.Ordinal) ? family : family + suffix;
        if (IsCounter(type))
        {
            return family.EndsWith("_total", StringComparison.Ordinal) ? family : family + "_total";
        }

        // A histogram's series end so; a gauge of that name would be taken for one.
        return type is not MetricType.Histogram && family.EndsWith(CountSuffix, StringComparison.Ordinal) ? family[..^CountSuffix.Length] : family;
    }

    public static string OfLabel(string tag) => Clean(tag);

    public static bool IsCounter(MetricType type) => type is MetricType.LongSum or MetricType.DoubleSum;

    /// <summary>Annotations in braces, such as {request}, are no unit.</summary>
    private static string UnitSuffix(string unit) => unit switch
    {
        "s" => "_seconds",
        "ms" => "_milliseconds",
        "us" => "_microseconds",
        "ns" => "_nanoseconds",
        "min" => "_minutes",
        "h" => "_hours",
        "d" => "_days",
        "By" => "_bytes",
        "%" => "_percent",
        _ => "",
    };

    private static string Clean(string name)
    {
        if (!name.AsSpan().ContainsAnyExcept(Allowed) && !char.IsAsciiDigit(name[0]))
        {
            return name;
        }

        var clean = string.Create(name.Length, name, static (span, source) =>
        {
            for (var i = 0; i < span.Length; i++)
            {
                span[i] = Allowed.Contains(source[i]) ? source[i] : '_';
            }
        });
        return char.IsAsciiDigit(clean[0]) ? "_" + clean : clean;
    }
}
