using BenchmarkDotNet.Attributes;
using CarbonApp.Engine.Grid.Forecasting;
using CarbonApp.Engine.Grid.Signals;

namespace CarbonApp.Benchmarks.Forecasting;

/// <summary>One zone's model fitted anew and its forecast with the band, from as many days of history.</summary>
public class ForecastBenchmarks
{
    private CarbonSignal _history = CarbonSignal.Unknown(default);

    [Params(110, 1_100)]
    public int Days { get; set; }

    [GlobalSetup]
    public void Fill()
    {
        var random = new Random(7);
        var start = new DateTimeOffset(2023, 1, 1, 0, 0, 0, TimeSpan.Zero);
        var values = Enumerable.Range(0, Days * 24).Select(h => 300 + (100 * Math.Sin(h * Math.PI / 12)) + (60 * random.NextDouble())).ToArray();
        _history = CarbonSignal.FromRegular(
            SignalBasis.AverageLifecycle(ZoneId.Parse("GB")), start, TimeSpan.FromHours(1), values, new SignalProvenance("random", SignalStatus.Measured, start));
    }

    [Benchmark]
    public ForecastOutcome TrainAndIssue() => RidgeForecaster.Issue(_history, _history.End);
}
