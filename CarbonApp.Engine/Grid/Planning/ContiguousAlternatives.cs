using CarbonApp.Engine.Grid.Signals;

namespace CarbonApp.Engine.Grid.Planning;

/// <summary>The next best starts of a job that runs in one piece, for a person to choose from.</summary>
/// <remarks>
/// The best start, then the best of all that begin at least some time before or after those already named, and so on: each one
/// is the exact optimum of the starts left over (<see cref="ContiguousOptimum"/>), not only of slot edges. O(n) each.
/// </remarks>
public static class ContiguousAlternatives
{
    /// <summary>Means that differ by less than this part count as equal, and the earlier start wins.</summary>
    private const double TieTolerance = 1e-9;

    /// <summary>Finds up to <paramref name="count"/> starts, the best first; fewer when the window holds no more.</summary>
    /// <param name="signal">Intensity over the job's window; gaps are never run through.</param>
    /// <param name="job">Duration, earliest start and deadline.</param>
    /// <param name="count">Most starts wanted, 1 or more; the optimum is the first.</param>
    /// <param name="separation">Least time between any two starts, more than zero; the job's duration for plans that do not overlap.</param>
    /// <exception cref="ArgumentOutOfRangeException">Duration, count or separation is zero or negative.</exception>
    public static IReadOnlyList<PlanSegment> Find(CarbonSignal signal, MovableJob job, int count, TimeSpan separation)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(separation, TimeSpan.Zero);
        // Starts never lie farther apart than the window is long.
        separation = separation < job.Deadline - job.Earliest ? separation : job.Deadline - job.Earliest;
        var found = new List<PlanSegment>();
        var best = new List<(MovableJob Window, PlanSegment Run)>();
        AddBestOf(job);
        while (found.Count < count && best.Count > 0)
        {
            var lowest = best.Min(b => b.Run.MeanIntensity.GramsPerKilowattHour);
            var (window, run) = best.Where(b => b.Run.MeanIntensity.GramsPerKilowattHour <= lowest * (1 + TieTolerance)).MinBy(b => b.Run.Start);
            found.Add(run);
            best.RemoveAll(b => b.Window == window);
            AddBestOf(window with { Deadline = run.Start - separation + job.Duration });
            AddBestOf(window with { Earliest = run.Start + separation });
        }

        return found;

        void AddBestOf(MovableJob window)
        {
            if (ContiguousOptimum.Find(signal, window) is WindowOutcome.Planned planned)
            {
                best.Add((window, planned.Segments[0]));
            }
        }
    }
}
