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

        var sweep = new StartSweep(signal, job);
        return sweep.HasStart
            ? new WindowOutcome.Planned([sweep.Best], sweep.Best.MeanIntensity, sweep.Baselines)
            : new WindowOutcome.NotCovered(sweep.LongestKnownStretch);
    }

    /// <summary>Rounding may leave a mean of zeros a hair below zero.</summary>
    internal static CarbonIntensity Intensity(double gramsPerKilowattHour) => CarbonIntensity.FromGramsPerKilowattHour(Math.Max(0, gramsPerKilowattHour));
}
