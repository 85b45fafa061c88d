using System.ComponentModel;
using CarbonApp.Api.Problems;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace CarbonApp.Api.Grid.Schedules;

internal static class SchedulesEndpoint
{
    private const int DefaultLimit = 50;
    private const int MostLimit = 200;

    private static readonly string[] States = ["waiting", "calling", "delivered", "failed", "cancelled"];

    public static void MapSchedules(this IEndpointRouteBuilder v2)
    {
        v2.MapPost("/schedules", PostAsync).WithName("postSchedule").ProducesProblem(400).ProducesProblem(409).ProducesProblem(422).ProducesProblem(503);
        v2.MapGet("/schedules", ListAsync).WithName("schedules").ProducesProblem(400);
        v2.MapGet("/schedules/{id}", GetAsync).WithName("schedule").ProducesProblem(404);
        v2.MapDelete("/schedules/{id}", DeleteAsync).WithName("cancelSchedule").ProducesProblem(404).ProducesProblem(409);
    }

    /// <summary>Keeps a job, plans it again as forecasts change, and calls an address once when it is to start.</summary>
    /// <remarks>
    /// The call is made at least once, never early, and always in time for the deadline; each attempt carries the same <c>webhook-id</c>.
    /// Posting again under the same Idempotency-Key answers the schedule kept. Where nothing is known of the grid, the job is kept with
    /// the last start that meets its deadline, and planned as soon as something is known.
    /// </remarks>
    /// <param name="request">The job, and what to call.</param>
    /// <response code="200">The schedule was kept before, under the same Idempotency-Key.</response>
    /// <response code="201">The schedule is kept.</response>
    /// <response code="400">The request is malformed or out of range: VALIDATION, INVALID_DURATION.</response>
    /// <response code="409">IDEMPOTENCY_KEY_REUSED: the key was used for another request.</response>
    /// <response code="422">Understood, but not to be done: URL_REFUSED, or a problem of the plan such as DEADLINE_TOO_TIGHT or UNKNOWN_REGION.</response>
    /// <response code="503">STORE_UNAVAILABLE, STORE_FULL: the database does not answer or has no room, nothing was kept.</response>
    public static Task<Results<Created<ScheduledJobResponse>, Ok<ScheduledJobResponse>, ProblemHttpResult>> PostAsync(
        ScheduledJobRequest request,
        [FromHeader(Name = "Idempotency-Key")]
        [Description("Makes posting again harmless: up to 200 letters, digits and -_.: such as a UUID.")]
        string? idempotencyKey,
        ScheduleIntake intake, CancellationToken cancellationToken) => intake.TakeAsync(request, idempotencyKey, cancellationToken);

    /// <summary>Lists schedules, newest first.</summary>
    /// <param name="state">Only those in this state: waiting, calling, delivered, failed or cancelled.</param>
    /// <param name="before">Only those posted before this one: the <c>next</c> of the page before.</param>
    /// <param name="limit">Most schedules in the answer, 1 to 200; 50 when left out.</param>
    /// <response code="400">A parameter is out of range: VALIDATION.</response>
    public static async Task<Results<Ok<ScheduleListResponse>, ProblemHttpResult>> ListAsync(
        ScheduleStore store, CancellationToken cancellationToken, string? state = null, string? before = null, int limit = DefaultLimit)
    {
        if (limit is < 1 or > MostLimit)
        {
            return DomainProblems.Invalid("limit", $"{limit} lies outside 1 to {MostLimit}.");
        }

        if (state is not null && !States.Contains(state))
        {
            return DomainProblems.Invalid("state", $"is not one of {string.Join(", ", States)}.");
        }

        if (before is not null && !IsId(before))
        {
            return DomainProblems.Invalid("before", "is not the id of a schedule.");
        }

        var rows = await store.ListAsync(state, before, limit + 1, cancellationToken);
        return TypedResults.Ok(new ScheduleListResponse
        {
            Schedules = [.. rows.Take(limit).Select(r => r.ToItem())],
            Next = rows.Count > limit ? rows[limit - 1].Id : null,
        });
    }

    /// <summary>A schedule: its state, plan, changes of plan, and attempts to call.</summary>
    /// <param name="id">ULID of the schedule.</param>
    /// <response code="404">UNKNOWN_SCHEDULE.</response>
    public static async Task<Results<Ok<ScheduledJobResponse>, ProblemHttpResult>> GetAsync(string id, ScheduleStore store, CancellationToken cancellationToken) =>
        IsId(id) && await store.FindAsync(id, cancellationToken) is { } row ? TypedResults.Ok(row.ToResponse()) : ScheduleProblems.Unknown(id);

    /// <summary>Cancels a schedule whose call has not begun; one that is cancelled already stays so.</summary>
    /// <param name="id">ULID of the schedule.</param>
    /// <response code="404">UNKNOWN_SCHEDULE.</response>
    /// <response code="409">SCHEDULE_BEGUN: its call has begun or it has ended.</response>
    public static async Task<Results<Ok<ScheduledJobResponse>, ProblemHttpResult>> DeleteAsync(
        string id, ScheduleStore store, ScheduleLedger ledger, TimeProvider time, CancellationToken cancellationToken)
    {
        var row = IsId(id) ? await store.CancelAsync(id, time.GetUtcNow(), cancellationToken) ?? await store.FindAsync(id, cancellationToken) : null;
        if (row?.State == "cancelled")
        {
            await ledger.EndAsync(row.ReadPlan().PlanId, cancellationToken);
        }

        return row is null ? ScheduleProblems.Unknown(id)
            : row.State == "cancelled" ? TypedResults.Ok(row.ToResponse())
            : ScheduleProblems.TooLateToCancel(row);
    }

    private static bool IsId(string text) => text.Length == 26 && text.All(char.IsAsciiLetterOrDigit);
}
