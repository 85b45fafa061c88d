namespace CarbonApp.Engine.Grid.Planning;

/// <summary>
/// The optimum of one job for every release time of a regular signal at once, as backtests and published means need it: a job
/// released at slot i may run in slots [i, i + window), cut at the end of the signal.
/// </summary>
/// <remarks>
/// Equal to asking <see cref="ContiguousOptimum"/> or <see cref="InterruptibleOptimum"/> at each release on a slot edge, with
/// durations of whole slots, but neighbouring windows share their work: O(n) and O(n log n) for n slots instead of O(n × window).
/// </remarks>
public static class RollingOptimum
{
    /// <summary>Mean intensity of the best contiguous run for every release at which the whole job still fits.</summary>
    /// <param name="values">gCO2eq/kWh per slot, NaN for a gap.</param>
    /// <param name="jobSlots">Length of the job in slots, 1 to the number of slots.</param>
    /// <param name="windowSlots">Slots from release to deadline; at least <paramref name="jobSlots"/>.</param>
    /// <returns>gCO2eq/kWh for releases 0 … n − job; NaN where every stretch of the window holds a gap.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The job does not fit the window or the signal.</exception>
    public static double[] ContiguousMeans(ReadOnlySpan<double> values, int jobSlots, int windowSlots)
    {
        Check(values.Length, jobSlots, windowSlots);
        var means = MeansOfAllRuns(values, jobSlots);
        var starts = ContiguousStarts(values, jobSlots, windowSlots);
        return Array.ConvertAll(starts, start => start < 0 ? double.NaN : means[start]);
    }

    /// <summary>First slot of the best contiguous run for every release at which the whole job still fits; the earliest among equals.</summary>
    /// <param name="values">gCO2eq/kWh per slot, NaN for a gap.</param>
    /// <param name="jobSlots">Length of the job in slots, 1 to the number of slots.</param>
    /// <param name="windowSlots">Slots from release to deadline; at least <paramref name="jobSlots"/>.</param>
    /// <returns>Slots for releases 0 … n − job; −1 where every stretch of the window holds a gap.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The job does not fit the window or the signal.</exception>
    public static int[] ContiguousStarts(ReadOnlySpan<double> values, int jobSlots, int windowSlots)
    {
        Check(values.Length, jobSlots, windowSlots);
        var means = MeansOfAllRuns(values, jobSlots);
        var result = new int[means.Length];

        // Candidates in order of time, each cleaner than those before it would be without it: a later run that is cleaner makes all
        // dirtier ones before it pointless.
        var waiting = new int[means.Length];
        var (first, end, next) = (0, 0, 0);
        for (var release = 0; release < means.Length; release++)
        {
            for (; next < means.Length && next - release <= windowSlots - jobSlots; next++)
            {
                if (double.IsNaN(means[next]))
                {
                    continue;
                }

                while (end > first && means[waiting[end - 1]] > means[next])
                {
                    end--;
                }

                waiting[end++] = next;
            }

            while (first < end && waiting[first] < release)
            {
                first++;
            }

            result[release] = first < end ? waiting[first] : -1;
        }

        return result;
    }

    /// <summary>Mean intensity of the cleanest slots for every release at which the whole job still fits.</summary>
    /// <param name="values">gCO2eq/kWh per slot, NaN for a gap.</param>
    /// <param name="jobSlots">Length of the job in slots, 1 to the number of slots.</param>
    /// <param name="windowSlots">Slots from release to deadline; at least <paramref name="jobSlots"/>.</param>
    /// <returns>gCO2eq/kWh for releases 0 … n − job; NaN where the window has fewer known slots than the job needs.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The job does not fit the window or the signal.</exception>
    public static double[] InterruptibleMeans(ReadOnlySpan<double> values, int jobSlots, int windowSlots)
    {
        Check(values.Length, jobSlots, windowSlots);
        return InterruptibleMeans(SlotRanks.Of(values), values.ToArray(), jobSlots, windowSlots);
    }

    /// <summary>Mean of <paramref name="measured"/> over the slots that rank lowest, for every release at which the whole job still fits.</summary>
    internal static double[] InterruptibleMeans(SlotRanks ranks, double[] measured, int jobSlots, int windowSlots)
    {
        var window = new RankedWindow(ranks, measured);
        var result = new double[measured.Length - jobSlots + 1];
        var next = 0;
        for (var release = 0; release < result.Length; release++)
        {
            for (; next < measured.Length && next - release < windowSlots; next++)
            {
                window.Add(next);
            }

            result[release] = window.SumOfLowest(jobSlots) / jobSlots;
            window.Remove(release);
        }

        return result;
    }

    private static void Check(int slots, int jobSlots, int windowSlots)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(jobSlots, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(jobSlots, slots);
        ArgumentOutOfRangeException.ThrowIfLessThan(windowSlots, jobSlots);
    }

    /// <summary>Mean of the run that begins at each slot; NaN where it holds a gap.</summary>
    internal static double[] MeansOfAllRuns(ReadOnlySpan<double> values, int jobSlots)
    {
        var means = new double[values.Length - jobSlots + 1];
        var (sum, gaps) = (0.0, 0);
        for (var i = 0; i < values.Length; i++)
        {
            (sum, gaps) = double.IsNaN(values[i]) ? (sum, gaps + 1) : (sum + values[i], gaps);
            if (i >= jobSlots)
            {
                var leaving = values[i - jobSlots];
                (sum, gaps) = double.IsNaN(leaving) ? (sum, gaps - 1) : (sum - leaving, gaps);
            }

            if (i >= jobSlots - 1)
            {
                means[i - jobSlots + 1] = gaps == 0 ? sum / jobSlots : double.NaN;
            }
        }

        return means;
    }
}
