using CarbonApp.Engine.Grid.Planning.Placement;
using CarbonApp.Engine.Tests.Oracles;

namespace CarbonApp.Engine.Tests.Grid.Planning.Placement;

public class PlacementOptimumTests
{
    private const double AnyLatency = double.PositiveInfinity;

    [Fact]
    public void Find_CheapSiteFull_SpillsOverAndPricesItsCapacity()
    {
        var placed = Placed(Problem([6, 9], new PlacementOrigin(10, 50, [1, 3], [40, 50])));

        Assert.Equal(18, placed.Emissions.Grams, 9);
        Assert.Equal(18, placed.LowerBound.Grams, 6);
        Assert.Equal(2, placed.CapacityPrices[0], 6);
        Assert.Equal(0, placed.CapacityPrices[1]);
        Assert.Equal(3, placed.RequestPrices[0], 6);
        Assert.Equal([(0, 6L), (1, 4L)], placed.Shares.Select(s => (s.Site, s.Count)));
    }

    [Fact]
    public void Find_CleanSiteTooFar_IsNotUsed()
    {
        var placed = Placed(Problem([100, 100, 100], new PlacementOrigin(10, 50, [1, 3, 2], [50.001, 50, double.NaN])));

        Assert.Equal(1, placed.Shares.Single().Site);
    }

    [Fact]
    public void Find_UnknownIntensity_IsNotUsedAndUnknownLatencyOnlyWhereAnyWillDo()
    {
        var placed = Placed(Problem([100, 100], new PlacementOrigin(10, AnyLatency, [double.NaN, 3], [1, double.NaN])));

        Assert.Equal(1, placed.Shares.Single().Site);
    }

    [Fact]
    public void Find_RandomPlacements_EqualTheLinearProgramWithItsPrices()
    {
        var random = new Random(23);
        var (feasible, infeasible) = (0, 0);
        while (feasible < 50)
        {
            var problem = Random(random, random.Next(1, 9), random.Next(1, 7));
            var oracle = Oracle(problem);
            switch (PlacementOptimum.Find(problem))
            {
                case PlacementOutcome.Placed placed:
                    Assert.NotNull(oracle);
                    Assert.Equal(oracle.Objective, placed.Emissions.Grams, 1e-6 * Math.Max(1, oracle.Objective));
                    Assert.InRange(placed.Gap, 0, 1e-9);
                    AssertValid(problem, placed);
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

    /// <summary>What a price promises: another unit of room saves at most that, and one unit less costs at least that.</summary>
    [Fact]
    public void Find_CapacityPrices_LieBetweenWhatOneUnitMoreSavesAndOneLessCosts()
    {
        var random = new Random(3);
        for (var round = 0; round < 300; round++)
        {
            var problem = Random(random, 5, 4);
            if (PlacementOptimum.Find(problem) is not PlacementOutcome.Placed placed)
            {
                continue;
            }

            var site = random.Next(4);
            var saved = placed.Emissions.Grams - Placed(WithCapacity(problem, site, +1)).Emissions.Grams;
            Assert.True(saved <= placed.CapacityPrices[site] + 1e-6);
            if (problem.Sites[site].Capacity > 0 && PlacementOptimum.Find(WithCapacity(problem, site, -1)) is PlacementOutcome.Placed tighter)
            {
                Assert.True(tighter.Emissions.Grams - placed.Emissions.Grams >= placed.CapacityPrices[site] - 1e-6);
            }
        }
    }

    [Fact]
    public void Find_TooLittleRoom_NamesWhoIsShortAndWhoCompetesForWhat()
    {
        // Origins 0 and 1 both need site 0; origin 2 has site 1 to itself.
        var outcome = PlacementOptimum.Find(Problem(
            [5, 9],
            new PlacementOrigin(4, 10, [1, 1], [5, 20]), new PlacementOrigin(3, 10, [1, 1], [5, 20]), new PlacementOrigin(2, 10, [1, 1], [99, 5])));

        var missing = Assert.IsType<PlacementOutcome.Infeasible>(outcome);
        Assert.Equal(2, missing.Unserved.Sum(u => u.Missing));
        Assert.All(missing.Unserved, u => Assert.Equal(1, u.SitesInReach));
        Assert.Equal([0, 1], missing.Unserved.Select(u => u.Origin).Concat(missing.CompetingOrigins).Order());
        Assert.Equal([0], missing.FullSites);
    }

    [Fact]
    public void Find_NoSiteInReach_SaysSo()
    {
        var missing = Assert.IsType<PlacementOutcome.Infeasible>(PlacementOptimum.Find(Problem([5], new PlacementOrigin(4, 10, [1], [11]))));

        Assert.Equal([new UnservedOrigin(0, 4, 0)], missing.Unserved);
        Assert.Empty(missing.FullSites);
    }

    [Fact]
    public void Find_NothingAsked_IsEmptyAndHugeCountsDoNotOverflow()
    {
        Assert.Empty(Placed(Problem([])).Shares);
        Assert.Empty(Placed(Problem([5], new PlacementOrigin(0, 10, [1], [11]))).Shares);
        var huge = Placed(Problem([1L << 51, 1L << 52], new PlacementOrigin(1L << 52, AnyLatency, [1e-3, 2e3], [1, 1])));
        Assert.Equal((1L << 51) * (1e-3 + 2e3), huge.Emissions.Grams, 1e-9 * huge.Emissions.Grams);
    }

    [Fact]
    public void Find_HostileNumbers_AreRefused()
    {
        Assert.Throws<ArgumentException>(() => PlacementOptimum.Find(Problem([-1])));
        Assert.Throws<ArgumentException>(() => PlacementOptimum.Find(Problem([1], new PlacementOrigin(-1, 1, [1], [1]))));
        Assert.Throws<ArgumentException>(() => PlacementOptimum.Find(Problem([1], new PlacementOrigin(1, 1, [-1], [1]))));
        Assert.Throws<ArgumentException>(() => PlacementOptimum.Find(Problem([1], new PlacementOrigin(1, 1, [1, 2], [1]))));
        Assert.Throws<ArgumentException>(() => PlacementOptimum.Find(Problem([1], new PlacementOrigin(long.MaxValue, 1, [1], [1]))));
    }

    private static PlacementProblem Problem(IEnumerable<long> capacities, params IReadOnlyList<PlacementOrigin> origins) =>
        new(origins, [.. capacities.Select(c => new PlacementSite(c))]);

    private static PlacementProblem WithCapacity(PlacementProblem problem, int site, int change) =>
        problem with { Sites = [.. problem.Sites.Select((s, i) => i == site ? new PlacementSite(s.Capacity + change) : s)] };

    private static PlacementProblem Random(Random random, int origins, int sites)
    {
        var items = Enumerable.Range(0, origins).Select(_ => new PlacementOrigin(
            random.Next(0, 60),
            random.Next(5) == 0 ? AnyLatency : random.Next(20, 120),
            [.. Enumerable.Range(0, sites).Select(_ => random.Next(15) == 0 ? double.NaN : Math.Round(20 * random.NextDouble(), 3))],
            [.. Enumerable.Range(0, sites).Select(_ => (double)random.Next(1, 120))]));
        return Problem(Enumerable.Range(0, sites).Select(_ => (long)random.Next(0, 1 + (90 * origins / sites))), [.. items]);
    }

    private static LinearSolution? Oracle(PlacementProblem problem)
    {
        var program = new LinearProgram();
        var rooms = problem.Sites.Select(_ => new List<(int, double)>()).ToArray();
        foreach (var origin in problem.Origins.Where(o => o.Count > 0))
        {
            var ways = new List<(int, double)>();
            for (var site = 0; site < rooms.Length; site++)
            {
                if (!double.IsNaN(origin.GramsPerRequest[site]) && origin.LatencyMs[site] <= origin.MaxLatencyMs)
                {
                    ways.Add((program.AddVariable(origin.GramsPerRequest[site]), 1));
                    rooms[site].Add(ways[^1]);
                }
            }

            if (ways.Count == 0)
            {
                return null;
            }

            program.AddEqual(origin.Count, ways);
        }

        foreach (var (site, terms) in rooms.Index().Where(r => r.Item.Count > 0))
        {
            program.AddAtMost(problem.Sites[site].Capacity, terms);
        }

        return program.Minimize();
    }

    private static void AssertValid(PlacementProblem problem, PlacementOutcome.Placed placed)
    {
        Assert.All(problem.Origins.Index(), o => Assert.Equal(o.Item.Count, placed.Shares.Where(s => s.Origin == o.Index).Sum(s => s.Count)));
        Assert.All(problem.Sites.Index(), s => Assert.True(placed.Shares.Where(p => p.Site == s.Index).Sum(p => p.Count) is var load
            && (load == s.Item.Capacity || (load < s.Item.Capacity && placed.CapacityPrices[s.Index] < 1e-6))));
        Assert.All(placed.Shares, s => Assert.True(problem.Origins[s.Origin].LatencyMs[s.Site] <= problem.Origins[s.Origin].MaxLatencyMs));
    }

    private static PlacementOutcome.Placed Placed(PlacementProblem problem) => Assert.IsType<PlacementOutcome.Placed>(PlacementOptimum.Find(problem));
}
