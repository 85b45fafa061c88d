using CarbonApp.Api.Grid.Ledger;
using Microsoft.AspNetCore.Http.HttpResults;

namespace CarbonApp.Api.Grid.Plans;

internal static class PlanEndpoint
{
    /// <summary>Finds when and where one job should run so that it emits the least.</summary>
    /// <remarks>
    /// Over a list of sites, or any cloud region, under limits of latency, country, provider, cost and carbon. The start is exact to the
    /// second. Every time is UTC; one without an offset is taken as UTC. The same request at the same <c>asOf</c> over the same signal gives
    /// the same plan. It is kept before it is answered, unless <c>options.store</c> is false: ask for it again at
    /// <c>/api/v2/plans/{planId}</c>, report its run there, and find what came of it in the ledger.
    /// </remarks>
    /// <param name="request">The job, its sites, and what counts.</param>
    /// <response code="200">The plan.</response>
    /// <response code="400">The request is malformed or out of range: VALIDATION, INVALID_DURATION.</response>
    /// <response code="422">Understood, but without an answer: DEADLINE_TOO_TIGHT, UNKNOWN_REGION, UNKNOWN_ZONE, UNKNOWN_INSTANCE, NO_SIGNAL, HORIZON_EXCEEDED, BUDGET_EXCEEDED, NO_SITE (every site is out, each for a reason of its own).</response>
    public static async Task<Results<Ok<PlanResponse>, ProblemHttpResult>> PostAsync(
        PlanRequest request, PlanMaker plans, PlanLog log, CancellationToken cancellationToken)
    {
        var answer = await plans.MakeAsync(request, cancellationToken);
        return request.Options.Store && answer.Result is Ok<PlanResponse> { Value: { } plan }
            ? TypedResults.Ok(await log.KeepAsync(request, plan))
            : answer;
    }
}
