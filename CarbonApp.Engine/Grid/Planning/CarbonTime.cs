using CarbonApp.Engine.Grid.Signals;

namespace CarbonApp.Engine.Grid.Planning;

/// <summary>The start that saves most per time until the job is done, for those who pay for waiting.</summary>
/// <remarks>
/// The Carbon-Time policy (Hanafy et al., "Going Green for Less Green", ASPLOS 2024): the largest (C_now − C_i) / (i + L), i being the wait, L
/// the job's length and C the job's emissions at either start. Between two corners C is linear in i, the quotient then monotone,
/// so its maximum over all instants lies on a corner: O(n log n) for n slots.
/// Example: 1 h job, hours of 100, 90 and 40. Waiting 1 h saves 10 in 2 h, waiting 2 h saves 60 in 3 h: it waits 2 h.
/// </remarks>
public static class CarbonTime
{
    /// <summary>The chosen start; at once where no wait saves anything, the earliest one among equals.</summary>
    /// <param name="guess">What is believed of the time to come, such as the day before or a mean day; gaps are never chosen.</param>
    /// <param name="job">Duration, earliest start and deadline.</param>
    /// <returns><see cref="WindowOutcome.NotCovered"/> where running at once is not known throughout: there is nothing to compare with.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The duration is zero or negative.</exception>
    public static WindowOutcome Find(CarbonSignal guess, MovableJob job)
    {
        var optimum = ContiguousOptimum.Find(guess, job);
        if (optimum is not WindowOutcome.Planned { Baselines.RunNow: { } runNow } planned)
        {
            return optimum is WindowOutcome.Planned ? new WindowOutcome.NotCovered(TimeSpan.Zero) : optimum;
        }

        var (start, mean, highest) = (job.Earliest, runNow, 0.0);
        foreach (var corner in StartCorners.Of(guess, job))
        {
            var at = new DateTimeOffset(corner, TimeSpan.Zero);
            var there = guess.Mean(at, at + job.Duration)!.Value;
            var saved = runNow.GramsPerKilowattHour - there.GramsPerKilowattHour;
            var rate = saved / (at - job.Earliest + job.Duration).TotalHours;
            (start, mean, highest) = rate > highest * (1 + 1e-9) ? (at, there, rate) : (start, mean, highest);
        }

        return planned with { Segments = [new PlanSegment(start, start + job.Duration, mean)], MeanIntensity = mean };
    }
}
