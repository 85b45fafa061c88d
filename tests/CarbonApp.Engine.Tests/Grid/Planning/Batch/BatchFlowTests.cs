using System.Globalization;
using CarbonApp.Engine.Grid.Planning.Batch;
using CarbonApp.Engine.Tests.Oracles;
using CarbonApp.Tests.Shared;
using static CarbonApp.Engine.Tests.Grid.Planning.Batch.Batches;

namespace CarbonApp.Engine.Tests.Grid.Planning.Batch;

public class BatchFlowTests
{
    [Fact]
    public void Find_TwoJobsOneSite_ShareTheCleanSlotsAndPriceThem()
    {
        var problem = Problem([Site(1, 100, 300, 200)], Job(1, 0, 3), Job(1, 0, 3));

        var plan = Planned(problem);

        Assert.Equal(300, plan.Emissions.Grams, 9);
        Assert.Equal(300, plan.LowerBound.Grams, 9);
        Assert.True(plan.IsProven);
        Assert.InRange(plan.CapacityPrices[0][0], 100 - 1e-6, 200 + 1e-6);
        Assert.Equal(0, plan.CapacityPrices[0][1]);
    }

    [Fact]
    public void Find_DearerJob_GetsTheCleanerSlot()
    {
        var plan = Planned(Problem([Site(1, 100, 300)], Job(1, 0, 2, kilowatts: 1), Job(1, 0, 2, kilowatts: 5)));

        Assert.Equal(800, plan.Emissions.Grams, 9);
        Assert.Equal(new BatchRun(0, 0, 1), plan.Runs[1].Single());
    }

    /// <summary>Sixty jobs in six zones of 2022, hours 4000 to 4071: the published optima.</summary>
    [Theory]
    [InlineData(2, 42000.43)]
    [InlineData(3, 32451.59)]
    [InlineData(60, 23405.90)]
    public void Find_PublishedInstance_HitsThePublishedOptimum(int capacity, double grams)
    {
        var problem = Published(capacity);

        var plan = Planned(problem);

        Assert.Equal(268, problem.Jobs.Sum(j => j.Slots));
        Assert.Equal(grams, plan.Emissions.Grams, 2);
        Assert.True(plan.IsProven, $"gap {plan.Gap}");
        AssertValid(problem, plan);
    }

    [Fact]
    public void Find_RandomBatches_EqualTheLinearProgramAndProveIt()
    {
        var random = new Random(17);
        var (feasible, infeasible) = (0, 0);
        while (feasible < 50)
        {
            var problem = Random(random, random.Next(1, 14), random.Next(1, 5), random.Next(1, 12));
            var oracle = Oracle(problem)?.Objective;
            switch (BatchFlow.Find(problem))
            {
                case BatchOutcome.Planned plan:
                    Assert.NotNull(oracle);
                    Assert.Equal(oracle.Value, plan.Emissions.Grams, 1e-6 * Math.Max(1, oracle.Value));
                    Assert.True(plan.IsProven, $"gap {plan.Gap}");
                    AssertValid(problem, plan);
                    feasible++;
                    break;
                default:
                    Assert.Null(oracle);
                    infeasible++;
                    break;
            }
        }

        Assert.True(infeasible > 0, "the instances were meant to include infeasible ones");
    }

    [Fact]
    public void Find_LargerRandomBatches_AreProvenByTheirOwnPrices()
    {
        var random = new Random(5);
        for (var round = 0; round < 40; round++)
        {
            var problem = Random(random, 60, 5, 48);
            if (BatchFlow.Find(problem) is BatchOutcome.Planned plan)
            {
                AssertValid(problem, plan);
                Assert.True(plan.IsProven, $"gap {plan.Gap}");
                AssertComplementary(problem, plan);
            }
        }
    }

    [Fact]
    public void Find_CapacityShort_NamesWhoMissesHowManySlotsAndWhere()
    {
        // Three slots for two jobs of two between slots 1 and 4; the third job is elsewhere and not concerned.
        var problem = Problem([Site(1, 50, 100, 100, 100, 50)], Job(2, 1, 4), Job(2, 1, 4), Job(1, 0, 1));

        var outcome = Assert.IsType<BatchOutcome.Infeasible>(BatchFlow.Find(problem));

        Assert.True(outcome.IsProven);
        Assert.Equal(1, outcome.Unplaced.Sum(u => u.MissingSlots));
        Assert.All(outcome.Unplaced, u => Assert.Equal(UnplacedReason.CapacityShort, u.Reason));
        Assert.Equal(new CapacityShortage(2, 1, 4), outcome.Shortage);
    }

    [Fact]
    public void Find_JobsThatFailAlone_AreAllNamedWithTheirReasons()
    {
        var problem = Problem(
            [Site(1, 50, double.NaN, double.NaN, 50), Site(0, 1, 1, 1, 1)],
            Job(1, 0, 4), Job(3, 0, 2), Job(3, 0, 4), Job(1, 0, 4, 1, 1), Job(2, 3, 9));

        var outcome = Assert.IsType<BatchOutcome.Infeasible>(BatchFlow.Find(problem));

        Assert.Equal(
            [
                new UnplacedJob(1, 1, UnplacedReason.WindowTooShort),
                new UnplacedJob(2, 1, UnplacedReason.NotCovered),
                new UnplacedJob(3, 1, UnplacedReason.LargerThanAnySite),
                new UnplacedJob(4, 1, UnplacedReason.NotCovered),
            ],
            outcome.Unplaced);
        Assert.Null(outcome.Shortage);
    }

    [Fact]
    public void Find_NothingToRun_IsAnEmptyPlan()
    {
        var plan = Planned(Problem([Site(1, 100)]));

        Assert.Empty(plan.Runs);
        Assert.Equal(0, plan.Emissions.Grams);
        Assert.True(plan.IsProven);
        Assert.Empty(Planned(Problem([])).Runs);
    }

    [Fact]
    public void Find_NoSites_NamesEveryJob()
    {
        var outcome = Assert.IsType<BatchOutcome.Infeasible>(BatchFlow.Find(Problem([], Job(1, 0, 1))));

        Assert.Equal([new UnplacedJob(0, 1, UnplacedReason.LargerThanAnySite)], outcome.Unplaced);
    }

    [Fact]
    public void Find_AllIntensitiesZero_IsFeasibleAndEmitsNothing()
    {
        var plan = Planned(Problem([Site(1, 0, 0)], Job(1, 0, 2), Job(1, 0, 2)));

        Assert.Equal(0, plan.Emissions.Grams);
        Assert.True(plan.IsProven);
    }

    [Fact]
    public void Find_Cancelled_Stops()
    {
        using var source = new CancellationTokenSource();
        source.Cancel();

        Assert.Throws<OperationCanceledException>(() => BatchFlow.Find(Published(2), cancellationToken: source.Token));
    }

    [Fact]
    public void Find_ContiguousOrLargeJob_IsRefused()
    {
        Assert.Throws<ArgumentException>(() => BatchFlow.Find(Problem([Site(1, 1)], Job(1, 0, 1) with { Mode = BatchMode.Contiguous })));
        Assert.Throws<ArgumentException>(() => BatchFlow.Find(Problem([Site(2, 1)], Job(1, 0, 1) with { Units = 2 })));
    }

    [Fact]
    public void Find_Jitter_SpreadsNearlyEqualSlotsWithinItsTolerance()
    {
        // A valley of twelve slots within 1 % of each other: without jitter all thirty jobs herd into the first.
        double[] valley = [.. Enumerable.Range(0, 12).Select(i => 100 + (i / 12.0)), .. Enumerable.Repeat(300.0, 12)];
        var problem = Problem([Site(100, valley)], [.. Enumerable.Repeat(Job(1, 0, 24), 30)]);

        var (herd, spread) = (Planned(problem), Planned(problem, new BatchJitter(0.02, 1)));

        Assert.Equal(30, herd.Runs.Count(r => r[0].FirstSlot == 0));
        Assert.Null(herd.Jitter);
        Assert.True(spread.Runs.GroupBy(r => r[0].FirstSlot).Max(g => g.Count()) <= 10);
        Assert.All(spread.Runs, r => Assert.True(r[0].EndSlot <= 12));
        Assert.InRange(spread.Emissions.Grams, herd.Emissions.Grams, herd.Emissions.Grams * 1.02);
        Assert.Equal(spread.Emissions.Grams - herd.Emissions.Grams, spread.Jitter!.Value.Grams, 9);
        Assert.Equal(herd.LowerBound, spread.LowerBound);
        Assert.Equal(spread.Runs.Select(r => r[0]), Planned(problem, new BatchJitter(0.02, 1)).Runs.Select(r => r[0]));
        Assert.NotEqual(spread.Runs.Select(r => r[0]), Planned(problem, new BatchJitter(0.02, 2)).Runs.Select(r => r[0]));
    }

    internal static LinearSolution? Oracle(BatchProblem problem)
    {
        var program = new LinearProgram();
        var cells = new Dictionary<(int Site, int Slot), List<(int, double)>>();
        foreach (var job in problem.Jobs)
        {
            var all = new List<(int, double)>();
            for (var slot = job.FirstSlot; slot < job.EndSlot; slot++)
            {
                var inSlot = new List<(int, double)>();
                for (var site = 0; site < problem.Sites.Count; site++)
                {
                    var grams = problem.Sites[site].GramsPerKilowattHour[slot];
                    if (!double.IsNaN(grams) && (job.Sites is null || job.Sites.Contains(site)))
                    {
                        inSlot.Add((program.AddVariable(grams * job.Power.Watts / 1000), 1));
                        cells.TryAdd((site, slot), []);
                        cells[(site, slot)].Add((inSlot[^1].Item1, job.Units));
                    }
                }

                all.AddRange(inSlot);
                if (inSlot.Count > 0)
                {
                    program.AddAtMost(1, inSlot);
                }
            }

            if (all.Count == 0)
            {
                return null;
            }

            program.AddEqual(job.Slots, all);
        }

        foreach (var (cell, terms) in cells)
        {
            program.AddAtMost(problem.Sites[cell.Site].Capacity, terms);
        }

        return program.Minimize();
    }

    internal static BatchProblem Published(int capacity)
    {
        var header = File.ReadLines(SharedData.File("grid/zones-2022/intensity_lifecycle.csv")).First().Split(',');
        var rows = File.ReadLines(SharedData.File("grid/zones-2022/intensity_lifecycle.csv")).Skip(4001).Take(72).Select(l => l.Split(',')).ToArray();
        var sites = new[] { "DE", "FR", "GB", "PL", "ES", "NL" }.Select(zone => Array.IndexOf(header, zone))
            .Select(column => Site(capacity, [.. rows.Select(r => double.Parse(r[column], CultureInfo.InvariantCulture))]));
        var jobs = File.ReadLines(SharedData.File("grid/zones-2022/flow_instance_60jobs.csv")).Skip(1)
            .Select(line => line.Split(',').Select(cell => int.Parse(cell, CultureInfo.InvariantCulture)).ToArray())
            .Select(cells => Job(cells[3], cells[1], cells[2]));
        return Problem([.. sites], [.. jobs]);
    }

    /// <summary>A price above zero only where a cell is full.</summary>
    private static void AssertComplementary(BatchProblem problem, BatchOutcome.Planned plan)
    {
        for (var site = 0; site < problem.Sites.Count; site++)
        {
            for (var slot = 0; slot < plan.CapacityPrices[site].Count; slot++)
            {
                var load = plan.Runs.Sum(runs => runs.Count(r => r.Site == site && r.FirstSlot <= slot && slot < r.EndSlot));
                Assert.True(load == problem.Sites[site].Capacity || plan.CapacityPrices[site][slot] < 1e-6);
            }
        }
    }

    private static BatchOutcome.Planned Planned(BatchProblem problem, BatchJitter? jitter = null) =>
        Assert.IsType<BatchOutcome.Planned>(BatchFlow.Find(problem, jitter));
}
