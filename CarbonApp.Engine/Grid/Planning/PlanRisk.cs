using CarbonApp.Engine.Units;

namespace CarbonApp.Engine.Grid.Planning;

/// <summary>By what a plan is chosen when the intensity may turn out in several ways.</summary>
public enum RiskMeasure
{
    /// <summary>The lowest expected emissions.</summary>
    Mean,

    /// <summary>The lowest emissions that are not exceeded in nine cases of ten.</summary>
    P90,

    /// <summary>The smallest of the largest regrets: never far from the best that could have been done (Savage 1951).</summary>
    MinimaxRegret,
}

/// <summary>What a plan may turn out to emit, per kWh that it uses: multiplied by its energy these are grams.</summary>
/// <param name="ChanceBetterThanRunNow">Part of the scenarios in which it emits less than the same job run at once in one piece; null for a plan that is just that, or where that is not known.</param>
/// <param name="ExpectedRegret">Mean over scenarios of what it emits more than the best plan of that scenario.</param>
/// <param name="WorstRegret">Largest of those.</param>
/// <param name="P10">Mean intensity that one scenario in ten does not reach.</param>
/// <param name="P90">Mean intensity that one scenario in ten exceeds.</param>
/// <param name="Scenarios">Scenarios weighed, all equally likely.</param>
public sealed record PlanRisk(
    double? ChanceBetterThanRunNow, CarbonIntensity ExpectedRegret, CarbonIntensity WorstRegret, CarbonIntensity P10, CarbonIntensity P90, int Scenarios);

/// <summary>Answer of a planner that weighs scenarios.</summary>
public abstract record RiskOutcome
{
    private RiskOutcome()
    {
    }

    /// <summary>The plan chosen.</summary>
    /// <param name="Segments">In time order, never adjoining; their means are those expected.</param>
    /// <param name="MeanIntensity">Mean expected over all segments, weighted by time.</param>
    /// <param name="Baselines">The same job unplanned, as expected.</param>
    /// <param name="Risk">How it may turn out.</param>
    public sealed record Planned(IReadOnlyList<PlanSegment> Segments, CarbonIntensity MeanIntensity, PlanBaselines Baselines, PlanRisk Risk) : RiskOutcome;

    /// <summary>There is no plan.</summary>
    /// <param name="Reason">Too tight a deadline, or too little known.</param>
    public sealed record Unplanned(WindowOutcome Reason) : RiskOutcome;
}
