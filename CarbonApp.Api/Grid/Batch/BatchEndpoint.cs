using CarbonApp.Api.Problems;
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
        services.AddOptions<BatchLimits>().BindConfiguration(BatchLimits.Section).ValidateDataAnnotations().ValidateOnStart();
    }

    public static void MapBatch(this IEndpointRouteBuilder routes) => routes.MapPost("/plan/batch", PostAsync)
        .WithMetadata(new RequestSizeLimitAttribute(MaxBodyBytes))
        .ProducesProblem(400).ProducesProblem(413).ProducesProblem(422)
        .WithName("planBatch");

    /// <summary>Finds when and where many jobs should run that share sites of limited capacity, so that together they emit the least.</summary>
    /// <remarks>
    /// Interruptible jobs of one unit each get the proven optimum, of any power; others a plan with its bound and gap. Jobs hold whole
    /// slots. The same request at the same <c>asOf</c> over the same signals gives the same plan.
    /// </remarks>
    /// <param name="request">The jobs, their sites, and what counts.</param>
    /// <response code="200">The plan.</response>
    /// <response code="400">The request is malformed or out of range: VALIDATION.</response>
    /// <response code="422">Understood, but without an answer: CAPACITY_SHORT, UNPLACEABLE (both name the jobs), UNKNOWN_REGION, UNKNOWN_ZONE, NO_SIGNAL; or not planned in time: TOO_LONG.</response>
    public static async Task<Results<Ok<BatchResponse>, ProblemHttpResult>> PostAsync(
        BatchRequest request, BatchMaker batches, IOptions<BatchLimits> limits, TimeProvider time, CancellationToken cancellationToken)
    {
        if (!BatchQuestion.TryRead(request, time.GetUtcNow(), out var question, out var problem))
        {
            return problem;
        }

        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(TimeSpan.FromSeconds(limits.Value.LongestSeconds));
        try
        {
            return await batches.MakeAsync(question, progress: null, limit.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return DomainProblems.TooLong(
                $"{question.Jobs.Count} jobs at {question.Sites.Count} sites were not planned within {limits.Value.LongestSeconds} s (setting {BatchLimits.Section}:LongestSeconds): send fewer jobs at once, take longer slots or nearer deadlines, or allow jobs to pause.");
        }
    }
}
