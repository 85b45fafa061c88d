using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using CarbonApp.Api.Grid.Sdk;
using CarbonApp.Api.Grid.Sources;
using CarbonApp.Engine.Grid.Signals;
using Microsoft.Extensions.Options;

namespace CarbonApp.Api.Grid.Metrics;

/// <summary>
/// Intensities now and ahead as gauges, under the name the Carbon Aware SDK's exporter gives them. Telling them asks no source: it looks at
/// what was read anyway, and at the locations of the settings, which are read in the background.
/// </summary>
/// <remarks>What is not known is no series. OpenTelemetry repeats the last value of a series that is told no more, so it is told NaN instead, which <c>/metrics</c> leaves out.</remarks>
internal sealed partial class IntensityGauges : BackgroundService
{
    public const string MeterName = "CarbonApp.Grid";

    private static readonly int[] HoursAhead = [1, 3, 6, 12, 24];

    private readonly ISignalReader _signals;
    private readonly ReadZones _zones;
    private readonly MetricsOptions _options;
    private readonly TimeProvider _clock;
    private readonly ILogger _logger;
    private readonly Meter _meter;
    private readonly ConcurrentDictionary<string, (ZoneId Zone, CarbonSignal? Signal)> _told = new(StringComparer.Ordinal);
    private volatile IReadOnlyList<(string Name, CarbonSignal Signal)> _configured = [];

    public IntensityGauges(
        ISignalReader signals, ReadZones zones, IOptions<MetricsOptions> options, IMeterFactory meters, TimeProvider clock, ILogger<IntensityGauges> logger)
    {
        (_signals, _zones, _options, _clock, _logger) = (signals, zones, options.Value, clock, logger);
        _meter = meters.Create(MeterName);
        _meter.CreateObservableGauge("carbon.aware.intensity", Now, description: "Carbon intensity of the location's grid now, average life-cycle, gCO2eq/kWh.");
        _meter.CreateObservableGauge("carbon.aware.intensity.estimated", Estimated, description: "1 where carbon_aware_intensity is an estimate, 0 where it was measured or forecast.");
        _meter.CreateObservableGauge("carbonapp.signals.age", Age, "s", "Time since the source issued the value that counts for the location now; none for an estimate.");
        _meter.CreateObservableGauge("carbon.aware.forecast.intensity", Ahead, description: "Carbon intensity expected at the hours ahead given by the label horizon, gCO2eq/kWh.");
    }

    public override void Dispose()
    {
        _meter.Dispose();
        base.Dispose();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var named = _options.Names.Select(name => (Name: name, Zone: SdkLocations.ZoneOf(name)!.Value)).ToArray();
        if (named.Length == 0)
        {
            return;
        }

        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(_options.RefreshSeconds), _clock);
        do
        {
            try
            {
                var hour = SignalWindow.FloorToHour(_clock.GetUtcNow());
                var readings = await _signals.ReadManyAsync(
                    [.. named.Select(n => new SignalQuery(SignalBasis.AverageLifecycle(n.Zone), hour, hour.AddHours(HoursAhead[^1] + 2)))], stoppingToken);
                _configured = [.. named.Zip(readings, (n, reading) => (n.Name, reading.Signal))];
            }
            catch (Exception exception) when (!stoppingToken.IsCancellationRequested)
            {
                LogFailed(_logger, exception.Message);
            }
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    private List<Measurement<double>> Now() => Measure((location, zone, signal, now) =>
        [new Measurement<double>(ValueAt(signal, now), Tag("location", location), Tag("zone", zone.Value))]);

    private List<Measurement<double>> Estimated() => Measure((location, zone, signal, now) =>
        [new Measurement<double>(EstimatedAt(signal, now), Tag("location", location), Tag("zone", zone.Value))]);

    private List<Measurement<double>> Age() => Measure((location, zone, signal, now) =>
        [new Measurement<double>(AgeAt(signal, now), Tag("location", location), Tag("zone", zone.Value))]);

    private List<Measurement<double>> Ahead() => Measure((location, zone, signal, now) => Array.ConvertAll(HoursAhead, hours =>
        new Measurement<double>(ValueAt(signal, now.AddHours(hours)), Tag("location", location), Tag("zone", zone.Value), Tag("horizon", $"{hours}h"))));

    private List<Measurement<double>> Measure(Func<string, ZoneId, CarbonSignal?, DateTimeOffset, Measurement<double>[]> measure)
    {
        var now = _clock.GetUtcNow();
        Refresh(now);
        return [.. _told.SelectMany(l => measure(l.Key, l.Value.Zone, l.Value.Signal, now))];
    }

    /// <summary>Every location ever told keeps its entry, with what is known of it now, or nothing.</summary>
    private void Refresh(DateTimeOffset now)
    {
        var known = _zones.Recent(now).ToDictionary(s => s.Basis.Zone.Value, s => (s.Basis.Zone, (CarbonSignal?)s), StringComparer.Ordinal);
        foreach (var (name, signal) in _configured)
        {
            known[name] = (signal.Basis.Zone, signal);
        }

        foreach (var (name, value) in known)
        {
            _told[name] = value;
        }

        foreach (var (name, value) in _told)
        {
            if (!known.ContainsKey(name))
            {
                _told[name] = (value.Zone, null);
            }
        }
    }

    private static double ValueAt(CarbonSignal? signal, DateTimeOffset time) => signal?.SlotAt(time)?.GramsPerKilowattHour ?? double.NaN;

    private static double EstimatedAt(CarbonSignal? signal, DateTimeOffset time) =>
        signal?.SlotAt(time)?.Provenance is { } origin ? (origin.Status == SignalStatus.Estimated ? 1 : 0) : double.NaN;

    private static double AgeAt(CarbonSignal? signal, DateTimeOffset time) =>
        signal?.SlotAt(time)?.Provenance is { Status: not SignalStatus.Estimated } origin ? Math.Max(0, (time - origin.IssuedAt).TotalSeconds) : double.NaN;

    private static KeyValuePair<string, object?> Tag(string name, string value) => new(name, value);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The intensities of Metrics:Locations could not be read: {Reason}")]
    private static partial void LogFailed(ILogger logger, string reason);
}
