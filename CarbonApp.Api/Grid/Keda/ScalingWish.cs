using CarbonApp.Api.Grid.Plans;
using CarbonApp.Engine.Grid.Signals;

namespace CarbonApp.Api.Grid.Keda;

/// <summary>What a ScaledObject asks for: where, between how many replicas, and by which rule.</summary>
/// <param name="Object">Namespace and name of the ScaledObject.</param>
/// <param name="Site">The site as a plan request names it; null with a stored plan, which has its own.</param>
/// <param name="Basis">Zone, kind and factor; means nothing with a stored plan.</param>
/// <param name="Least">Replicas when it may just run.</param>
/// <param name="Most">Replicas when it should run as much as it can.</param>
internal sealed record ScalingWish(string Object, PlanSite? Site, SignalBasis Basis, int Least, int Most, ScalingRule Rule);

/// <summary>When to run.</summary>
internal abstract record ScalingRule;

/// <summary>Run while the intensity is low.</summary>
/// <param name="MostGrams">gCO2eq/kWh up to which it runs; null with a percentile.</param>
/// <param name="Share">Part of the coming 24 h that counts as clean, 0 to 1; null with a fixed limit.</param>
/// <param name="FullBelowGrams">gCO2eq/kWh at and below which all replicas run; null for the lowest of the coming 24 h.</param>
internal sealed record ThresholdWish(double? MostGrams, double? Share, double? FullBelowGrams) : ScalingRule;

/// <summary>Run while a plan made before says so, with its replicas where it has any.</summary>
/// <param name="PlanId">Id of the plan.</param>
/// <param name="MostReplicas">Replicas at most; null for as many as the plan says.</param>
internal sealed record StoredPlanWish(string PlanId, int? MostReplicas) : ScalingRule;

/// <summary>Run for a time in the cleanest stretches of a window.</summary>
/// <param name="Duration">How long in each window.</param>
/// <param name="Mode">contiguous or interruptible.</param>
/// <param name="Once">The only window; null where it recurs.</param>
/// <param name="DailyStart">Time of day at which the window opens each day, UTC.</param>
/// <param name="Length">How long it is open, at most a day.</param>
internal sealed record PlanWish(TimeSpan Duration, string Mode, (DateTimeOffset Start, DateTimeOffset End)? Once, TimeSpan DailyStart, TimeSpan Length) : ScalingRule
{
    /// <summary>The window that is open at an instant; null when none is.</summary>
    public (DateTimeOffset Start, DateTimeOffset End)? WindowAt(DateTimeOffset now)
    {
        if (Once is { } once)
        {
            return now >= once.Start && now < once.End ? once : null;
        }

        var today = new DateTimeOffset(now.UtcDateTime.Date, TimeSpan.Zero) + DailyStart;
        var start = today <= now ? today : today.AddDays(-1);
        return now < start + Length ? (start, start + Length) : null;
    }
}
