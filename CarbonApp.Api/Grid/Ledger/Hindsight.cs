using CarbonApp.Api.Grid.Plans;

namespace CarbonApp.Api.Grid.Ledger;

/// <summary>The question of a stored plan, asked again by somebody who knows what came.</summary>
internal static class Hindsight
{
    /// <summary>
    /// The same job in the same window at the same power, whatever the catalogue of instances says by now. Nothing but emissions counts:
    /// whoever knows what came has no risk to weigh, and no budget to keep to that a forecast was held against.
    /// </summary>
    public static PlanRequest Question(StoredPlan stored)
    {
        var (request, plan) = (stored.ReadRequest(), stored.Plan);
        var job = request.Job!;
        return request with
        {
            AsOf = plan.AsOf,
            Job = job with
            {
                Earliest = plan.Earliest,
                Deadline = plan.Deadline,
                Resources = job.Resources is { InstanceType: not null } ? new PlanResources { Watts = plan.Power.Watts } : job.Resources,
            },
            Objective = request.Objective with { Risk = "mean", CarbonPriceEurPerT = 0 },
            Constraints = request.Constraints with { CarbonBudgetG = null },
            Options = new PlanOptions { Explain = false, Store = false, CompareSites = 0 },
        };
    }

    /// <summary>The question for the site that was chosen alone.</summary>
    public static PlanRequest AtChosenSite(PlanRequest question, PlanResponse plan)
    {
        var site = plan.Segments[0].Site;
        return question with
        {
            Job = question.Job! with { DataGb = null, Origin = null, MaxLatencyMs = null },
            Constraints = new PlanConstraints(),
            Sites = [new PlanSite { Provider = site.Provider, Region = site.Region, Zone = site.Region is null ? site.Zone : null, Pue = site.Pue }],
        };
    }
}
