using System.Diagnostics.Metrics;
using CarbonApp.Api.Grid.Metrics;
using CarbonApp.Api.Grid.Sources;
using CarbonApp.Api.Tests.Fakes;
using CarbonApp.Engine.Grid.Signals;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace CarbonApp.Api.Tests.Metrics;

public sealed class IntensityGaugesTests : IDisposable
{
    private readonly FakeClock _clock = new(Fakes.Signals.Now);
    private readonly ReadZones _zones = new();
    private readonly ServiceProvider _services = new ServiceCollection().AddMetrics().BuildServiceProvider();
    private readonly IntensityGauges _gauges;

    public IntensityGaugesTests() => _gauges = new IntensityGauges(
        new FixedSignalReader(), _zones, Options.Create(new MetricsOptions()), Meters, _clock, NullLogger<IntensityGauges>.Instance);

    private IMeterFactory Meters => _services.GetRequiredService<IMeterFactory>();

    public void Dispose()
    {
        _gauges.Dispose();
        _services.Dispose();
    }

    [Fact]
    public void Observe_TimePasses_TellsTheSlotOfTheHour()
    {
        _zones.Note(Reading("GB", 100, 200, 300), _clock.GetUtcNow());
        Assert.Equal([100.0], Observe("carbon.aware.intensity"));

        _clock.Advance(TimeSpan.FromMinutes(59));
        _zones.Note(Reading("GB", 100, 200, 300), _clock.GetUtcNow());
        _clock.Advance(TimeSpan.FromMinutes(2));

        Assert.Equal([200.0], Observe("carbon.aware.intensity"));
        Assert.Equal([300.0, double.NaN, double.NaN, double.NaN, double.NaN], Observe("carbon.aware.forecast.intensity"));
    }

    [Fact]
    public void Observe_ZoneNobodyAskedForInAnHour_IsToldAsNothingNotAsItsLastValue()
    {
        _zones.Note(Reading("GB", [.. Enumerable.Repeat(100.0, 48)]), _clock.GetUtcNow());
        Assert.Equal([100.0], Observe("carbon.aware.intensity"));

        _clock.Advance(TimeSpan.FromMinutes(61));

        Assert.Equal([double.NaN], Observe("carbon.aware.intensity"));
        Assert.Equal([double.NaN], Observe("carbon.aware.intensity.estimated"));
    }

    [Fact]
    public void Observe_ValueGrowsOld_TellsItsAgeAndNoneForAnEstimate()
    {
        var origin = new SignalProvenance("x", SignalStatus.Forecast, Fakes.Signals.Now.AddMinutes(-30));
        _zones.Note(Of(CarbonSignal.FromRegular(SignalBasis.AverageLifecycle(ZoneId.Parse("GB")), Fakes.Signals.Now, TimeSpan.FromHours(1), [1, 2], origin)), _clock.GetUtcNow());
        Assert.Equal([1_800.0], Observe("carbonapp.signals.age"));

        _clock.Advance(TimeSpan.FromMinutes(45));
        Assert.Equal([4_500.0], Observe("carbonapp.signals.age"));

        var estimate = origin with { Status = SignalStatus.Estimated };
        _zones.Note(Of(CarbonSignal.FromRegular(SignalBasis.AverageLifecycle(ZoneId.Parse("GB")), Fakes.Signals.Now, TimeSpan.FromHours(1), [1, 2, 3], estimate)), _clock.GetUtcNow());
        Assert.Equal([double.NaN], Observe("carbonapp.signals.age"));
    }

    [Fact]
    public void Note_NewerReadingReachesLessFar_TheLongerStandsForAMinute()
    {
        _zones.Note(Reading("GB", 1, 2, 3), _clock.GetUtcNow());
        _zones.Note(Reading("GB", 9), _clock.GetUtcNow());
        Assert.Equal([1.0], Observe("carbon.aware.intensity"));

        _clock.Advance(TimeSpan.FromSeconds(61));
        _zones.Note(Reading("GB", 9), _clock.GetUtcNow());

        Assert.Equal([9.0], Observe("carbon.aware.intensity"));
    }

    [Fact]
    public void Note_MarginalPastAndUnknown_AreNotTold()
    {
        var marginal = new SignalBasis(ZoneId.Parse("GB"), SignalKind.Marginal, EmissionFactor.Direct);
        var origin = new SignalProvenance("x", SignalStatus.Measured, Fakes.Signals.Now);
        _zones.Note(Of(CarbonSignal.FromRegular(marginal, Fakes.Signals.Now, TimeSpan.FromHours(1), [1], origin)), _clock.GetUtcNow());
        _zones.Note(Of(Fakes.Signals.Hourly("FR", Fakes.Signals.Now.AddHours(-5), SignalStatus.Measured, 1)), _clock.GetUtcNow());
        _zones.Note(Reading("DE", double.NaN, 2), _clock.GetUtcNow());

        Assert.Empty(Observe("carbon.aware.intensity"));
    }

    private static SignalReading Reading(string zone, params double[] values) => Of(Fakes.Signals.Hourly(zone, values));

    private static SignalReading Of(CarbonSignal signal) => new(signal, [], Stale: false);

    private List<double> Observe(string name)
    {
        var values = new List<double>();
        using var listener = new MeterListener
        {
            InstrumentPublished = (instrument, listener) =>
            {
                if (instrument.Meter.Scope == Meters && instrument.Name == name)
                {
                    listener.EnableMeasurementEvents(instrument);
                }
            },
        };
        listener.SetMeasurementEventCallback<double>((_, value, _, _) => values.Add(value));
        listener.Start();
        listener.RecordObservableInstruments();
        return values;
    }
}
