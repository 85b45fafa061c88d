using System.ComponentModel;
using System.Text.Json;
using CarbonApp.Api.Data;
using CarbonApp.Api.Grid.Plans;
using CarbonApp.Api.Jobs;
using CarbonApp.Api.Limits;
using CarbonApp.Api.Json;
using CarbonApp.Api.Problems;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace CarbonApp.Api.Grid.Backtests;

internal static class BacktestEndpoint
{
    public static void AddBacktests(this IServiceCollection services) => services.AddSingleton<IJobHandler, BacktestRunner>();

    public static void MapBacktests(this IEndpointRouteBuilder routes)
    {
        routes.MapPost("/backtest", PostAsync)
            .WithMetadata(new RequestSizeLimitAttribute(BacktestLimits.BodyBytes))
            .ProducesProblem(400).ProducesProblem(413).ProducesProblem(422).ProducesProblem(429)
            .RequireRateLimiting(RateLimits.Optimize)
            .WithName("backtest");
        routes.MapGet("/backtest/{id}", GetAsync)
            .Produces<BacktestResponse>(200, "application/json", "text/csv").ProducesProblem(400).ProducesProblem(404).ProducesProblem(409)
            .WithName("backtestResult");
    }

    /// <summary>Asks what policies would have saved, had they placed jobs over past signals.</summary>
    /// <remarks>
    /// The answer is a job; the table is read at its <c>resultUrl</c> once it has completed. The same request over the same stored history gives the
    /// same table.
    /// </remarks>
    /// <param name="request">Zones, period, policies, jobs, and what the policies know.</param>
    /// <response code="202">The job; its address is the header Location.</response>
    /// <response code="400">The request is malformed or out of range: VALIDATION.</response>
    /// <response code="422">Understood, but without an answer: NO_SIGNAL (names the zones without stored history), UNKNOWN_ZONE, IDEMPOTENCY_MISMATCH.</response>
    /// <response code="429">Too many jobs wait.</response>
    public static async Task<Results<Accepted<JobResponse>, ProblemHttpResult>> PostAsync(
        BacktestRequest request, [FromHeader(Name = "Idempotency-Key"), Description(JobQueue.KeyDescription)] string? idempotencyKey,
        JobQueue queue, SignalStore store, CancellationToken cancellationToken)
    {
        if (!BacktestQuestion.TryRead(request, out var question, out var problem))
        {
            return problem;
        }

        var stored = (await store.ListZonesAsync(cancellationToken))
            .Where(r => r.Basis == question.Basis with { Zone = r.Basis.Zone } && r.From < question.To && r.To > question.From)
            .Select(r => r.Basis.Zone)
            .ToHashSet();
        string[] without = [.. question.Zones.Where(z => !stored.Contains(z)).Select(z => z.Value)];
        return without.Length > 0
            ? BacktestProblems.WithoutHistory(without, question)
            : await queue.PostAsync(BacktestRunner.KindName, request, idempotencyKey, cancellationToken);
    }

    /// <summary>The table of a backtest that has completed.</summary>
    /// <param name="id">ULID of the job.</param>
    /// <param name="format"><c>json</c> (the default) or <c>csv</c>, the rows only.</param>
    /// <response code="200">The table.</response>
    /// <response code="400">The format is neither: VALIDATION.</response>
    /// <response code="404">No such backtest: NOT_FOUND.</response>
    /// <response code="409">It has no result, not yet or as it was cancelled: JOB_UNFINISHED, JOB_CANCELLED.</response>
    public static async Task<Results<Utf8ContentHttpResult, ContentHttpResult, ProblemHttpResult>> GetAsync(
        string id, string? format, JobQueue queue, CancellationToken cancellationToken)
    {
        var errors = new FieldErrors();
        var form = errors.OneOf("format", string.IsNullOrEmpty(format) ? null : format, "json", "csv");
        if (errors.Any)
        {
            return errors.ToProblem();
        }

        var (result, problem) = await queue.ReadAsync(BacktestRunner.KindName, id, cancellationToken);
        return problem is not null ? problem
            : form == "json" ? TypedResults.Text(result, "application/json")
            : TypedResults.Content(BacktestAnswer.ToCsv(JsonSerializer.Deserialize(result, WireJson.Readable.BacktestResponse)!), "text/csv; charset=utf-8");
    }
}
