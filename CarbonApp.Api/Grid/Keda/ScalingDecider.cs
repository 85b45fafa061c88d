using System.Diagnostics;
using System.Diagnostics.Metrics;
using CarbonApp.Api.Grid.Sources;
using CarbonApp.Engine.Grid.Planning;
using CarbonApp.Engine.Grid.Regions;

namespace CarbonApp.Api.Grid.Keda;

/// <summary>
/// Decides how many replicas should run now. Where nothing is known it says all of them: work is never starved for the sake of its carbon.
/// </summary>
internal sealed class ScalingDecider(ISignalReader signals, WindowPlans plans, StoredStretches stored, TimeProvider time, IMeterFactory meters)
{
    private static readonly TimeSpan Ahead = TimeSpan.FromHours(24);

    private readonly Counter<long> _decisions = meters.Create("CarbonApp.Keda").CreateCounter<long>(
        "carbonapp.keda.decisions", "{decision}", "Decisions about ScaledObjects: active, inactive, or blind (active because nothing is known).");

    /// <summary>Replicas to run now; 0 when the workload should rest.</summary>
    public async Task<int> ReplicasAsync(ScalingWish wish, CancellationToken cancellationToken)
    {
        var replicas = wish.Rule switch
        {
            ThresholdWish threshold => await ByThresholdAsync(wish, threshold, cancellationToken),
            PlanWish plan => await ByPlanAsync(wish, plan, cancellationToken),
            StoredPlanWish plan => await ByStoredPlanAsync(wish, plan, cancellationToken),
            _ => throw new UnreachableException(),
        };
        _decisions.Add(1, new KeyValuePair<string, object?>("result", replicas switch { null => "blind", 0 => "inactive", _ => "active" }));
        return replicas ?? wish.Most;
    }

    /// <summary>Refuses a zone or plan nobody has heard of: said when the ScaledObject is made, since later it would only look like a grid of which nothing is known.</summary>
    public async Task CheckAsync(ScalingWish wish, CancellationToken cancellationToken)
    {
        if (wish.Rule is StoredPlanWish plan)
        {
            await stored.OfAsync(plan.PlanId, cancellationToken);
            return;
        }

        var now = time.GetUtcNow();
        if (GridZoneTable.Find(wish.Basis.Zone) is null
            && (await signals.ReadAsync(SignalWindow.Around(wish.Basis, now, now + Ahead), cancellationToken)).Signal.Count == 0)
        {
            throw ScalerMetadata.UnknownZone(wish.Basis.Zone.Value);
        }
    }

    private async Task<int?> ByThresholdAsync(ScalingWish wish, ThresholdWish threshold, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var signal = (await signals.ReadAsync(SignalWindow.Around(wish.Basis, now, now + Ahead), cancellationToken)).Signal;
        if (signal.SlotAt(now) is not { GramsPerKilowattHour: var current })
        {
            return null;
        }

        // The rule is made for the past, where a forecast is missing; over the coming day it says what will have been clean.
        var limit = threshold.MostGrams ?? ThresholdRule.Of(signal, now, now + Ahead, threshold.Share!.Value)!.Value.GramsPerKilowattHour;
        var cleanest = threshold.FullBelowGrams ?? ReplicaRule.Cleanest(signal, now, now + Ahead)!.Value;
        return ReplicaRule.Replicas(current, limit, cleanest, wish.Least, wish.Most);
    }

    private async Task<int?> ByPlanAsync(ScalingWish wish, PlanWish plan, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        if (plan.WindowAt(now) is not { } window)
        {
            return 0;
        }

        return await plans.StretchesAsync(wish, plan, window, cancellationToken) is { } stretches
            ? stretches.Any(s => s.Holds(now)) ? wish.Most : 0
            : null;
    }

    private async Task<int?> ByStoredPlanAsync(ScalingWish wish, StoredPlanWish plan, CancellationToken cancellationToken)
    {
        if (await stored.OfAsync(plan.PlanId, cancellationToken) is not { } stretches)
        {
            return null;
        }

        var now = time.GetUtcNow();
        var running = Array.FindIndex(stretches, s => s.Holds(now));
        return running < 0 ? 0 : Math.Min(stretches[running].Replicas ?? wish.Most, plan.MostReplicas ?? int.MaxValue);
    }
}
