using CarbonApp.Engine.Grid.Planning.Batch;
using static CarbonApp.Engine.Tests.Grid.Planning.Batch.Batches;

namespace CarbonApp.Engine.Tests.Grid.Planning.Batch;

public class BatchSearchTests
{
    [Fact]
    public void Find_RandomBatches_TheOptimumLiesBetweenBoundAndPlan()
    {
        var random = new Random(31);
        var (planned, optimal, infeasible) = (0, 0, 0);
        for (var round = 0; round < 300; round++)
        {
            var problem = Random(random, random.Next(1, 5), random.Next(1, 4), random.Next(2, 8), Varied(random));
            var optimum = BruteForce(problem);
            switch (BatchSearch.Find(problem))
            {
                case BatchOutcome.Planned plan:
                    AssertValid(problem, plan);
                    Assert.True(plan.LowerBound.Grams <= optimum * (1 + 1e-9) + 1e-9, $"bound {plan.LowerBound.Grams} above the optimum {optimum}");
                    Assert.True(plan.Emissions.Grams >= optimum * (1 - 1e-9) - 1e-9, $"plan {plan.Emissions.Grams} below the optimum {optimum}");
                    planned++;
                    optimal += plan.Emissions.Grams <= optimum * (1 + 1e-9) ? 1 : 0;
                    break;
                case BatchOutcome.Infeasible { IsProven: true }:
                    Assert.Equal(double.PositiveInfinity, optimum);
                    infeasible++;
                    break;
            }
        }

        Assert.True(planned > 80 && infeasible > 20, $"{planned} planned, {infeasible} infeasible");
        Assert.True(optimal >= planned * 0.97, $"{optimal} of {planned} optimal");
    }

    [Fact]
    public void Find_LargerBatches_KeepEveryRuleWithASmallGap()
    {
        var random = new Random(8);
        var gaps = new List<double>();
        for (var round = 0; round < 5; round++)
        {
            var problem = Random(random, 60, 5, 48, Varied(random));
            if (BatchSearch.Find(problem) is BatchOutcome.Planned plan)
            {
                AssertValid(problem, plan);
                gaps.Add(plan.Gap);
            }
        }

        Assert.NotEmpty(gaps);
        Assert.All(gaps, gap => Assert.InRange(gap, 0, 0.1));
    }

    [Fact]
    public void Find_InterruptibleUnitJobs_BoundIsTheFlowsOptimum()
    {
        var random = new Random(12);
        for (var round = 0; round < 20; round++)
        {
            var problem = Random(random, 12, 3, 10);
            if (BatchFlow.Find(problem) is BatchOutcome.Planned exact && BatchSearch.Find(problem) is BatchOutcome.Planned plan)
            {
                Assert.Equal(exact.Emissions.Grams, plan.LowerBound.Grams, 1e-6 * exact.Emissions.Grams);
                Assert.InRange(plan.Emissions.Grams, exact.Emissions.Grams * (1 - 1e-9), exact.Emissions.Grams * 1.05);
            }
        }
    }

    [Fact]
    public void Find_PiecesWouldFitButNoRunDoes_SaysThatItIsNotProven()
    {
        // Four free cells for two jobs of two, but the gap leaves runs of one and three.
        var job = Job(2, 0, 5) with { Mode = BatchMode.Contiguous };
        var outcome = Assert.IsType<BatchOutcome.Infeasible>(BatchSearch.Find(Problem([Site(1, 9, double.NaN, 9, 9, 9)], job, job)));

        Assert.False(outcome.IsProven);
        Assert.Equal(UnplacedReason.CapacityShort, Assert.Single(outcome.Unplaced).Reason);
    }

    [Fact]
    public void Find_OnlyAnEjectionMakesRoom_FindsIt()
    {
        // The flexible job is cleanest where the rigid one must run.
        var plan = Assert.IsType<BatchOutcome.Planned>(BatchSearch.Find(Problem(
            [Site(1, 300, 300, 100, 100)],
            Job(2, 0, 4) with { Mode = BatchMode.Contiguous }, Job(2, 2, 4, 0.1) with { Mode = BatchMode.Contiguous })));

        Assert.Equal([new BatchRun(0, 0, 2)], plan.Runs[0]);
        Assert.Equal(600 + 20, plan.Emissions.Grams, 9);
    }

    [Fact]
    public void Find_SameSeed_SamePlan()
    {
        var problem = Random(new Random(4), 40, 4, 30, Varied(new Random(4)));

        var (first, second) = (BatchSearch.Find(problem, seed: 5), BatchSearch.Find(problem, seed: 5));

        Assert.Equal(Assert.IsType<BatchOutcome.Planned>(first).Runs.SelectMany(r => r), Assert.IsType<BatchOutcome.Planned>(second).Runs.SelectMany(r => r));
    }

    [Fact]
    public void Find_Jitter_SpreadsStartsWithinItsTolerance()
    {
        double[] valley = [.. Enumerable.Range(0, 12).Select(i => 100 + (i / 12.0)), .. Enumerable.Repeat(300.0, 12)];
        var problem = Problem([Site(100, valley)], [.. Enumerable.Repeat(Job(2, 0, 24) with { Mode = BatchMode.Contiguous }, 30)]);

        var herd = Assert.IsType<BatchOutcome.Planned>(BatchSearch.Find(problem));
        var spread = Assert.IsType<BatchOutcome.Planned>(BatchSearch.Find(problem, jitter: new BatchJitter(0.03, 1)));

        Assert.All(herd.Runs, r => Assert.Equal(0, r[0].FirstSlot));
        Assert.True(spread.Runs.GroupBy(r => r[0].FirstSlot).Max(g => g.Count()) <= 12);
        Assert.InRange(spread.Emissions.Grams, herd.Emissions.Grams, herd.Emissions.Grams * 1.03);
        Assert.Equal(spread.Emissions.Grams - herd.Emissions.Grams, spread.Jitter!.Value.Grams, 9);
    }

    [Fact]
    public void Find_Cancelled_Stops()
    {
        using var source = new CancellationTokenSource();
        var problem = Random(new Random(4), 40, 4, 30, Varied(new Random(4)));

        Assert.Throws<OperationCanceledException>(() => BatchSearch.Find(
            problem, progress: new CancelAt(source, "improve"), cancellationToken: source.Token));
    }

    private static Func<BatchJob, BatchJob> Varied(Random random) => job => job with
    {
        Mode = random.Next(3) == 0 ? BatchMode.Interruptible : BatchMode.Contiguous,
        Units = random.Next(3) == 0 ? 2 : 1,
    };

    /// <summary>Every combination of places of every job.</summary>
    private static double BruteForce(BatchProblem problem)
    {
        var load = new Dictionary<(int, int), int>();
        return Best(0);

        double Best(int index)
        {
            if (index == problem.Jobs.Count)
            {
                return 0;
            }

            var best = double.PositiveInfinity;
            foreach (var cells in Places(problem, problem.Jobs[index]))
            {
                var units = problem.Jobs[index].Units;
                if (cells.All(c => load.GetValueOrDefault(c) + units <= problem.Sites[c.Site].Capacity))
                {
                    cells.ForEach(c => load[c] = load.GetValueOrDefault(c) + units);
                    best = Math.Min(best, Best(index + 1) + cells.Sum(c => problem.Sites[c.Site].GramsPerKilowattHour[c.Slot] * problem.Jobs[index].Power.Watts / 1000));
                    cells.ForEach(c => load[c] -= units);
                }
            }

            return best;
        }
    }

    private static IEnumerable<List<(int Site, int Slot)>> Places(BatchProblem problem, BatchJob job)
    {
        var sites = Enumerable.Range(0, problem.Sites.Count).Where(s => job.Sites is null || job.Sites.Contains(s)).ToArray();
        bool Known((int Site, int Slot) c) => !double.IsNaN(problem.Sites[c.Site].GramsPerKilowattHour[c.Slot]);
        if (job.Mode == BatchMode.Contiguous)
        {
            return sites.SelectMany(site => Enumerable.Range(job.FirstSlot, job.EndSlot - job.Slots - job.FirstSlot + 1)
                .Select(start => Enumerable.Range(start, job.Slots).Select(slot => (site, slot)).ToList())).Where(cells => cells.TrueForAll(Known));
        }

        return Subsets(job.FirstSlot, job.Slots);

        IEnumerable<List<(int, int)>> Subsets(int from, int count) => count == 0
            ? [[]]
            : Enumerable.Range(from, Math.Max(0, job.EndSlot - from)).SelectMany(slot => sites.Where(s => Known((s, slot)))
                .SelectMany(site => Subsets(slot + 1, count - 1).Select(rest => rest.Prepend((site, slot)).ToList())));
    }

    private sealed class CancelAt(CancellationTokenSource source, string stage) : IProgress<BatchProgress>
    {
        public void Report(BatchProgress value)
        {
            Assert.InRange(value.Fraction, 0, 1);
            if (value.Stage == stage)
            {
                source.Cancel();
            }
        }
    }
}
