using CarbonApp.Engine.Kelp.Masks;

namespace CarbonApp.Engine.Kelp.Outline;

/// <summary>
/// The boundary of a mask as steps along the left and right ends of its runs, each with the step that follows it; the set pixels are on the left
/// of the way with north up. Step 2·run goes down the run's left end, step 2·run + 1 up its right end; the way between two steps is along the
/// line between two rows. Where two set pixels meet in a corner only, the way turns left: it stays with its pixel, and pixels
/// hang together by edges.
/// </summary>
internal static class RingSteps
{
    /// <summary>For each step the one that follows.</summary>
    public static int[] Of(RunMask mask)
    {
        var next = new int[2 * mask.RunCount];
        for (var line = 0; line <= mask.Height; line++)
        {
            Link(mask, line, next);
        }

        return next;
    }

    /// <summary>
    /// Along the line above row <paramref name="line"/>: ends of runs above and below it in the order of their columns are the ends of the stretches
    /// on which just one of the two rows is set, so each joins with its neighbour. Of one column's two, the end of a run comes before the start of
    /// one: that turns left.
    /// </summary>
    private static void Link(RunMask mask, int line, int[] next)
    {
        var (above, aboveEnd) = line == 0 ? (0, 0) : (2 * mask.FirstRun(line - 1), 2 * mask.FirstRun(line));
        var (below, belowEnd) = line == mask.Height ? (0, 0) : (2 * mask.FirstRun(line), 2 * mask.FirstRun(line + 1));
        var (first, firstArrives) = (-1, false);
        while (above < aboveEnd || below < belowEnd)
        {
            var isAbove = below >= belowEnd || (above < aboveEnd && Order(mask, above) <= Order(mask, below));
            var step = isAbove ? above++ : below++;
            // Down the left end of a run above the line, or up the right end of one below it.
            var arrives = IsStart(step) == isAbove;
            if (first < 0)
            {
                (first, firstArrives) = (step, arrives);
                continue;
            }

            next[firstArrives ? first : step] = firstArrives ? step : first;
            first = -1;
        }
    }

    private static bool IsStart(int step) => (step & 1) == 0;

    private static long Order(RunMask mask, int step)
    {
        var run = mask.AllRuns[step >> 1];
        return IsStart(step) ? (2L * run.Start) + 1 : 2L * run.End;
    }
}
