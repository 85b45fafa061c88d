using CarbonApp.Engine.Grid.Planning.Batch;
using CarbonApp.Engine.Units;

namespace CarbonApp.Engine.Tests.Grid.Planning.Batch;

/// <summary>Batches for tests: slots of 1 h and jobs of 1 kW, so that a slot at 100 g/kWh costs 100 g.</summary>
internal static class Batches
{
    public static readonly Power Kilowatt = Power.FromWatts(1000);

    public static BatchProblem Problem(IReadOnlyList<BatchSite> sites, params IReadOnlyList<BatchJob> jobs) => new(TimeSpan.FromHours(1), sites, jobs);

    public static BatchSite Site(int capacity, params IReadOnlyList<double> grams) => new(grams, capacity);

    public static BatchJob Job(int slots, int first, int end, double kilowatts = 1, params IReadOnlyList<int> sites) =>
        new(slots, first, end, Power.FromWatts(kilowatts * 1000), Sites: sites.Count == 0 ? null : sites);

    /// <summary>A small batch with gaps, sites of capacity 0, jobs of several powers and own sites; not always feasible.</summary>
    public static BatchProblem Random(Random random, int jobs, int sites, int slots, Func<BatchJob, BatchJob>? change = null)
    {
        var places = Enumerable.Range(0, sites).Select(_ => Site(
            random.Next(0, 1 + Math.Max(2, jobs / sites)),
            [.. Enumerable.Range(0, slots).Select(_ => random.Next(12) == 0 ? double.NaN : Math.Round(600 * random.NextDouble(), 3))])).ToArray();
        var items = Enumerable.Range(0, jobs).Select(_ =>
        {
            var needed = random.Next(1, 1 + Math.Max(1, slots / 3));
            var first = random.Next(0, slots - needed + 1);
            var end = Math.Min(slots, first + needed + random.Next(0, slots));
            var own = random.Next(3) == 0 ? Enumerable.Range(0, sites).Where(_ => random.Next(2) == 0).DefaultIfEmpty(0).ToArray() : [];
            var job = Job(needed, first, end, random.Next(2) == 0 ? 1 : 0.25 + random.NextDouble(), own);
            return change is null ? job : change(job);
        }).ToArray();
        return Problem(places, items);
    }

    /// <summary>Fails unless the plan keeps every rule of the problem and its sum is right.</summary>
    public static void AssertValid(BatchProblem problem, BatchOutcome.Planned plan)
    {
        var load = new Dictionary<(int Site, int Slot), int>();
        var grams = 0.0;
        for (var j = 0; j < problem.Jobs.Count; j++)
        {
            var (job, runs) = (problem.Jobs[j], plan.Runs[j]);
            Assert.Equal(job.Slots, runs.Sum(r => r.EndSlot - r.FirstSlot));
            Assert.True(runs[0].FirstSlot >= job.FirstSlot && runs[^1].EndSlot <= job.EndSlot);
            Assert.True(job.Mode == BatchMode.Interruptible || runs.Count == 1);
            foreach (var (before, after) in runs.Zip(runs.Skip(1)))
            {
                Assert.True(before.EndSlot < after.FirstSlot || (before.EndSlot == after.FirstSlot && before.Site != after.Site));
            }

            foreach (var run in runs)
            {
                Assert.True(job.Sites is null || job.Sites.Contains(run.Site));
                for (var slot = run.FirstSlot; slot < run.EndSlot; slot++)
                {
                    load[(run.Site, slot)] = load.GetValueOrDefault((run.Site, slot)) + job.Units;
                    grams += (job.Power * problem.SlotLength).KilowattHours * problem.Sites[run.Site].GramsPerKilowattHour[slot];
                }
            }
        }

        Assert.All(load, cell => Assert.True(cell.Value <= problem.Sites[cell.Key.Site].Capacity));
        Assert.Equal(grams, plan.Emissions.Grams, 1e-9 * Math.Max(1, grams));
        Assert.True(plan.LowerBound.Grams <= grams * (1 + 1e-12) + 1e-9);
    }
}
