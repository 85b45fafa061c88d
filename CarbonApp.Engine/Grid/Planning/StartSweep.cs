using CarbonApp.Engine.Grid.Signals;

namespace CarbonApp.Engine.Grid.Planning;

/// <summary>
/// One pass over all corners of the mean intensity as a function of a contiguous run's start, in time order: its minimum, its
/// maximum and its integral. See <see cref="ContiguousOptimum"/> for why corners suffice.
/// </summary>
internal ref struct StartSweep
{
    /// <summary>Two starts whose means differ by less than this part count as equal, and the earlier one wins.</summary>
    private const double TieTolerance = 1e-9;

    private readonly CarbonSignal _signal;
    private readonly MovableJob _job;
    private readonly long _duration;
    private double _lowest = double.PositiveInfinity;
    private double _bestMean = double.PositiveInfinity;
    private long _bestStart;
    private double _highest = double.NegativeInfinity;
    private double _runNow = double.NaN;
    private double _integral;
    private double _startTime;

    public StartSweep(CarbonSignal signal, MovableJob job)
    {
        (_signal, _job, _duration) = (signal, job, job.Duration.Ticks);
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

    /// <summary>True when at least one start has a known mean.</summary>
    public readonly bool HasStart => !double.IsPositiveInfinity(_bestMean);

    /// <summary>Longest stretch of the window without a gap.</summary>
    public TimeSpan LongestKnownStretch { get; private set; }

    /// <summary>The best start as the only segment of a plan.</summary>
    public readonly PlanSegment Best
    {
        get
        {
            var start = new DateTimeOffset(_bestStart, TimeSpan.Zero);
            return new PlanSegment(start, start + _job.Duration, ContiguousOptimum.Intensity(_bestMean));
        }
    }

    public readonly PlanBaselines Baselines
    {
        get
        {
            if (!HasStart)
            {
                return new PlanBaselines(null, null, null);
            }

            // A window as long as the job has one start only, and no time over which to average.
            var mean = _startTime > 0 ? _integral / _startTime : _bestMean;
            return new PlanBaselines(
                double.IsNaN(_runNow) ? null : ContiguousOptimum.Intensity(_runNow),
                ContiguousOptimum.Intensity(_highest),
                ContiguousOptimum.Intensity(mean));
        }
    }

    private void SweepRun(int firstSlot, int runEnd, long from, long to)
    {
        LongestKnownStretch = TimeSpan.FromTicks(Math.Max(LongestKnownStretch.Ticks, to - from));
        var latest = to - _duration;
        if (latest < from)
        {
            return;
        }

        var edges = _signal.EdgeTicks;
        var values = _signal.GramsPerKilowattHour;
        var integral = _signal.Integral;
        var (head, tail, time) = (firstSlot, firstSlot, from);
        while (tail + 1 < runEnd && edges[tail + 1] <= time + _duration)
        {
            tail++;
        }

        var mean = MeanFrom(time, edges, values, integral, head, tail);
        if (time == _job.Earliest.UtcTicks)
        {
            _runNow = mean;
        }

        Consider(time, mean);
        while (time < latest)
        {
            var next = Math.Min(Math.Min(edges[head + 1], edges[tail + 1] - _duration), latest);
            head += next == edges[head + 1] ? 1 : 0;
            tail += next == edges[tail + 1] - _duration && tail + 1 < runEnd ? 1 : 0;
            var following = MeanFrom(next, edges, values, integral, head, tail);

            // Linear between corners, so the trapezoid is the exact integral over starts.
            double step = next - time;
            _integral += step * (mean + following) / 2;
            _startTime += step;
            (time, mean) = (next, following);
            Consider(time, mean);
        }
    }

    private readonly double MeanFrom(long start, ReadOnlySpan<long> edges, ReadOnlySpan<double> values, ReadOnlySpan<double> integral, int head, int tail)
    {
        var end = start + _duration;
        return head == tail
            ? values[head]
            : (integral[tail] - integral[head] + (values[tail] * (end - edges[tail])) - (values[head] * (start - edges[head]))) / _duration;
    }

    private void Consider(long start, double mean)
    {
        _highest = Math.Max(_highest, mean);
        _lowest = Math.Min(_lowest, mean);
        if (_bestMean - _lowest > _lowest * TieTolerance)
        {
            (_bestStart, _bestMean) = (start, mean);
        }
    }
}
