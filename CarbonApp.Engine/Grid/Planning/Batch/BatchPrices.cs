namespace CarbonApp.Engine.Grid.Planning.Batch;

/// <summary>
/// Raises the bound by better prices of capacity: the subgradient method with Polyak's step (Held, Wolfe, Crowder 1974). A cell wanted
/// beyond its capacity becomes dearer, one with room to spare cheaper.
/// </summary>
internal static class BatchPrices
{
    private const int Rounds = 120;
    private const int Patience = 8;

    /// <summary>Best prices and bound found from <paramref name="start"/>.</summary>
    public static (double[] Prices, double Bound) Improve(
        BatchModel model, double[] start, double upperBound, IProgress<BatchProgress>? progress, CancellationToken cancellationToken)
    {
        var bound = new BatchBound(model);
        var (best, bestPrices) = (bound.At(start), start);
        var (prices, use, step, stalled) = ((double[])start.Clone(), new int[model.CellCount], 1.0, 0);
        for (var round = 0; round < Rounds && upperBound - best > 1e-9 * upperBound; round++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            progress?.Report(new BatchProgress("bound", (double)round / Rounds));
            use.AsSpan().Clear();
            var value = bound.At(prices, use);
            (best, bestPrices, stalled) = value > best ? (value, (double[])prices.Clone(), 0) : (best, bestPrices, stalled + 1);
            if (stalled == Patience)
            {
                (prices, step, stalled) = ((double[])bestPrices.Clone(), step / 2, 0);
                continue;
            }

            if (!Step(model, prices, use, step * (upperBound - value)))
            {
                break;
            }
        }

        return (bestPrices, best);
    }

    /// <summary>False when no cell is wanted beyond its capacity and none priced has room: the prices are optimal.</summary>
    private static bool Step(BatchModel model, double[] prices, int[] use, double rise)
    {
        var norm = 0.0;
        for (var cell = 0; cell < prices.Length; cell++)
        {
            double excess = use[cell] - model.Capacity[model.SiteOf(cell)];
            norm += excess > 0 || prices[cell] > 0 ? excess * excess : 0;
        }

        for (var cell = 0; cell < prices.Length && norm > 0; cell++)
        {
            prices[cell] = Math.Max(0, prices[cell] + (rise / norm * (use[cell] - model.Capacity[model.SiteOf(cell)])));
        }

        return norm > 0;
    }
}
