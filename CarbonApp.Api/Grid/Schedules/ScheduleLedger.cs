using CarbonApp.Api.Grid.Ledger;
using CarbonApp.Api.Grid.Plans;

namespace CarbonApp.Api.Grid.Schedules;

/// <summary>The ledger's entry of a schedule: one plan under one id, as it stands. What was superseded was never run and is no promise.</summary>
internal sealed class ScheduleLedger(PlanLog log, PlanStore plans, TimeProvider time)
{
    /// <summary>Keeps the first plan of a schedule that is kept, unless the request says that plans are not to be.</summary>
    public Task BeginAsync(PlanRequest request, PlanResponse plan) => request.Options.Store ? log.KeepAsync(request, plan) : Task.CompletedTask;

    /// <summary>
    /// A plan that stands from now on. It counts over the window of the first one and against what that one was held against: "now" moves, and with it
    /// all savings to 0.
    /// </summary>
    public async Task ContinueAsync(PlanRequest request, string planId, PlanResponse made, CancellationToken cancellationToken)
    {
        if (!request.Options.Store || await plans.FindAsync(planId, cancellationToken) is not { Plan: var first })
        {
            return;
        }

        var emissions = made.Totals.EmissionsG;
        var standing = made with
        {
            PlanId = first.PlanId,
            AsOf = first.AsOf,
            Earliest = first.Earliest,
            Baselines = new PlanBaselinesItem
            {
                RunNow = Against(first.Baselines.RunNow), MeanStart = Against(first.Baselines.MeanStart), WorstStart = Against(first.Baselines.WorstStart),
                HomeRegion = Against(first.Baselines.HomeRegion),
            },
            // How likely it beats a start at this moment is not how likely it beats one then.
            Confidence = null,
        };
        await plans.ReplaceAsync(PlanRow.Of(request, standing, time.GetUtcNow()), cancellationToken);

        BaselineItem? Against(BaselineItem? baseline) =>
            baseline is null ? null : baseline with { SavingPct = baseline.EmissionsG > 0 ? 100 * (baseline.EmissionsG - emissions) / baseline.EmissionsG : 0 };
    }

    /// <summary>Takes the plan of a job out that was not started.</summary>
    public Task EndAsync(string? planId, CancellationToken cancellationToken) => planId is null ? Task.CompletedTask : plans.RemoveAsync(planId, cancellationToken);
}
