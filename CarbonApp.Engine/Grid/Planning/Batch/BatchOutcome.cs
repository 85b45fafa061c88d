using CarbonApp.Engine.Units;

namespace CarbonApp.Engine.Grid.Planning.Batch;

/// <summary>A stretch of slots that a job runs at one site.</summary>
/// <param name="Site">Index of the site.</param>
/// <param name="FirstSlot">Inclusive.</param>
/// <param name="EndSlot">Exclusive.</param>
public readonly record struct BatchRun(int Site, int FirstSlot, int EndSlot);

/// <summary>Why a job found no place.</summary>
public enum UnplacedReason
{
    /// <summary>It needs more slots than lie between its first slot and its end.</summary>
    WindowTooShort,

    /// <summary>The intensity of its sites is known in too few slots of its window (in one piece, for a contiguous job).</summary>
    NotCovered,

    /// <summary>None of its sites can ever hold it: each has less capacity than it occupies.</summary>
    LargerThanAnySite,

    /// <summary>It would fit alone, but not together with the others.</summary>
    CapacityShort,
}

/// <summary>A job without a place.</summary>
/// <param name="Job">Its index.</param>
/// <param name="MissingSlots">Slots it lacks: with capacity short, in the plan that places as many as possible.</param>
/// <param name="Reason">Why.</param>
public readonly record struct UnplacedJob(int Job, int MissingSlots, UnplacedReason Reason);

/// <summary>Where capacity runs short: jobs that compete for cells all of which are full.</summary>
/// <param name="Jobs">Jobs that compete, those that did find a place included.</param>
/// <param name="FirstSlot">First full slot they compete for.</param>
/// <param name="EndSlot">End of the last one, exclusive.</param>
public readonly record struct CapacityShortage(int Jobs, int FirstSlot, int EndSlot);

/// <summary>Answer of a batch planner; a batch that cannot be placed is a case, not an exception.</summary>
public abstract record BatchOutcome
{
    private BatchOutcome()
    {
    }

    /// <summary>Every job has its slots.</summary>
    /// <param name="Runs">Per job, in time order.</param>
    /// <param name="Emissions">Of all jobs.</param>
    /// <param name="LowerBound">No plan emits less: the Lagrangian bound at <paramref name="CapacityPrices"/>, computed apart from the plan.</param>
    /// <param name="CapacityPrices">
    /// Per site and slot: gCO2eq that one more capacity unit there would save, zero or more (any one of the optimal dual solutions).
    /// </param>
    /// <param name="Jitter">What spreading the starts costs against the plan without; null where jitter was off.</param>
    public sealed record Planned(
        IReadOnlyList<IReadOnlyList<BatchRun>> Runs,
        Co2eMass Emissions,
        Co2eMass LowerBound,
        IReadOnlyList<IReadOnlyList<double>> CapacityPrices,
        Co2eMass? Jitter = null) : BatchOutcome
    {
        /// <summary>Relative gap that rounding alone explains.</summary>
        public const double RoundingGap = 1e-9;

        /// <summary>(emissions − bound) / emissions, never negative; 0 when nothing is emitted.</summary>
        public double Gap => Emissions.Grams > 0 ? Math.Max(0, (Emissions.Grams - LowerBound.Grams) / Emissions.Grams) : 0;

        /// <summary>True when the bound meets the plan, up to rounding.</summary>
        public bool IsProven => Gap <= RoundingGap;
    }

    /// <summary>Some job finds no place.</summary>
    /// <param name="Unplaced">Each such job, by index.</param>
    /// <param name="Shortage">Where capacity is short; null when every job fails by itself.</param>
    /// <param name="IsProven">True when no plan exists; false when none was found.</param>
    public sealed record Infeasible(IReadOnlyList<UnplacedJob> Unplaced, CapacityShortage? Shortage, bool IsProven) : BatchOutcome;
}
