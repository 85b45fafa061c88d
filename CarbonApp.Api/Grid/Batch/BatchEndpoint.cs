using System.ComponentModel;
using CarbonApp.Api.Jobs;
using CarbonApp.Api.Limits;
using CarbonApp.Api.Problems;
using CarbonApp.ServiceDefaults.Settings;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Options;

namespace CarbonApp.Api.Grid.Batch;

internal static class BatchEndpoint
{
    /// <summary>Ten thousand jobs with all their members, and room to spare.</summary>
    private const long MaxBodyBytes = 8 << 20;

    public static void AddBatch(this IServiceCollection services)
    {
        services.AddSingleton<BatchMaker>();
        services.AddSingleton<IJobHandler, BatchRunner>();
        services.AddSettings<BatchLimits>(BatchLimits.Section);
    }

    public static void MapBatch(this IEndpointRouteBuilder routes)
    {
        routes.MapPost("/plan/batch", PostAsync)
            .WithMetadata(new RequestSizeLimitAttribute(MaxBodyBytes))
            .ProducesProblem(400).ProducesProblem(413).ProducesProblem(422).ProducesProblem(429)
            .RequireRateLimiting(RateLimits.Optimize)
            .WithName("planBatch");
        routes.MapGet("/plan/batch/{id}", GetAsync)
            .Produces<BatchResponse>().ProducesProblem(404).ProducesProblem(409)
            .WithName("planBatchResult");
    }

    /// <summary>Finds when and where many jobs should run that share sites of limited capacity, so that together they emit the least.</summary>
    /// <remarks>
    /// Interruptible jobs of one unit each get the proven optimum, of any power; others a plan with its bound and gap. Jobs hold whole
    /// slots. The same request at the same <c>asOf</c> over the same signals gives the same plan.
    /// With the header <c>Prefer: respond-async</c>, or <c>options.async</c>, the answer is a job at once, which may take longer, tells its progress and can be
    /// cancelled; the plan is read at its <c>resultUrl</c>.
    /// </remarks>
    /// <param name="request">The jobs, their sites, and what counts.</param>
    /// <response code="200">The plan.</response>
    /// <response code="202">The job that will make it; its address is the header Location.</response>
    /// <response code="400">The request is malformed or out of range: VALIDATION.</response>
    /// <response code="422">Understood, but without an answer: CAPACITY_SHORT, UNPLACEABLE (both name the jobs), UNKNOWN_REGION, UNKNOWN_ZONE, NO_SIGNAL; or not planned in time: TOO_LONG.</response>
    /// <response code="429">Too many jobs wait.</response>
    public static async Task<Results<Ok<BatchResponse>, Accepted<JobResponse>, ProblemHttpResult>> PostAsync(
        BatchRequest request, [FromHeader(Name = "Prefer"), Description("respond-async: answer 202 with a job at once.")] string? prefer,
        [FromHeader(Name = "Idempotency-Key"), Description(JobQueue.KeyDescription)] string? idempotencyKey,
        BatchMaker batches, JobQueue queue, IOptions<BatchLimits> limits, TimeProvider time, CancellationToken cancellationToken)
    {
        if (!BatchQuestion.TryRead(request, time.GetUtcNow(), out var question, out var problem))
        {
            return problem;
        }

        if (request.Options.Async || prefer?.Contains("respond-async", StringComparison.OrdinalIgnoreCase) == true)
        {
            var posted = await queue.PostAsync(BatchRunner.KindName, request, idempotencyKey, cancellationToken);
            return posted.Result is Accepted<JobResponse> job ? job : (ProblemHttpResult)posted.Result;
        }

        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(TimeSpan.FromSeconds(limits.Value.LongestSeconds));
        try
        {
            var made = await batches.MakeAsync(question, progress: null, limit.Token);
            return made.Result is Ok<BatchResponse> plan ? plan : (ProblemHttpResult)made.Result;
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return DomainProblems.TooLong(
                $"{question.Jobs.Count} jobs at {question.Sites.Count} sites were not planned within {limits.Value.LongestSeconds} s (setting {BatchLimits.Section}:LongestSeconds): send fewer jobs at once, take longer slots or nearer deadlines, or allow jobs to pause, or ask with the header Prefer: respond-async.");
        }
    }

    /// <summary>The plan of a batch that was posted with respond-async and has completed.</summary>
    /// <param name="id">ULID of the job.</param>
    /// <response code="200">The plan.</response>
    /// <response code="404">No such batch: NOT_FOUND.</response>
    /// <response code="409">It has no plan, not yet or as it was cancelled: JOB_UNFINISHED, JOB_CANCELLED.</response>
    public static async Task<Results<Utf8ContentHttpResult, ProblemHttpResult>> GetAsync(string id, JobQueue queue, CancellationToken cancellationToken)
    {
        var (result, problem) = await queue.ReadAsync(BatchRunner.KindName, id, cancellationToken);
        return problem is not null ? problem : TypedResults.Text(result, "application/json");
    }
}
