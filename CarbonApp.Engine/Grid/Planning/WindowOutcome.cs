using CarbonApp.Engine.Grid.Signals;
using CarbonApp.Engine.Units;

namespace CarbonApp.Engine.Grid.Planning;

/// <summary>A job that may be moved in time: how long it runs, and between which instants.</summary>
/// <param name="Duration">Running time; more than zero.</param>
/// <param name="Earliest">First instant at which it may run, UTC: the later of "now" and its release.</param>
/// <param name="Deadline">Instant by which it must have finished, UTC, exclusive.</param>
public readonly record struct MovableJob(TimeSpan Duration, DateTimeOffset Earliest, DateTimeOffset Deadline);

/// <summary>An uninterrupted stretch of a plan.</summary>
/// <param name="Start">Inclusive, UTC.</param>
/// <param name="End">Exclusive, UTC.</param>
/// <param name="MeanIntensity">Time-weighted mean over the stretch.</param>
public readonly record struct PlanSegment(DateTimeOffset Start, DateTimeOffset End, CarbonIntensity MeanIntensity)
{
    /// <summary>Length of the stretch.</summary>
    public TimeSpan Duration => End - Start;
}

/// <summary>What the same job would meet if nobody planned, run in one piece under the same signal.</summary>
/// <param name="RunNow">Mean intensity when started at the earliest instant; null where the signal does not cover that.</param>
/// <param name="WorstStart">Mean intensity from the dirtiest start.</param>
/// <param name="MeanStart">Expectation over all starts, each equally likely.</param>
public sealed record PlanBaselines(CarbonIntensity? RunNow, CarbonIntensity? WorstStart, CarbonIntensity? MeanStart);

/// <summary>Answer of the planner; a job that cannot be planned is a case, not an exception.</summary>
public abstract record WindowOutcome
{
    private WindowOutcome()
    {
    }

    /// <summary>The proven optimum.</summary>
    /// <param name="Segments">In time order, never adjoining, inside [earliest, deadline); their lengths sum to the duration.</param>
    /// <param name="MeanIntensity">Mean over all segments, weighted by time.</param>
    /// <param name="Baselines">The same job unplanned.</param>
    public sealed record Planned(IReadOnlyList<PlanSegment> Segments, CarbonIntensity MeanIntensity, PlanBaselines Baselines) : WindowOutcome;

    /// <summary>The job does not fit between earliest and deadline, whatever the signal.</summary>
    /// <param name="EarliestFinish">When it would finish if started at the earliest instant.</param>
    public sealed record DeadlineTooTight(DateTimeOffset EarliestFinish) : WindowOutcome;

    /// <summary>The signal knows too little of [earliest, deadline) to hold the job.</summary>
    /// <param name="Known">For a contiguous job the longest stretch without a gap, for an interruptible one all known time.</param>
    public sealed record NotCovered(TimeSpan Known) : WindowOutcome;
}
