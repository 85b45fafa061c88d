using CarbonApp.Engine.Units;

namespace CarbonApp.Engine.Grid.Planning.Batch;

/// <summary>
/// The cleanest plan of many interruptible jobs under capacity: exact for jobs that each occupy one capacity unit, whatever power
/// they draw, as the cheapest flow job → (job, slot) → (site, slot) → sink is whole-numbered.
/// </summary>
/// <remarks>
/// Example: one site with capacity 1 and intensities 100, 300 and 200; two jobs of one slot and 1 kW over slots of 1 h share slots 0
/// and 2: 300 g. One unit more in slot 0 would save 100 g.
/// </remarks>
public static class BatchFlow
{
    /// <summary>Finds the optimum and proves it: the bound is computed apart from the flow, from its prices alone.</summary>
    /// <param name="problem">Jobs, all interruptible and of one unit, and sites.</param>
    /// <param name="jitter">Spreads jobs over nearly equal slots; off when null.</param>
    /// <param name="progress">Told of each round.</param>
    /// <param name="cancellationToken">Stops the search.</param>
    /// <exception cref="ArgumentException">A job is contiguous, occupies more than one unit, or a number is out of range.</exception>
    public static BatchOutcome Find(
        BatchProblem problem, BatchJitter? jitter = null, IProgress<BatchProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        if (problem.Jobs.Any(j => j.Mode != BatchMode.Interruptible || j.Units != 1))
        {
            throw new ArgumentException($"The flow is exact for interruptible jobs of one capacity unit; {nameof(BatchSearch)} plans others.", nameof(problem));
        }

        var model = new BatchModel(problem);
        if (BatchFeasibility.Hopeless(model) is { Count: > 0 } hopeless)
        {
            return new BatchOutcome.Infeasible(hopeless, Shortage: null, IsProven: true);
        }

        var network = BatchNetwork.Solve(model, progress, cancellationToken);
        if (BatchShortage.Find(model, network) is { } infeasible)
        {
            return infeasible;
        }

        var plan = Plan(model, network);
        return jitter is { Tolerance: > 0 } ? Spread(problem, model, plan, jitter, progress, cancellationToken) : plan;
    }

    private static BatchOutcome.Planned Plan(BatchModel model, BatchNetwork network)
    {
        var prices = network.Prices();
        var runs = Runs(model, network);
        return new BatchOutcome.Planned(
            runs, model.TotalOf(runs), Co2eMass.FromGrams(Math.Max(0, new BatchBound(model).At(prices))), [.. prices.Chunk(Math.Max(1, model.Slots))]);
    }

    /// <summary>
    /// The optimum where every job's costs are raised by its own random share of the tolerance, at most: its real emissions exceed
    /// the optimum by no more than the tolerance, as it is no dearer than the raised optimum.
    /// </summary>
    private static BatchOutcome.Planned Spread(
        BatchProblem problem, BatchModel model, BatchOutcome.Planned optimum, BatchJitter jitter, IProgress<BatchProgress>? progress, CancellationToken cancellationToken)
    {
        var raised = new BatchModel(problem, jitter);
        var network = BatchNetwork.Solve(raised, progress, cancellationToken);
        var runs = Runs(raised, network);
        var emissions = model.TotalOf(runs);
        return optimum with { Runs = runs, Emissions = emissions, Jitter = Co2eMass.FromGrams(Math.Max(0, emissions.Grams - optimum.Emissions.Grams)) };
    }

    private static List<BatchRun>[] Runs(BatchModel model, BatchNetwork network) => [.. BatchDeal.Cells(model, network).Select(model.Runs)];
}
