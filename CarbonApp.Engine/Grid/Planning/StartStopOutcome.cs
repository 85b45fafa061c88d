using CarbonApp.Engine.Units;

namespace CarbonApp.Engine.Grid.Planning;

/// <summary>From switching on to switching off.</summary>
/// <param name="Start">Switching on, UTC, inclusive.</param>
/// <param name="WorkStart">End of the start-up, UTC; equal to <paramref name="Start"/> when that takes no time.</param>
/// <param name="End">Switching off, UTC, exclusive.</param>
/// <param name="Energy">Drawn by start-up and work together.</param>
/// <param name="Emissions">Of that energy.</param>
public readonly record struct StartStopRun(DateTimeOffset Start, DateTimeOffset WorkStart, DateTimeOffset End, Energy Energy, Co2eMass Emissions);

/// <summary>Answer of <see cref="StartStopOptimum"/>.</summary>
public abstract record StartStopOutcome
{
    private StartStopOutcome()
    {
    }

    /// <summary>A plan that keeps every limit.</summary>
    /// <param name="Runs">In time order, inside [earliest, deadline); their work sums to the job's duration.</param>
    /// <param name="Energy">Of all runs.</param>
    /// <param name="Emissions">Of all runs.</param>
    /// <param name="LowerBound">No plan emits less than this; equal to the emissions when the plan is the proven optimum.</param>
    /// <param name="Baselines">The same job unplanned, with one start-up.</param>
    public sealed record Planned(
        IReadOnlyList<StartStopRun> Runs, Energy Energy, Co2eMass Emissions, Co2eMass LowerBound, EmissionBaselines Baselines) : StartStopOutcome
    {
        /// <summary>True when no plan emits less.</summary>
        public bool IsProven => LowerBound.Grams >= Emissions.Grams;

        /// <summary>Largest part of the emissions that a better plan could save, 0 to 1.</summary>
        public double Gap => IsProven ? 0 : (Emissions.Grams - LowerBound.Grams) / Emissions.Grams;
    }

    /// <summary>Start-up and work do not fit between earliest and deadline, whatever the signal.</summary>
    /// <param name="EarliestFinish">When the job would finish if started at the earliest instant; the end of time when never.</param>
    public sealed record DeadlineTooTight(DateTimeOffset EarliestFinish) : StartStopOutcome;

    /// <summary>No plan keeps all limits within what the signal knows.</summary>
    /// <param name="Known">Known time of [earliest, deadline).</param>
    /// <param name="IsProven">False when the search was too large to look at every instant, so that a plan may exist all the same.</param>
    public sealed record NoSchedule(TimeSpan Known, bool IsProven) : StartStopOutcome;
}
