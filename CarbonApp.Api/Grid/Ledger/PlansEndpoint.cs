using System.Text.Json;
using CarbonApp.Api.Problems;
using Microsoft.AspNetCore.Http.HttpResults;

namespace CarbonApp.Api.Grid.Ledger;

internal static class PlansEndpoint
{
    /// <summary>A plan as it was made, how it was run, and what came of it.</summary>
    /// <param name="id">The plan's <c>planId</c>.</param>
    /// <response code="200">The plan; its outcome is pending until its window has passed and is measured.</response>
    /// <response code="404">No plan is stored under the id: UNKNOWN_PLAN.</response>
    public static async Task<Results<Ok<StoredPlanResponse>, ProblemHttpResult>> GetAsync(
        string id, PlanStore store, Settlements settlements, CancellationToken cancellationToken)
    {
        if (await store.FindAsync(id, cancellationToken) is not { } plan)
        {
            return DomainProblems.UnknownPlan(id);
        }

        return TypedResults.Ok(await AnswerAsync(plan, store, settlements, cancellationToken));
    }

    /// <summary>Reports how a plan was run; what was reported before is replaced.</summary>
    /// <remarks>
    /// Answered with the plan and its outcome: settled at once where the plan's window has passed and its intensity is measured, else pending.
    /// Reporting the same again changes nothing. Energy that is left out counts at the plan's mean power.
    /// </remarks>
    /// <param name="id">The plan's <c>planId</c>.</param>
    /// <param name="request">When it ran, and what it drew.</param>
    /// <response code="200">The plan with its run.</response>
    /// <response code="400">A time or number is malformed, or cannot be: VALIDATION.</response>
    /// <response code="404">No plan is stored under the id: UNKNOWN_PLAN.</response>
    public static async Task<Results<Ok<StoredPlanResponse>, ProblemHttpResult>> PostActualsAsync(
        string id, ActualsRequest request, PlanStore store, Settlements settlements, TimeProvider time, CancellationToken cancellationToken)
    {
        if (await store.FindAsync(id, cancellationToken) is not { } plan)
        {
            return DomainProblems.UnknownPlan(id);
        }

        var now = time.GetUtcNow();
        if (!ActualsReader.TryRead(request, plan.Plan, now, out var run, out var problem))
        {
            return problem;
        }

        return await store.ReportAsync(id, JsonSerializer.Serialize(run, JsonSerializerOptions.Web), now, cancellationToken)
            && await store.FindAsync(id, cancellationToken) is { } reported
            ? TypedResults.Ok(await AnswerAsync(reported, store, settlements, cancellationToken))
            : DomainProblems.UnknownPlan(id);
    }

    /// <summary>Settles a plan that can be, so that nobody who looks has to wait for the next pass.</summary>
    private static async Task<StoredPlanResponse> AnswerAsync(StoredPlan plan, PlanStore store, Settlements settlements, CancellationToken cancellationToken)
    {
        if (plan.Settled_At is not null)
        {
            return LedgerAnswer.Of(plan, waitingFor: null);
        }

        var missing = await settlements.TrySettleAsync(plan, cancellationToken);
        return LedgerAnswer.Of(missing is null ? await store.FindAsync(plan.Id, cancellationToken) ?? plan : plan, missing);
    }
}
