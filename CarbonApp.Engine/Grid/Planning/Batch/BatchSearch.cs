using CarbonApp.Engine.Units;

namespace CarbonApp.Engine.Grid.Planning.Batch;

/// <summary>
/// A clean plan of any batch, with a bound on how much cleaner another could be: for jobs in one piece, or of several capacity units,
/// whose optimum is NP-hard to find. Deterministic for a seed.
/// </summary>
/// <remarks>
/// The flow that lets every job be cut in pieces gives prices of capacity and a first bound, subgradient steps a better one. Jobs are
/// placed in order of regret; those without a place, and those far from their best one, push others out who look for another place
/// in turn (ejection chains: Glover 1996); parts of the plan are then torn out and rebuilt (Schrimpf et al. 2000) while that pays.
/// </remarks>
public static class BatchSearch
{
    /// <summary>Finds a plan and its bound.</summary>
    /// <param name="problem">Jobs of any kind, and sites.</param>
    /// <param name="seed">Same seed, same plan.</param>
    /// <param name="jitter">Spreads jobs over nearly equal slots; off when null.</param>
    /// <param name="progress">Told of each stage.</param>
    /// <param name="cancellationToken">Stops the search.</param>
    /// <exception cref="ArgumentException">A number is out of range.</exception>
    public static BatchOutcome Find(
        BatchProblem problem, int seed = 0, BatchJitter? jitter = null, IProgress<BatchProgress>? progress = null, CancellationToken cancellationToken = default)
    {
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

        var prices = network.Prices();
        var state = new BatchState(model);
        var builder = new BatchBuilder(state, prices, new Random(seed), progress, cancellationToken);
        if (!builder.Build())
        {
            return Unplaced(state);
        }

        (prices, var bound) = BatchPrices.Improve(model, prices, state.Total, progress, cancellationToken);
        builder.Improve(bound, prices);
        var runs = Runs(state);
        var plan = new BatchOutcome.Planned(runs, model.TotalOf(runs), Co2eMass.FromGrams(Math.Max(0, bound)), [.. prices.Chunk(Math.Max(1, model.Slots))]);
        return jitter is { Tolerance: > 0 } ? Spread(problem, model, plan, prices, seed, jitter, progress, cancellationToken) : plan;
    }

    /// <summary>The same search where every job sees costs raised by its own random share of the tolerance; kept when within it.</summary>
    private static BatchOutcome.Planned Spread(
        BatchProblem problem, BatchModel model, BatchOutcome.Planned plan, double[] prices, int seed, BatchJitter jitter, IProgress<BatchProgress>? progress, CancellationToken cancellationToken)
    {
        var state = new BatchState(new BatchModel(problem, jitter));
        var builder = new BatchBuilder(state, prices, new Random(seed), progress, cancellationToken);
        if (builder.Build())
        {
            builder.Improve(0, prices);
            var runs = Runs(state);
            var emissions = model.TotalOf(runs);
            if (emissions.Grams <= plan.Emissions.Grams * (1 + jitter.Tolerance))
            {
                return plan with { Runs = runs, Emissions = emissions, Jitter = Co2eMass.FromGrams(Math.Max(0, emissions.Grams - plan.Emissions.Grams)) };
            }
        }

        return plan with { Jitter = Co2eMass.FromGrams(0) };
    }

    private static BatchOutcome.Infeasible Unplaced(BatchState state) => new(
        [.. Enumerable.Range(0, state.Model.Jobs.Count).Where(j => state.CellsOf(j) is null).Select(j => new UnplacedJob(j, state.Model.Jobs[j].Slots, UnplacedReason.CapacityShort))],
        Shortage: null,
        IsProven: false);

    private static List<BatchRun>[] Runs(BatchState state) =>
        [.. Enumerable.Range(0, state.Model.Jobs.Count).Select(job => state.Model.Runs(state.CellsOf(job)!))];
}
