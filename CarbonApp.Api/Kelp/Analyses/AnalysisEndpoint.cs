using System.ComponentModel;
using System.Globalization;
using CarbonApp.Api.Data;
using CarbonApp.Api.Jobs;
using CarbonApp.Api.Kelp.Analyses.Pipeline;
using CarbonApp.Api.Kelp.Results;
using CarbonApp.Api.Limits;
using CarbonApp.Api.Problems;
using CarbonApp.ServiceDefaults.Settings;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace CarbonApp.Api.Kelp.Analyses;

internal static class AnalysisEndpoint
{
    private const int MostListed = 200;
    private const long MostBodyBytes = 2 << 20;

    public static void AddAnalyses(this IServiceCollection services)
    {
        services.AddSettings<AnalysisOptions>(AnalysisOptions.Section);
        services.AddSingleton<AnalysisStore>();
        services.AddSingleton<AnalysisIntake>();
        services.AddSingleton<AnalysisQueue>();
        services.AddSingleton<AnalysisAnswers>();
        services.AddSingleton<PassWork>();
        services.AddSingleton<SceneWork>();
        services.AddSingleton<ResultWork>();
        services.AddSingleton<LayerWork>();
        services.AddSingleton<ReportWork>();
        services.AddSingleton<IJobHandler, AnalysisRunner>();
        services.AddSingleton<IRetained, AnalysisRetention>();
    }

    public static void MapAnalyses(this IEndpointRouteBuilder routes)
    {
        routes.MapPost("/analyses", PostAsync)
            .WithMetadata(new RequestSizeLimitAttribute(MostBodyBytes))
            .RequireRateLimiting(RateLimits.Optimize)
            .ProducesProblem(400).ProducesProblem(413).ProducesProblem(422).ProducesProblem(429).ProducesProblem(503)
            .WithName("postAnalysis");
        routes.MapGet("/analyses", ListAsync).ProducesProblem(400).WithName("analyses");
        routes.MapGet("/analyses/{id}", GetAsync).ProducesProblem(404).WithName("analysis");
        routes.MapPost("/analyses/{id}/cancel", CancelAsync).ProducesProblem(404).WithName("cancelAnalysis");
        routes.MapDelete("/analyses/{id}", DeleteAsync).ProducesProblem(404).WithName("deleteAnalysis");
    }

    /// <summary>Asks how much kelp an area holds.</summary>
    /// <remarks>
    /// The answer is an analysis that is worked on; follow it at its <c>links.events</c>, read it at its address. The same request gives the analysis
    /// that was made before, unless that one failed, was cancelled, or <c>refresh</c> is true.
    /// </remarks>
    /// <param name="request">Area, period, species, detector and tide.</param>
    /// <response code="202">The analysis; its address is the header Location.</response>
    /// <response code="400">The request is malformed or out of range: VALIDATION.</response>
    /// <response code="422">The Idempotency-Key belongs to another request: IDEMPOTENCY_MISMATCH.</response>
    /// <response code="429">Too many jobs wait, or the caller has asked for as many analyses as a minute allows.</response>
    /// <response code="503">The service is set up without a catalogue of scenes: NO_CATALOG.</response>
    public static async Task<Results<Accepted<AnalysisResponse>, ProblemHttpResult>> PostAsync(
        AnalysisRequest request, [FromHeader(Name = "Idempotency-Key"), Description(JobQueue.KeyDescription)] string? idempotencyKey,
        AnalysisIntake intake, AnalysisQueue queue, AnalysisAnswers answers, CancellationToken cancellationToken)
    {
        if (!intake.TryRead(request, out var question, out var problem))
        {
            return problem;
        }

        var (id, refusal) = await queue.PostAsync(question, request.Refresh, idempotencyKey, cancellationToken);
        return refusal is null && await answers.FindAsync(id!, cancellationToken) is { } analysis
            ? TypedResults.Accepted($"/api/v2/analyses/{id}", analysis with { Result = null })
            : refusal ?? AnalysisProblems.Unknown(id!);
    }

    /// <summary>Analyses, the newest first.</summary>
    /// <param name="state"><c>queued</c>, <c>running</c>, <c>completed</c>, <c>failed</c> or <c>cancelled</c>; all when left out.</param>
    /// <param name="limit">Analyses to give, 1 to 200; 50 when left out.</param>
    /// <param name="before">Id of an analysis: only older ones. The member <c>next</c> of a page is the one for the next.</param>
    /// <response code="200">One page of them.</response>
    /// <response code="400">A parameter is none of what it may be: VALIDATION.</response>
    public static async Task<Results<Ok<AnalysesResponse>, ProblemHttpResult>> ListAsync(
        string? state, string? limit, string? before, AnalysisStore store, CancellationToken cancellationToken)
    {
        var errors = new FieldErrors();
        var count = 50;
        if (!string.IsNullOrEmpty(limit) && !(int.TryParse(limit, NumberStyles.None, CultureInfo.InvariantCulture, out count) && count is >= 1 and <= MostListed))
        {
            errors.Add("limit", $"is not a whole number from 1 to {MostListed}.");
        }

        errors.OneOf("state", string.IsNullOrEmpty(state) ? null : state, JobStatus.All);
        if (!string.IsNullOrEmpty(before) && !JobQueue.IsId(before))
        {
            errors.Add("before", "is not the id of an analysis.");
        }

        if (errors.Any)
        {
            return errors.ToProblem();
        }

        var rows = await store.ListAsync(string.IsNullOrEmpty(state) ? null : state, string.IsNullOrEmpty(before) ? null : before, count + 1, cancellationToken);
        return TypedResults.Ok(new AnalysesResponse
        {
            Analyses = [.. rows.Take(count).Select(AnalysisAnswers.ToItem)],
            Next = rows.Length > count ? rows[count - 1].Id : null,
        });
    }

    /// <summary>How far an analysis is, and its numbers once it has completed.</summary>
    /// <param name="id">ULID of the analysis.</param>
    /// <response code="200">The analysis.</response>
    /// <response code="404">No such analysis: NOT_FOUND.</response>
    public static async Task<Results<Ok<AnalysisResponse>, ProblemHttpResult>> GetAsync(string id, AnalysisAnswers answers, CancellationToken cancellationToken) =>
        await answers.FindAsync(id, cancellationToken) is { } analysis ? TypedResults.Ok(analysis) : AnalysisProblems.Unknown(id);

    /// <summary>Stops an analysis that has not ended, whichever replica works on it; one that has ended stays as it is.</summary>
    /// <param name="id">ULID of the analysis.</param>
    /// <response code="200">The analysis after that.</response>
    /// <response code="404">No such analysis: NOT_FOUND.</response>
    public static async Task<Results<Ok<AnalysisResponse>, ProblemHttpResult>> CancelAsync(
        string id, JobStore jobs, AnalysisAnswers answers, CancellationToken cancellationToken)
    {
        if (await answers.FindAsync(id, cancellationToken) is not { } analysis)
        {
            return AnalysisProblems.Unknown(id);
        }

        await jobs.CancelAsync(id, cancellationToken);
        return TypedResults.Ok(await answers.FindAsync(id, cancellationToken) ?? analysis);
    }

    /// <summary>Removes an analysis with all its results; stops it first if it has not ended.</summary>
    /// <param name="id">ULID of the analysis.</param>
    /// <response code="204">It is gone.</response>
    /// <response code="404">No such analysis: NOT_FOUND.</response>
    public static async Task<Results<NoContent, ProblemHttpResult>> DeleteAsync(
        string id, JobStore jobs, AnalysisStore store, FileReader files, CancellationToken cancellationToken)
    {
        if (!JobQueue.IsId(id) || await store.ReadRequestAsync(id, cancellationToken) is null)
        {
            return AnalysisProblems.Unknown(id);
        }

        // First, so that the replica that works on it hears of it.
        await jobs.CancelAsync(id, cancellationToken);
        await store.DeleteAsync(id, cancellationToken);
        files.Forget(id);
        return TypedResults.NoContent();
    }
}
