using System.Diagnostics;
using System.Diagnostics.Metrics;
using CarbonApp.Api.Problems;

namespace CarbonApp.Api.Grid.Sources;

/// <summary>Counts and traces of the sources, under the names <c>CarbonApp.Sources</c>.</summary>
internal sealed class SourceTelemetry : IDisposable
{
    public const string Name = "CarbonApp.Sources";

    private readonly Meter _meter;
    private readonly Counter<long> _requests;
    private readonly Counter<long> _failures;
    private readonly Counter<long> _cache;
    private readonly Histogram<double> _duration;

    public SourceTelemetry(IMeterFactory meters)
    {
        _meter = meters.Create(Name);
        _requests = _meter.CreateCounter<long>("carbonapp.sources.requests", "{request}", "Requests sent to an upstream source.");
        _failures = _meter.CreateCounter<long>("carbonapp.sources.failures", "{failure}", "Upstream requests that failed, by fault.");
        _cache = _meter.CreateCounter<long>("carbonapp.sources.cache", "{lookup}", "Look-ups of the cache: hit, stale, shared, miss or refused.");
        _duration = _meter.CreateHistogram<double>("carbonapp.sources.duration", "s", "Time of an upstream request, body included.");
    }

    public static ActivitySource Activities { get; } = new(Name);

    public void Requested(string source) => _requests.Add(1, Tag("source", source));

    public void Answered(string source, TimeSpan duration) => _duration.Record(duration.TotalSeconds, Tag("source", source));

    public void Failed(string source, UpstreamFault fault) => _failures.Add(1, Tag("source", source), Tag("fault", fault.ToString()));

    public void LookedUp(string source, string outcome) => _cache.Add(1, Tag("source", source), Tag("outcome", outcome));

    public void Dispose() => _meter.Dispose();

    private static KeyValuePair<string, object?> Tag(string name, string value) => new(name, value);
}
