using CarbonApp.Engine.Units;

namespace CarbonApp.Engine.Grid.Planning;

/// <summary>A job that may run at any of several sizes, and change them.</summary>
/// <param name="Work">In the unit of the profile's throughput; more than zero.</param>
/// <param name="Earliest">First instant at which it may run, UTC.</param>
/// <param name="Deadline">Instant by which it must be done, UTC, exclusive.</param>
public readonly record struct ElasticJob(double Work, DateTimeOffset Earliest, DateTimeOffset Deadline);

/// <summary>A stretch within one slot at one size.</summary>
/// <param name="Start">Inclusive, UTC.</param>
/// <param name="End">Exclusive, UTC; rounded to 100 ns where work ends within a slot.</param>
/// <param name="Level">The size, never off.</param>
/// <param name="Work">Done in the stretch, in the job's unit.</param>
/// <param name="Intensity">Of the slot.</param>
/// <param name="Energy">Drawn in the stretch.</param>
public readonly record struct ElasticPiece(
    DateTimeOffset Start, DateTimeOffset End, ScalingLevel Level, double Work, CarbonIntensity Intensity, Energy Energy)
{
    /// <summary>Emissions of the stretch.</summary>
    public Co2eMass Emissions => Intensity * Energy;
}

/// <summary>Answer of <see cref="ElasticOptimum"/>.</summary>
public abstract record ElasticOutcome
{
    private ElasticOutcome()
    {
    }

    /// <summary>A plan that does all the work.</summary>
    /// <param name="Pieces">In time order, inside [earliest, deadline).</param>
    /// <param name="Energy">Of all pieces.</param>
    /// <param name="Emissions">Of all pieces.</param>
    /// <param name="LowerBound">No plan emits less than this; the emissions themselves when the plan is the proven optimum.</param>
    /// <param name="Baselines">
    /// The same work in one piece at one size: that which needs least energy of those that finish in time when started at once.
    /// </param>
    public sealed record Planned(
        IReadOnlyList<ElasticPiece> Pieces, Energy Energy, Co2eMass Emissions, Co2eMass LowerBound, EmissionBaselines Baselines) : ElasticOutcome
    {
        /// <summary>True when no plan emits less.</summary>
        public bool IsProven => LowerBound.Grams >= Emissions.Grams;

        /// <summary>Largest part of the emissions that a better plan could save, 0 to 1.</summary>
        public double Gap => IsProven ? 0 : (Emissions.Grams - LowerBound.Grams) / Emissions.Grams;

        /// <summary>When the last piece ends.</summary>
        public DateTimeOffset Finish => Pieces[^1].End;
    }

    /// <summary>The work does not fit between earliest and deadline even at the largest size.</summary>
    /// <param name="EarliestFinish">When it would be done at the largest size from the earliest instant; the end of time when never.</param>
    public sealed record DeadlineTooTight(DateTimeOffset EarliestFinish) : ElasticOutcome;

    /// <summary>The signal knows too little of [earliest, deadline) to hold the work.</summary>
    /// <param name="Known">Known time.</param>
    /// <param name="LargestWork">What the largest size can do in it, in the job's unit.</param>
    public sealed record NotCovered(TimeSpan Known, double LargestWork) : ElasticOutcome;
}
