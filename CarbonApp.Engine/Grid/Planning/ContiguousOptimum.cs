using System.Buffers;
using CarbonApp.Engine.Grid.Signals;
using CarbonApp.Engine.Units;

namespace CarbonApp.Engine.Grid.Planning;

/// <summary>
/// Cleanest start of a job that must run in one piece, exact for every instant and not only for slot edges.
/// </summary>
/// <remarks>
/// The emissions of [x, x+T) under a piecewise constant intensity are piecewise linear in x, with corners only where x or x+T
/// meets a slot edge. So the minimum lies on one of at most 2n+2 corners: the earliest and latest start, each edge, each
/// edge − T. A sweep visits them in order with two cursors and the signal's running integral: O(n) for n slots.
/// Example: hourly 100, 50, 200 and T = 90 min. Starting 00:30 meets half of 100 and all of 50: (50 + 50) / 1.5 = 66.67.
/// A stretch with a gap is never chosen: what is missing has no emissions to compare.
/// </remarks>
public static class ContiguousOptimum
{
    /// <summary>Two starts whose means differ by less than this part count as equal, and the earlier one wins.</summary>
    internal const double TieTolerance = 1e-9;

    /// <summary>Finds the start with the lowest mean intensity; the earliest one among equals.</summary>
    /// <param name="signal">Intensity over the job's window; gaps allowed.</param>
    /// <param name="job">Duration, earliest start and deadline.</param>
    /// <exception cref="ArgumentOutOfRangeException">The duration is zero or negative.</exception>
    public static WindowOutcome Find(CarbonSignal signal, MovableJob job)
    {
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(job.Duration, TimeSpan.Zero, nameof(job));
        if (job.Earliest + job.Duration > job.Deadline)
        {
            return new WindowOutcome.DeadlineTooTight(job.Earliest + job.Duration);
        }

        using var sweep = new StartSweep(signal, job);
        return sweep.Count == 0
            ? new WindowOutcome.NotCovered(sweep.LongestKnownStretch)
            : new WindowOutcome.Planned([Segment(sweep.Best(), job.Duration)], Intensity(sweep.Best().Mean), sweep.Baselines());
    }

    internal static CarbonIntensity Intensity(double gramsPerKilowattHour) => CarbonIntensity.FromGramsPerKilowattHour(Math.Max(0, gramsPerKilowattHour));

    private static PlanSegment Segment(StartSweep.Corner best, TimeSpan duration)
    {
        var start = new DateTimeOffset(best.Start, TimeSpan.Zero);
        return new PlanSegment(start, start + duration, Intensity(best.Mean));
    }

    /// <summary>Mean intensity at every corner of the piecewise linear objective, in time order.</summary>
    internal sealed class StartSweep : IDisposable
    {
        private readonly Corner[] _corners;
        private readonly CarbonSignal _signal;
        private readonly MovableJob _job;
        private readonly long _duration;
        private double _weightedSum;
        private double _startTime;

        public StartSweep(CarbonSignal signal, MovableJob job)
        {
            (_signal, _job, _duration) = (signal, job, job.Duration.Ticks);
            _corners = ArrayPool<Corner>.Shared.Rent((2 * signal.Count) + 2);
            var (lo, hi) = (job.Earliest.UtcTicks, job.Deadline.UtcTicks);
            var edges = signal.EdgeTicks;
            var slot = signal.Count == 0 || lo >= edges[^1] ? signal.Count : lo <= edges[0] ? 0 : signal.SlotIndexAt(lo);
            while (slot < signal.Count && edges[slot] < hi)
            {
                var runEnd = signal.RunEnd(slot);
                if (runEnd > slot)
                {
                    SweepRun(slot, runEnd, Math.Max(lo, edges[slot]), Math.Min(hi, edges[runEnd]));
                }

                slot = Math.Max(runEnd, slot + 1);
            }
        }

        public int Count { get; private set; }

        public TimeSpan LongestKnownStretch { get; private set; }

        public Corner Best()
        {
            var corners = _corners.AsSpan(0, Count);
            var lowest = double.PositiveInfinity;
            foreach (ref readonly var corner in corners)
            {
                lowest = Math.Min(lowest, corner.Mean);
            }

            var limit = lowest + (lowest * TieTolerance);
            foreach (ref readonly var corner in corners)
            {
                if (corner.Mean <= limit)
                {
                    return corner;
                }
            }

            throw new InvalidOperationException("No corner at or below the minimum of all corners.");
        }

        public PlanBaselines Baselines()
        {
            if (Count == 0)
            {
                return new PlanBaselines(_signal.Mean(_job.Earliest, _job.Earliest + _job.Duration), null, null);
            }

            var worst = 0.0;
            foreach (ref readonly var corner in _corners.AsSpan(0, Count))
            {
                worst = Math.Max(worst, corner.Mean);
            }

            // One start only (the window is as long as the job): the mean over starts is that start.
            var mean = _startTime > 0 ? _weightedSum / _startTime : _corners[0].Mean;
            var runNow = _corners[0].Start == _job.Earliest.UtcTicks ? Intensity(_corners[0].Mean) : (CarbonIntensity?)null;
            return new PlanBaselines(runNow, Intensity(worst), Intensity(mean));
        }

        public void Dispose() => ArrayPool<Corner>.Shared.Return(_corners);

        private void SweepRun(int firstSlot, int runEnd, long from, long to)
        {
            LongestKnownStretch = TimeSpan.FromTicks(Math.Max(LongestKnownStretch.Ticks, to - from));
            var latest = to - _duration;
            if (latest < from)
            {
                return;
            }

            var edges = _signal.EdgeTicks;
            var (head, tail, time) = (firstSlot, firstSlot, from);
            while (true)
            {
                while (head + 1 < runEnd && edges[head + 1] <= time)
                {
                    head++;
                }

                while (tail + 1 < runEnd && edges[tail + 1] < time + _duration)
                {
                    tail++;
                }

                Add(time, (_signal.IntegralAt(tail, time + _duration) - _signal.IntegralAt(head, time)) / _duration, time > from);
                if (time == latest)
                {
                    return;
                }

                // tail's end lies at or beyond the window's end; a window that ends exactly on it has its next corner one slot on.
                var tailEdge = edges[tail + 1] > time + _duration || tail + 1 == runEnd ? edges[tail + 1] : edges[tail + 2];
                var next = Math.Min(Math.Min(edges[head + 1], tailEdge - _duration), latest);
                time = next > time ? next : latest;
            }
        }

        private void Add(long start, double mean, bool continuesRun)
        {
            if (continuesRun)
            {
                // Linear between corners, so the trapezoid is the exact integral over starts.
                var previous = _corners[Count - 1];
                var step = (double)(start - previous.Start);
                _weightedSum += step * (previous.Mean + mean) / 2;
                _startTime += step;
            }

            _corners[Count++] = new Corner(start, mean);
        }

        internal readonly record struct Corner(long Start, double Mean);
    }
}
