using CarbonApp.Engine.Units;

namespace CarbonApp.Engine.Grid.Planning;

/// <summary>A job's plan at one of several sites.</summary>
/// <param name="Site">Number of the site, from 0 in the order given.</param>
/// <param name="Plan">What the planner answered there.</param>
/// <param name="Emissions">Run and transfer; null when there is no plan.</param>
public readonly record struct RankedSite<TPlan>(int Site, TPlan Plan, Co2eMass? Emissions);

/// <summary>
/// The best of several sites: the least of each site's optimum plus the emissions of moving the job there. As a job runs at one
/// site, the optimum over sites and times is the best of the sites' optima.
/// </summary>
public static class SiteRanking
{
    /// <summary>Emissions that differ by less than this part of the largest count as equal, and the site given first wins.</summary>
    private const double TieTolerance = 1e-9;

    /// <summary>All sites, least emissions first, those without a plan last in the order given.</summary>
    /// <param name="sites">Per site its plan, the plan's emissions (null for none) and those of moving there.</param>
    public static IReadOnlyList<RankedSite<TPlan>> Rank<TPlan>(IReadOnlyList<(TPlan Plan, Co2eMass? Emissions, Co2eMass Transfer)> sites)
    {
        var ranked = sites.Select((s, i) => new RankedSite<TPlan>(i, s.Plan, s.Emissions + s.Transfer)).ToArray();
        var unit = ranked.Max(s => s.Emissions?.Grams) is { } largest and > 0 ? largest * TieTolerance : 1;
        return [.. ranked.OrderBy(s => s.Emissions is { } e ? Math.Round(e.Grams / unit) : double.PositiveInfinity)];
    }

    /// <summary>Emissions of a plan that draws <paramref name="energy"/>, overhead included; null when there is none.</summary>
    public static Co2eMass? EmissionsOf(WindowOutcome outcome, Energy energy) => (outcome as WindowOutcome.Planned)?.MeanIntensity * energy;

    /// <summary>Emissions of a plan; null when there is none.</summary>
    public static Co2eMass? EmissionsOf(StartStopOutcome outcome) => (outcome as StartStopOutcome.Planned)?.Emissions;

    /// <summary>Emissions of a plan; null when there is none.</summary>
    public static Co2eMass? EmissionsOf(ElasticOutcome outcome) => (outcome as ElasticOutcome.Planned)?.Emissions;
}
