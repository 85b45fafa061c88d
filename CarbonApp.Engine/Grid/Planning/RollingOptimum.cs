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
        var result = new double[means.Length];
        var waiting = new LinkedList<int>();
        var next = 0;
        for (var release = 0; release < means.Length; release++)
        {
            // Ascending candidates only: a later run that is cleaner makes all dirtier ones before it pointless.
            for (; next < means.Length && next <= release + windowSlots - jobSlots; next++)
            {
                while (waiting.Last is { } last && !double.IsNaN(means[next]) && means[last.Value] > means[next])
                {
                    waiting.RemoveLast();
                }

                if (!double.IsNaN(means[next]))
                {
                    waiting.AddLast(next);
                }
            }

            while (waiting.First is { } first && first.Value < release)
            {
                waiting.RemoveFirst();
            }

            result[release] = waiting.First is { } best ? means[best.Value] : double.NaN;
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
        var window = new RankedWindow(values);
        var result = new double[values.Length - jobSlots + 1];
        var next = 0;
        for (var release = 0; release < result.Length; release++)
        {
            for (; next < values.Length && next < release + windowSlots; next++)
            {
                window.Add(next);
            }

            result[release] = window.SumOfSmallest(jobSlots) / jobSlots;
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

    private static double[] MeansOfAllRuns(ReadOnlySpan<double> values, int jobSlots)
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

    /// <summary>
    /// The slots of the current window by rank of their value, in a Fenwick tree of counts and sums (Fenwick 1994): adding,
    /// removing and summing the k smallest cost O(log n).
    /// </summary>
    private sealed class RankedWindow
    {
        private readonly double[] _values;
        private readonly int[] _rank;
        private readonly int[] _count;
        private readonly double[] _sum;
        private readonly int _top;
        private int _known;

        public RankedWindow(ReadOnlySpan<double> values)
        {
            _values = values.ToArray();
            var order = Enumerable.Range(0, values.Length).ToArray();
            Array.Sort((double[])_values.Clone(), order);
            _rank = new int[values.Length];
            for (var i = 0; i < order.Length; i++)
            {
                _rank[order[i]] = i + 1;
            }

            (_count, _sum) = (new int[values.Length + 1], new double[values.Length + 1]);
            _top = (int)System.Numerics.BitOperations.RoundUpToPowerOf2((uint)values.Length + 1) >> 1;
        }

        public void Add(int slot) => Change(slot, 1);

        public void Remove(int slot) => Change(slot, -1);

        public double SumOfSmallest(int count)
        {
            if (_known < count)
            {
                return double.NaN;
            }

            var (position, missing, sum) = (0, count, 0.0);
            for (var step = _top; step > 0; step >>= 1)
            {
                var next = position + step;
                if (next < _count.Length && _count[next] <= missing)
                {
                    (position, missing, sum) = (next, missing - _count[next], sum + _sum[next]);
                }
            }

            return sum;
        }

        private void Change(int slot, int by)
        {
            if (double.IsNaN(_values[slot]))
            {
                return;
            }

            _known += by;
            for (var i = _rank[slot]; i < _count.Length; i += i & -i)
            {
                _count[i] += by;
                _sum[i] += by * _values[slot];
            }
        }
    }
}
