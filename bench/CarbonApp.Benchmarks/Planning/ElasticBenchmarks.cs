using BenchmarkDotNet.Attributes;
using CarbonApp.Engine.Grid.Planning;
using CarbonApp.Engine.Grid.Signals;
using CarbonApp.Engine.Units;

namespace CarbonApp.Benchmarks.Planning;

/// <summary>Eight sizes, work for a fifth of what fits. Bound: sorting as many numbers as there are items.</summary>
public class ElasticBenchmarks
{
    private readonly ScalingProfile _profile = ScalingProfile.FromLevels(
        Enumerable.Range(1, 8).Select(i => new ScalingLevel(i, 1000 * Math.Pow(i, 0.8), Power.FromWatts(55.0 * i))));

    private CarbonSignal _signal = CarbonSignal.Unknown(SignalBasis.AverageLifecycle(ZoneId.Parse("GB")));
    private ElasticJob _job;
    private double[] _numbers = [];

    [Params(168, 1680, 16800)]
    public int Hours { get; set; }

    [GlobalSetup]
    public void CreateSignal()
    {
        _signal = DaysOfCarbon.Create(Hours, TimeSpan.FromHours(1), seed: 1);
        _job = new ElasticJob(_profile.Largest.UnitsPerHour * Hours / 5, DaysOfCarbon.Start, DaysOfCarbon.Start.AddHours(Hours));
        var random = new Random(2);
        _numbers = [.. Enumerable.Range(0, Hours * 8).Select(_ => random.NextDouble())];
    }

    [Benchmark(Description = "bound: sort as many numbers")]
    public double[] SortNumbers() => [.. _numbers.Order()];

    [Benchmark(Description = "elastic optimum")]
    public ElasticOutcome Mixed() => ElasticOptimum.Find(_signal, _job, _profile);

    [Benchmark(Description = "one size per slot")]
    public ElasticOutcome WholeLevels() => ElasticOptimum.FindWholeLevels(_signal, _job, _profile);
}
