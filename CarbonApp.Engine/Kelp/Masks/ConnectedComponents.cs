namespace CarbonApp.Engine.Kelp.Masks;

/// <summary>Which neighbours belong together.</summary>
public enum Connectivity
{
    /// <summary>Those that share an edge.</summary>
    Edges,

    /// <summary>Those that share an edge or a corner.</summary>
    EdgesAndCorners,
}

/// <summary>Pieces of a mask that hang together, by union-find over the runs of neighbouring rows: the cost goes with the number of runs, not
/// of pixels. Deterministic: pieces are numbered in the order of their first pixel.</summary>
/// <remarks>Runs: Rosenfeld and Pfaltz 1966; union-find with path halving: Tarjan 1975.</remarks>
public static class ConnectedComponents
{
    /// <summary>Finds the pieces.</summary>
    /// <param name="mask">Any; is left alone.</param>
    /// <param name="connectivity">What hangs together.</param>
    /// <param name="cancellationToken">Asked once a row.</param>
    public static ComponentMap Find(RunMask mask, Connectivity connectivity, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(mask);
        var parents = new int[mask.RunCount];
        for (var run = 0; run < parents.Length; run++)
        {
            parents[run] = run;
        }

        var reach = connectivity == Connectivity.EdgesAndCorners ? 1 : 0;
        for (var row = 1; row < mask.Height; row++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            JoinToRowAbove(mask, row, reach, parents);
        }

        return ComponentMap.Of(mask, parents);
    }

    /// <summary>The mask without pieces of fewer pixels than a number; corners count as connected.</summary>
    public static RunMask RemoveSmall(RunMask mask, int leastPixels, CancellationToken cancellationToken = default)
    {
        var pieces = Find(mask, Connectivity.EdgesAndCorners, cancellationToken);
        return pieces.Keep(piece => piece.Pixels >= leastPixels);
    }

    /// <summary>The mask with its holes of up to some pixels filled. A hole hangs together by edges, as what surrounds it does by edges and
    /// corners, and does not reach the raster's edge: there it may go on outside.</summary>
    public static RunMask FillHoles(RunMask mask, int mostPixels, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(mask);
        var around = Find(mask.Complement(), Connectivity.Edges, cancellationToken);
        return around.Keep(piece => piece.Pixels > mostPixels || ReachesEdge(piece, mask)).Complement();
    }

    private static bool ReachesEdge(Component piece, RunMask mask) =>
        piece.Bounds.Column == 0 || piece.Bounds.Row == 0
        || piece.Bounds.Column + piece.Bounds.Width == mask.Width || piece.Bounds.Row + piece.Bounds.Height == mask.Height;

    private static void JoinToRowAbove(RunMask mask, int row, int reach, int[] parents)
    {
        var runs = mask.AllRuns;
        var (above, run, end) = (mask.FirstRun(row - 1), mask.FirstRun(row), mask.FirstRun(row + 1));
        var aboveEnd = run;
        while (above < aboveEnd && run < end)
        {
            if (runs[above].Start < runs[run].End + reach && runs[run].Start < runs[above].End + reach)
            {
                Join(parents, above, run);
            }

            // The run that ends first meets none of the other row's further runs: they start two columns after the longer one's end or later.
            _ = runs[above].End < runs[run].End ? above++ : run++;
        }
    }

    /// <summary>The earlier root becomes the root of both, so that a root is always its piece's first run.</summary>
    private static void Join(int[] parents, int one, int other)
    {
        var (first, second) = (Root(parents, one), Root(parents, other));
        parents[Math.Max(first, second)] = Math.Min(first, second);
    }

    private static int Root(int[] parents, int run)
    {
        while (parents[run] != run)
        {
            parents[run] = parents[parents[run]];
            run = parents[run];
        }

        return run;
    }
}
