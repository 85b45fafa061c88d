using System.Diagnostics;
using OpenTelemetry;
using OpenTelemetry.Metrics;

namespace CarbonApp.ServiceDefaults.Telemetry.Prometheus;

/// <summary>Gives all metrics of the service in Prometheus' text format when asked (the exporter packages are not on every feed).</summary>
[ExportModes(ExportModes.Pull)]
internal sealed class PrometheusExporter : BaseExporter<Metric>, IPullMetricExporter
{
    private const int LimitMilliseconds = 5_000;

    private static readonly double Started = new DateTimeOffset(Process.GetCurrentProcess().StartTime.ToUniversalTime()).ToUnixTimeMilliseconds() / 1_000d;
    private readonly Lock _gate = new();
    private byte[] _text = [];

    /// <summary>Set by the reader that this exporter is given to.</summary>
    public Func<int, bool>? Collect { get; set; }

    /// <summary>The metrics as they are now; null when they could not be collected.</summary>
    public byte[]? Scrape()
    {
        lock (_gate)
        {
            return Collect?.Invoke(LimitMilliseconds) == true ? _text : null;
        }
    }

    public override ExportResult Export(in Batch<Metric> batch)
    {
        var text = new PrometheusText();
        text.Begin("target_info", "gauge", "The service, as its telemetry names it.");
        text.Add("target_info", PrometheusText.Labels(ParentProvider.GetResource().Attributes.Select(a => KeyValuePair.Create(a.Key, (object?)a.Value))), 1);
        text.Begin("process_start_time_seconds", "gauge", "When the process started, seconds since 1970.");
        text.Add("process_start_time_seconds", "", Started);
        foreach (var metric in batch)
        {
            Write(text, metric);
        }

        _text = text.ToUtf8();
        return ExportResult.Success;
    }

    private static void Write(PrometheusText text, Metric metric)
    {
        var name = PrometheusNames.OfMetric(metric.Name, metric.Unit, metric.MetricType);
        var (type, isHistogram) = metric.MetricType switch
        {
            MetricType.Histogram => ("histogram", true),
            MetricType.ExponentialHistogram => ("untyped", false),
            var other => (PrometheusNames.IsCounter(other) ? "counter" : "gauge", false),
        };
        if (type == "untyped" || !HasSeries(metric) || !text.Begin(name, type, metric.Description))
        {
            return;
        }

        foreach (ref readonly var point in metric.GetMetricPoints())
        {
            var labels = Labels(point);
            if (isHistogram)
            {
                WriteHistogram(text, name, labels, point);
            }
            else if (Value(metric.MetricType, point) is var value && !double.IsNaN(value))
            {
                text.Add(name, labels, value);
            }
        }
    }

    private static void WriteHistogram(PrometheusText text, string name, string labels, in MetricPoint point)
    {
        var (below, comma) = (0L, labels.Length > 0 ? "," : "");
        foreach (var bucket in point.GetHistogramBuckets())
        {
            below += bucket.BucketCount;
            text.Add($"{name}_bucket", $"{labels}{comma}le=\"{PrometheusText.Number(bucket.ExplicitBound)}\"", below);
        }

        text.Add($"{name}_sum", labels, point.GetHistogramSum());
        text.Add($"{name}_count", labels, point.GetHistogramCount());
    }

    /// <summary>NaN is how an instrument says that it has nothing to say any more: OpenTelemetry would repeat its last value for ever.</summary>
    private static bool HasSeries(Metric metric)
    {
        foreach (ref readonly var point in metric.GetMetricPoints())
        {
            if (metric.MetricType == MetricType.Histogram || !double.IsNaN(Value(metric.MetricType, point)))
            {
                return true;
            }
        }

        return false;
    }

    private static string Labels(in MetricPoint point)
    {
        var tags = new List<KeyValuePair<string, object?>>(point.Tags.Count);
        foreach (var tag in point.Tags)
        {
            tags.Add(tag);
        }

        return PrometheusText.Labels(tags);
    }

    private static double Value(MetricType type, in MetricPoint point) => type switch
    {
        MetricType.LongSum or MetricType.LongSumNonMonotonic => point.GetSumLong(),
        MetricType.DoubleSum or MetricType.DoubleSumNonMonotonic => point.GetSumDouble(),
        MetricType.LongGauge => point.GetGaugeLastValueLong(),
        _ => point.GetGaugeLastValueDouble(),
    };
}
