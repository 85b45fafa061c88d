using System.ComponentModel;
using System.Globalization;
using CarbonApp.Api.Data;
using CarbonApp.Api.Problems;
using CarbonApp.ServiceDefaults.Settings;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace CarbonApp.Api.Jobs;

internal static class JobsEndpoint
{
    private const int MostListed = 200;

    public static void AddJobs(this IServiceCollection services)
    {
        services.AddSingleton<JobStore>();
        services.AddSingleton<JobQueue>();
        services.AddSingleton<IRetained, JobRetention>();
        services.AddSingleton<JobRunner>();
        services.AddSingleton<JobEvents>();
        services.AddSingleton<JobNews>();
        services.AddSingleton<IHearsNews>(provider => provider.GetRequiredService<JobNews>());
        services.AddHostedService<JobWorker>();
        services.AddHostedService<JobGauges>();
        services.AddSettings<JobOptions>(JobOptions.Section);
    }

    public static void MapJobs(this IEndpointRouteBuilder routes)
    {
        var v2 = routes.MapGroup("/api/v2").WithTags("Jobs");
        v2.MapGet("/jobs", ListAsync).ProducesProblem(400).WithName("jobs");
        v2.MapGet("/jobs/{id}", GetAsync).ProducesProblem(404).WithName("job");
        v2.MapDelete("/jobs/{id}", DeleteAsync).ProducesProblem(404).WithName("cancelJob");
        v2.MapGet("/jobs/{id}/events", EventsAsync).ProducesProblem(404).WithName("jobEvents");
    }

    /// <summary>Jobs, the newest first.</summary>
    /// <param name="kind"><c>backtest</c>, <c>batch</c> or <c>kelp-analysis</c>; all kinds when left out.</param>
    /// <param name="status"><c>queued</c>, <c>running</c>, <c>completed</c>, <c>failed</c> or <c>cancelled</c>; all when left out.</param>
    /// <param name="limit">Jobs to give, 1 to 200; 50 when left out.</param>
    /// <param name="before">Id of a job: only older ones. The member <c>next</c> of a page is the one for the next.</param>
    /// <response code="200">One page of them.</response>
    /// <response code="400">A parameter is none of what it may be: VALIDATION.</response>
    public static async Task<Results<Ok<JobsResponse>, ProblemHttpResult>> ListAsync(
        string? kind, string? status, string? limit, string? before, JobStore store, JobQueue queue, CancellationToken cancellationToken)
    {
        var errors = new FieldErrors();
        var count = 50;
        if (!string.IsNullOrEmpty(limit) && !(int.TryParse(limit, NumberStyles.None, CultureInfo.InvariantCulture, out count) && count is >= 1 and <= MostListed))
        {
            errors.Add("limit", $"is not a whole number from 1 to {MostListed}.");
        }

        errors.OneOf("kind", Absent(kind), [.. queue.Kinds]);
        errors.OneOf("status", Absent(status), JobStatus.All);
        if (before is { Length: > 26 } || before?.All(char.IsAsciiLetterOrDigit) == false)
        {
            errors.Add("before", "is not the id of a job.");
        }

        if (errors.Any)
        {
            return errors.ToProblem();
        }

        var rows = await store.ListAsync(Absent(kind), Absent(status), Absent(before), count + 1, cancellationToken);
        return TypedResults.Ok(new JobsResponse
        {
            Jobs = [.. rows.Take(count).Select(queue.ToResponse)],
            Next = rows.Length > count ? rows[count - 1].Id : null,
        });
    }

    /// <summary>How far a job is, and where its result is once it has one.</summary>
    /// <param name="id">ULID of the job.</param>
    /// <response code="200">The job.</response>
    /// <response code="404">No such job: NOT_FOUND.</response>
    public static async Task<Results<Ok<JobResponse>, ProblemHttpResult>> GetAsync(
        string id, JobStore store, JobQueue queue, CancellationToken cancellationToken) =>
        JobQueue.IsId(id) && await store.FindAsync(id, cancellationToken) is { } job ? TypedResults.Ok(queue.ToResponse(job)) : JobProblems.Unknown(id);

    /// <summary>Cancels a job that has not ended, whichever replica works on it; one that has ended stays as it is.</summary>
    /// <param name="id">ULID of the job.</param>
    /// <response code="200">The job after that: cancelled, or as it had ended before.</response>
    /// <response code="404">No such job: NOT_FOUND.</response>
    public static async Task<Results<Ok<JobResponse>, ProblemHttpResult>> DeleteAsync(
        string id, JobStore store, JobQueue queue, CancellationToken cancellationToken) =>
        JobQueue.IsId(id) && await store.CancelAsync(id, cancellationToken) is { } job ? TypedResults.Ok(queue.ToResponse(job)) : JobProblems.Unknown(id);

    /// <summary>The course of a job as server-sent events, until it has ended.</summary>
    /// <remarks>
    /// Events <c>progress</c> and, as the last, <c>ended</c>; the data of each is the whole job. Who reconnects is told the present state at
    /// once; with the Last-Event-ID of the last event the answer is 204, which ends a browser's EventSource.
    /// </remarks>
    /// <param name="id">ULID of the job.</param>
    /// <response code="200">The events.</response>
    /// <response code="204">The job has ended and the caller knows.</response>
    /// <response code="404">No such job: NOT_FOUND.</response>
    public static async Task<Results<ServerSentEventsResult<JobResponse>, NoContent, ProblemHttpResult>> EventsAsync(
        string id, [FromHeader(Name = "Last-Event-ID"), Description("Id of the last event heard; browsers send it by themselves when they reconnect.")] string? lastEventId, JobStore store, JobEvents events, CancellationToken cancellationToken)
    {
        if (!JobQueue.IsId(id) || await store.FindAsync(id, cancellationToken) is not { } job)
        {
            return JobProblems.Unknown(id);
        }

        return job.HasEnded && lastEventId == job.Version.ToString(CultureInfo.InvariantCulture)
            ? TypedResults.NoContent()
            : TypedResults.ServerSentEvents(events.WatchAsync(job, cancellationToken));
    }

    private static string? Absent(string? text) => string.IsNullOrEmpty(text) ? null : text;
}
