using BenchmarkDotNet.Attributes;
using CarbonApp.Engine.Grid.Planning;
using CarbonApp.Engine.Units;

namespace CarbonApp.Benchmarks.Planning;

/// <summary>Eight hours at ten sites with prices by the hour. Bound: the contiguous optimum of each site.</summary>
public class ParetoBenchmarks
{
    private ParetoSite[] _sites = [];
    private MovableJob _job;

    [Params(72, 720, 7200)]
    public int Hours { get; set; }

    [GlobalSetup]
    public void CreateSites()
    {
        var random = new Random(3);
        _job = new MovableJob(TimeSpan.FromHours(8), DaysOfCarbon.Start, DaysOfCarbon.Start.AddHours(Hours));
        _sites = [.. Enumerable.Range(0, 10).Select(seed => new ParetoSite(
            DaysOfCarbon.Create(Hours, TimeSpan.FromHours(1), seed),
            PriceSignal.FromSlots(Enumerable.Range(0, Hours).Select(h => new PriceSlot(DaysOfCarbon.Start.AddHours(h), DaysOfCarbon.Start.AddHours(h + 1), random.Next(-20, 200)))),
            Power.FromWatts(850), Co2eMass.FromGrams(seed * 10), seed / 100.0))];
    }

    [Benchmark(Description = "bound: contiguous optimum per site")]
    public IReadOnlyList<RankedSite<WindowOutcome>> Optima() => SiteRanking.Rank([.. _sites.Select(s =>
    {
        var outcome = ContiguousOptimum.Find(s.Carbon, _job);
        return (outcome, SiteRanking.EmissionsOf(outcome, s.Power * _job.Duration), s.Transfer);
    })]);

    [Benchmark(Description = "front of one site, free pauses, carbon and finish")]
    public ParetoFront Interruptible() => ParetoOptimum.Interruptible([_sites[0] with { Price = null }], _job);

    [Benchmark(Description = "front of carbon, cost and finish")]
    public ParetoFront Contiguous() => ParetoOptimum.Contiguous(_sites, _job);
}
