using CarbonApp.Api.Kelp.Analyses;
using CarbonApp.Api.Limits;
using CarbonApp.ServiceDefaults.Settings;
using Microsoft.AspNetCore.Http.HttpResults;

namespace CarbonApp.Api.Kelp.V1;

/// <summary>The calls of Kelpie Carbon v1, at their old addresses.</summary>
internal static class KelpieEndpoints
{
    private const string Png = "image/png";

    public static void AddKelpie(this IServiceCollection services)
    {
        services.AddSettings<KelpieOptions>(KelpieOptions.Section);
        services.AddSingleton<KelpieRuns>();
        services.AddSingleton<KelpieMetrics>();
    }

    public static void MapKelpie(this IEndpointRouteBuilder routes)
    {
        var api = routes.MapGroup("/api").WithTags("Kelpie v1").AddEndpointFilter<KelpieMetrics>();
        Errors(api.MapPost("/run", RunAsync).RequireRateLimiting(RateLimits.Optimize).WithName("kelpieRun"), 400, 422, 502, 503);
        Errors(api.MapPost("/imagery/analyze-and-cache", ImageryEndpoint.PostAsync).RequireRateLimiting(RateLimits.Optimize).WithName("kelpieAnalyze"), 400, 422, 502, 503);
        Errors(api.MapGet("/imagery/health", ImageryEndpoint.HealthAsync).Produces<ImageryHealth>(503).WithName("kelpieImageryHealth"));
        Errors(api.MapGet("/imagery/{id}/rgb", ImageryEndpoint.RgbAsync).Produces(200, contentType: Png).WithName("kelpieRgb"), 404, 409);
        Errors(api.MapGet("/imagery/{id}/false-color", ImageryEndpoint.FalseColorAsync).Produces(200, contentType: Png).WithName("kelpieFalseColor"), 404, 409);
        Errors(api.MapGet("/imagery/{id}/spectral/{index}", ImageryEndpoint.SpectralAsync).Produces(200, contentType: Png).WithName("kelpieSpectral"), 404, 409);
        Errors(api.MapGet("/imagery/{id}/mask/{mask}", ImageryEndpoint.MaskAsync).Produces(200, contentType: Png).WithName("kelpieMask"), 400, 404, 409);
        Errors(api.MapGet("/imagery/{id}/biomass", ImageryEndpoint.BiomassAsync).Produces(200, contentType: Png).WithName("kelpieBiomass"), 400, 404, 409);
        Errors(api.MapGet("/imagery/{id}/metadata", ImageryEndpoint.MetadataAsync).WithName("kelpieMetadata"), 404, 409);
        Errors(api.MapDelete("/imagery/{id}", ImageryEndpoint.DeleteAsync).WithName("kelpieDelete"), 404);
    }

    /// <summary>Kelp around a place: analyses, waits for the end, and answers in v1's members with the numbers beside its sentences.</summary>
    /// <param name="request">Place and days.</param>
    /// <response code="200">The numbers.</response>
    /// <response code="202">The analysis takes longer than a call may wait and goes on: ask the same again later.</response>
    /// <response code="400">A member is missing or out of range.</response>
    /// <response code="422">No scene shows the place in those days: SATELLITE_DATA_ERROR.</response>
    /// <response code="502">The catalogue of scenes did not answer: EXTERNAL_SERVICE_ERROR.</response>
    /// <response code="503">The service is set up without a catalogue of scenes: SERVICE_UNAVAILABLE.</response>
    public static async Task<Results<Ok<RunResponse>, Accepted<KelpiePending>, ProblemHttpResult>> RunAsync(
        RunRequest request, KelpieRuns runs, CancellationToken cancellationToken) =>
        await runs.RunAsync(request, bufferKm: null, maxCloud: null, cancellationToken) switch
        {
            { Analysis: { } analysis } => TypedResults.Ok(KelpieAnswers.Of(request, analysis)),
            { Pending: { } pending } => TypedResults.Accepted($"/api/v2/analyses/{pending.AnalysisId}", pending),
            var run => run.Problem!,
        };

    private static void Errors(RouteHandlerBuilder route, params ReadOnlySpan<int> statuses)
    {
        foreach (var status in statuses)
        {
            route.Produces<KelpieErrorResponse>(status);
        }
    }
}
