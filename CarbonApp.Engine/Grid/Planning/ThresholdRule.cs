using CarbonApp.Engine.Grid.Signals;
using CarbonApp.Engine.Units;

namespace CarbonApp.Engine.Grid.Planning;

/// <summary>Waiting without any forecast: run once the grid is as clean as it was in the cleanest three tenths of the past, at the latest when the deadline forces it.</summary>
/// <remarks>The percentile threshold of suspend-and-resume schedulers (Wiesner et al., Middleware 2021; Hanafy et al., ASPLOS 2024), taken over the past because nothing else is known.</remarks>
public static class ThresholdRule
{
    /// <summary>Part of the past that counts as clean.</summary>
    public const double CleanShare = 0.3;

    /// <summary>
    /// The lowest intensity such that the grid was at most that dirty for <paramref name="share"/> of the known time in [from, to); null
    /// where nothing of it is known. Example: 100 for two hours and 300 for one: the 0.3 threshold is 100, the 0.7 threshold 300.
    /// </summary>
    /// <param name="past">What was measured; gaps are passed over.</param>
    /// <param name="from">Inclusive, UTC.</param>
    /// <param name="to">Exclusive, UTC: no later than now.</param>
    /// <param name="share">0 to 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">The share is not between 0 and 1.</exception>
    public static CarbonIntensity? Of(CarbonSignal past, DateTimeOffset from, DateTimeOffset to, double share = CleanShare)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(share);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(share, 1);
        var known = past.Slice(from, to).Slots.Where(s => !s.IsGap).OrderBy(s => s.GramsPerKilowattHour).ToList();
        var wanted = known.Sum(s => (double)(s.End - s.Start).Ticks) * share;
        var reached = 0.0;
        foreach (var slot in known)
        {
            reached += (slot.End - slot.Start).Ticks;
            if (reached >= wanted)
            {
                return CarbonIntensity.FromGramsPerKilowattHour(slot.GramsPerKilowattHour);
            }
        }

        return null;
    }

    /// <summary>Whether to run now: the grid is at or below the threshold, the deadline leaves no more time to wait, or nothing is known by which to wait.</summary>
    /// <param name="now">Instant of the question.</param>
    /// <param name="intensity">Intensity now; null when unknown, which is waited through.</param>
    /// <param name="threshold">From <see cref="Of"/>; null when there is none, and then waiting is pointless.</param>
    /// <param name="remaining">Running time still needed.</param>
    /// <param name="deadline">Instant by which it must be done.</param>
    public static bool ShouldRun(DateTimeOffset now, CarbonIntensity? intensity, CarbonIntensity? threshold, TimeSpan remaining, DateTimeOffset deadline) =>
        deadline - now <= remaining
        || threshold is not { } limit
        || (intensity is { } current && current.GramsPerKilowattHour <= limit.GramsPerKilowattHour);

    /// <summary>When a job in one piece would have started by this rule, the intensity being seen only as it comes.</summary>
    /// <param name="signal">What was measured, before and during the wait.</param>
    /// <param name="job">Duration, earliest start and deadline.</param>
    /// <param name="lookBack">Time before the earliest start over which the threshold is taken.</param>
    /// <param name="share">Part of that time that counts as clean, 0 to 1.</param>
    /// <returns>The start; past the latest start when the deadline is too tight even for the earliest.</returns>
    public static DateTimeOffset StartOf(CarbonSignal signal, MovableJob job, TimeSpan lookBack, double share = CleanShare)
    {
        var threshold = Of(signal, job.Earliest - lookBack, job.Earliest, share);
        var latest = job.Deadline - job.Duration;
        foreach (var slot in signal.Slice(job.Earliest, job.Deadline).Slots)
        {
            if (slot.Start < latest && ShouldRun(slot.Start, slot.IsGap ? null : CarbonIntensity.FromGramsPerKilowattHour(slot.GramsPerKilowattHour), threshold, job.Duration, job.Deadline))
            {
                return slot.Start;
            }
        }

        return threshold is null || latest < job.Earliest ? job.Earliest : latest;
    }
}
