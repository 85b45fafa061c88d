using BenchmarkDotNet.Attributes;
using CarbonApp.Engine.Grid.Planning;
using CarbonApp.Engine.Grid.Signals;
using CarbonApp.Engine.Units;

namespace CarbonApp.Benchmarks.Planning;

/// <summary>
/// Eight hours of work with start-ups of 5 min and 0.05 kWh, minimum run 30 min, minimum pause 15 min, over hours. Bound: the same
/// job with free pauses.
/// </summary>
public class StartStopBenchmarks
{
    private static readonly Power Power = Power.FromWatts(850);
    private static readonly StartStopLimits Limits = new(Energy.FromKilowattHours(0.05), TimeSpan.FromMinutes(5), TimeSpan.FromMinutes(30), TimeSpan.FromMinutes(15));

    private CarbonSignal _signal = CarbonSignal.Unknown(SignalBasis.AverageLifecycle(ZoneId.Parse("GB")));
    private MovableJob _onGrid;
    private MovableJob _anySecond;

    [Params(24, 240, 2400)]
    public int Hours { get; set; }

    [GlobalSetup]
    public void CreateSignal()
    {
        _signal = DaysOfCarbon.Create(Hours, TimeSpan.FromHours(1), seed: 1);
        _onGrid = new MovableJob(TimeSpan.FromHours(8), DaysOfCarbon.Start, DaysOfCarbon.Start.AddHours(Hours));
        _anySecond = _onGrid with { Earliest = DaysOfCarbon.Start.AddSeconds(2096) };
    }

    [Benchmark(Description = "bound: pauses at no cost")]
    public WindowOutcome FreePauses() => InterruptibleOptimum.Find(_signal, _onGrid);

    [Benchmark(Description = "starts that cost, on the grid")]
    public StartStopOutcome OnGrid() => StartStopOptimum.Find(_signal, _onGrid, Power, Limits);

    [Benchmark(Description = "starts that cost, from any second")]
    public StartStopOutcome AnySecond() => StartStopOptimum.Find(_signal, _anySecond, Power, Limits);

    [Benchmark(Description = "two starts at most")]
    public StartStopOutcome TwoStarts() => StartStopOptimum.Find(_signal, _onGrid, Power, Limits with { MaximumStarts = 2 });
}
