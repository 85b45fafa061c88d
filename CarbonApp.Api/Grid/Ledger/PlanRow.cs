using CarbonApp.Api.Grid.Plans;
using CarbonApp.Api.Grid.Signals;
using CarbonApp.Engine.Grid.Signals;

namespace CarbonApp.Api.Grid.Ledger;

/// <summary>A plan on its way into the database.</summary>
/// <param name="Replay">It was made for a past instant, over what is now stored history.</param>
/// <param name="Policy">Mode of the job and what was minimised.</param>
internal sealed record PlanRow(
    string Id, DateTimeOffset MadeAt, DateTimeOffset AsOf, DateTimeOffset DueAt, bool Replay, ZoneId Zone, SignalKind Kind, EmissionFactor Factor,
    string Policy, double PromisedG, double? PromisedRunNowG, double? P10G, double? P90G, string Request, string Answer)
{
    private static readonly TimeSpan ReplayAge = TimeSpan.FromHours(1);

    public static PlanRow Of(PlanRequest request, PlanResponse plan, DateTimeOffset madeAt) => new(
        plan.PlanId,
        madeAt,
        plan.AsOf,
        plan.Deadline,
        madeAt - plan.AsOf > ReplayAge,
        ZoneId.Parse(plan.Segments[0].Site.Zone),
        WireNames.Kind(request.Objective.Signal)!.Value,
        WireNames.Factor(request.Objective.Factor)!.Value,
        PolicyOf(request),
        plan.Totals.EmissionsG,
        plan.Baselines.RunNow?.EmissionsG,
        plan.Totals.EmissionsGP10,
        plan.Totals.EmissionsGP90,
        StoredJson.Write(request),
        StoredJson.Write(plan));

    private static string PolicyOf(PlanRequest request) =>
        $"{request.Job!.Mode}:{request.Objective.Risk}{(request.Objective.CarbonPriceEurPerT > 0 ? ":priced" : "")}{(request.Objective.Accounting == "market" ? StoredPlan.Market : "")}";
}
