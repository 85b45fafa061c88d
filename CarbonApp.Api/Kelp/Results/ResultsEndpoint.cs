using CarbonApp.Api.Kelp.Analyses;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Net.Http.Headers;

namespace CarbonApp.Api.Kelp.Results;

internal static class ResultsEndpoint
{
    private const string GeoJson = "application/geo+json";

    public static void AddResults(this IServiceCollection services)
    {
        services.AddSingleton<FileStore>();
        services.AddSingleton<FileReader>();
    }

    public static void MapResults(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/analyses/{id}/features.geojson", FeaturesAsync).Produces(200, contentType: GeoJson).ProducesProblem(404).ProducesProblem(409).WithName("analysisFeatures");
        routes.MapGet("/analyses/{id}/timeseries.csv", TimeSeriesAsync).Produces(200, contentType: "text/csv").ProducesProblem(404).ProducesProblem(409).WithName("analysisTimeSeries");
        routes.MapGet("/analyses/{id}/report.json", ReportJsonAsync).ProducesProblem(404).ProducesProblem(409).WithName("analysisReport");
        routes.MapGet("/analyses/{id}/report.html", ReportHtmlAsync).Produces(200, contentType: "text/html").ProducesProblem(404).ProducesProblem(409).WithName("analysisReportPage");
        routes.MapGet("/analyses/{id}/stac-item.json", StacItemAsync).Produces(200, contentType: GeoJson).ProducesProblem(404).ProducesProblem(409).WithName("analysisStacItem");
    }

    /// <summary>The beds as polygons, each with its canopy, biomass and carbon; a GeoJSON FeatureCollection.</summary>
    /// <param name="id">ULID of the analysis.</param>
    /// <response code="200">The beds; none where no kelp was found.</response>
    /// <response code="404">No such analysis: NOT_FOUND.</response>
    /// <response code="409">It has no result: JOB_UNFINISHED, JOB_CANCELLED.</response>
    public static Task<Results<PushStreamHttpResult, ProblemHttpResult>> FeaturesAsync(
        string id, HttpResponse response, AnalysisAnswers answers, FileStore store, FileReader files, CancellationToken cancellationToken) =>
        SendAsync(id, ResultFiles.Features, response, answers, store, files, cancellationToken);

    /// <summary>Canopy by quarter as CSV: Kelpwatch's columns first.</summary>
    /// <param name="id">ULID of the analysis.</param>
    /// <response code="200">The table.</response>
    /// <response code="404">No such analysis: NOT_FOUND.</response>
    /// <response code="409">It has no result: JOB_UNFINISHED, JOB_CANCELLED.</response>
    public static async Task<Results<ContentHttpResult, ProblemHttpResult>> TimeSeriesAsync(string id, AnalysisAnswers answers, CancellationToken cancellationToken) =>
        await answers.ReadOrProblemAsync(id, cancellationToken) is (var result, var problem) && result is not null
            ? TypedResults.Content(TimeSeriesCsv.Write(result), "text/csv; charset=utf-8")
            : problem!;

    /// <summary>All numbers of an analysis.</summary>
    /// <param name="id">ULID of the analysis.</param>
    /// <response code="200">The numbers.</response>
    /// <response code="404">No such analysis: NOT_FOUND.</response>
    /// <response code="409">It has no result: JOB_UNFINISHED, JOB_CANCELLED.</response>
    public static async Task<Results<Ok<AnalysisResult>, ProblemHttpResult>> ReportJsonAsync(string id, AnalysisAnswers answers, CancellationToken cancellationToken) =>
        await answers.ReadOrProblemAsync(id, cancellationToken) is (var result, var problem) && result is not null ? TypedResults.Ok(result) : problem!;

    /// <summary>The report of an analysis as one page that prints well: maps, method, numbers with intervals, scenes, notices.</summary>
    /// <param name="id">ULID of the analysis.</param>
    /// <response code="200">The page.</response>
    /// <response code="404">No such analysis: NOT_FOUND.</response>
    /// <response code="409">It has no result: JOB_UNFINISHED, JOB_CANCELLED.</response>
    public static Task<Results<PushStreamHttpResult, ProblemHttpResult>> ReportHtmlAsync(
        string id, HttpResponse response, AnalysisAnswers answers, FileStore store, FileReader files, CancellationToken cancellationToken) =>
        SendAsync(id, ResultFiles.ReportHtml, response, answers, store, files, cancellationToken);

    /// <summary>The analysis as a STAC item.</summary>
    /// <param name="id">ULID of the analysis.</param>
    /// <response code="200">The item.</response>
    /// <response code="404">No such analysis: NOT_FOUND.</response>
    /// <response code="409">It has no result: JOB_UNFINISHED, JOB_CANCELLED.</response>
    public static Task<Results<PushStreamHttpResult, ProblemHttpResult>> StacItemAsync(
        string id, HttpResponse response, AnalysisAnswers answers, FileStore store, FileReader files, CancellationToken cancellationToken) =>
        SendAsync(id, ResultFiles.StacItem, response, answers, store, files, cancellationToken);

    private static async Task<Results<PushStreamHttpResult, ProblemHttpResult>> SendAsync(
        string id, string name, HttpResponse response, AnalysisAnswers answers, FileStore store, FileReader files, CancellationToken cancellationToken)
    {
        if (await answers.MissingAsync(id, cancellationToken) is { } problem)
        {
            return problem;
        }

        if (await store.FindAsync(id, name, cancellationToken) is not { } file)
        {
            return AnalysisProblems.Unknown(id);
        }

        response.ContentLength = file.Bytes;
        return TypedResults.Stream(
            stream => files.CopyToAsync(id, file, stream, cancellationToken),
            file.Media_Type,
            entityTag: new EntityTagHeaderValue($"\"{Convert.ToHexStringLower(file.Sha256)}\""));
    }
}
