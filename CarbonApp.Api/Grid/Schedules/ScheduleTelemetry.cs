using System.Diagnostics.Metrics;

namespace CarbonApp.Api.Grid.Schedules;

/// <summary>Counts of the calls of schedules, under the name <c>CarbonApp.Schedules</c>.</summary>
internal sealed class ScheduleTelemetry : IDisposable
{
    private readonly Meter _meter;
    private readonly Counter<long> _calls;
    private readonly Histogram<double> _lateness;

    public ScheduleTelemetry(IMeterFactory meters)
    {
        _meter = meters.Create("CarbonApp.Schedules");
        _calls = _meter.CreateCounter<long>("carbonapp.schedules.calls", "{call}", "Attempts to call, by the state of the schedule after it.");
        _lateness = _meter.CreateHistogram<double>("carbonapp.schedules.lateness", "s", "Time of a successful call after the planned start.");
    }

    public void Called(string state, TimeSpan late)
    {
        _calls.Add(1, new KeyValuePair<string, object?>("state", state));
        if (state == "delivered")
        {
            _lateness.Record(late.TotalSeconds);
        }
    }

    public void Dispose() => _meter.Dispose();
}
