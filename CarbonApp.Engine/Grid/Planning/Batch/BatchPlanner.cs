namespace CarbonApp.Engine.Grid.Planning.Batch;

/// <summary>The best plan there is for a batch: the exact flow where it applies, the search with its bound elsewhere.</summary>
public static class BatchPlanner
{
    /// <inheritdoc cref="BatchSearch.Find"/>
    public static BatchOutcome Find(
        BatchProblem problem, int seed = 0, BatchJitter? jitter = null, IProgress<BatchProgress>? progress = null, CancellationToken cancellationToken = default) =>
        problem.Jobs.All(j => j is { Mode: BatchMode.Interruptible, Units: 1 })
            ? BatchFlow.Find(problem, jitter, progress, cancellationToken)
            : BatchSearch.Find(problem, seed, jitter, progress, cancellationToken);
}
