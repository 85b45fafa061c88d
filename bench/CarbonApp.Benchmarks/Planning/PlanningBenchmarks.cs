using BenchmarkDotNet.Attributes;
using CarbonApp.Engine.Grid.Planning;
using CarbonApp.Engine.Grid.Signals;

namespace CarbonApp.Benchmarks.Planning;

/// <summary>
/// The two optima of one job over a whole signal. Bound: reading every value once. Anchors: for contiguous the rolling mean
/// over data points of the window's length, one fresh mean per start (the Carbon Aware SDK's way; slot edges only), for
/// interruptible a full sort of the slots.
/// </summary>
public class PlanningBenchmarks
{
    private CarbonSignal _signal = CarbonSignal.Unknown(SignalBasis.AverageLifecycle(ZoneId.Parse("GB")));
    private MovableJob _job;
    private double[] _values = [];
    private int _jobSlots;

    /// <summary>864 points are 72 h of five minutes, 8,760 a year of hours; the job takes a third of a day or a day.</summary>
    [Params(864, 8760)]
    public int Points { get; set; }

    [GlobalSetup]
    public void CreateSignal()
    {
        var step = Points == 864 ? TimeSpan.FromMinutes(5) : TimeSpan.FromHours(1);
        var duration = TimeSpan.FromHours(24);
        var start = new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
        var random = new Random(1);
        _values = [.. Enumerable.Range(0, Points).Select(i => 200 + (80 * Math.Sin(i * step / TimeSpan.FromDays(1) * 2 * Math.PI)) + (30 * random.NextDouble()))];
        var provenance = new SignalProvenance("benchmark", SignalStatus.Forecast, start);
        _signal = CarbonSignal.FromRegular(SignalBasis.AverageLifecycle(ZoneId.Parse("GB")), start, step, _values, provenance);
        _job = new MovableJob(duration, start, start + (step * Points));
        _jobSlots = (int)(duration / step);
    }

    [Benchmark(Description = "bound: read every value once")]
    public double ReadOnce()
    {
        var sum = 0.0;
        foreach (var value in _signal.GramsPerKilowattHour)
        {
            sum += value;
        }

        return sum;
    }

    [Benchmark(Description = "contiguous optimum, exact, with baselines")]
    public WindowOutcome Contiguous() => ContiguousOptimum.Find(_signal, _job);

    [Benchmark(Description = "anchor: rolling mean, slot edges only")]
    public double RollingMean()
    {
        var best = double.PositiveInfinity;
        for (var start = 0; start + _jobSlots <= _values.Length; start++)
        {
            var sum = 0.0;
            for (var i = start; i < start + _jobSlots; i++)
            {
                sum += _values[i];
            }

            best = Math.Min(best, sum / _jobSlots);
        }

        return best;
    }

    [Benchmark(Description = "interruptible optimum, with baselines")]
    public WindowOutcome Interruptible() => InterruptibleOptimum.Find(_signal, _job);

    [Benchmark(Description = "anchor: sort all slots")]
    public double SortAll() => _values.Order().Take(_jobSlots).Average();
}
