using CarbonApp.Api.Problems;
using Microsoft.AspNetCore.Http.HttpResults;

namespace CarbonApp.Api.Kelp.Analyses;

/// <summary>Why a call about an analysis has no answer.</summary>
internal static class AnalysisProblems
{
    public static ProblemHttpResult Unknown(string id) => DomainProblems.Of(
        404, ProblemCode.NotFound, "The analysis is not known",
        $"No analysis '{Shortened(id)}' is stored: GET /api/v2/analyses lists those there are. Old ones are dropped by age and size.");

    public static ProblemHttpResult Unfinished(AnalysisRow row) => DomainProblems.Of(
        409, ProblemCode.JobUnfinished, "The analysis has no result yet",
        $"Analysis {row.Id} is {row.Status}, {row.Progress ?? 0:P0} done: follow it at /api/v2/jobs/{row.Id}/events.");

    public static ProblemHttpResult WithoutResult(AnalysisRow row) => DomainProblems.Of(
        409, ProblemCode.JobCancelled, "The analysis has no result",
        $"Analysis {row.Id} {(row.Status == Jobs.JobStatus.Failed ? "failed: GET /api/v2/analyses/" + row.Id + " says why" : "was cancelled: post it again")}.");

    public static ProblemHttpResult NoCatalog() => DomainProblems.Of(
        503, ProblemCode.NoCatalog, "No catalogue of scenes",
        "The service is set up without a catalogue of Sentinel-2 scenes, so that nothing can be analysed: set Kelp:Catalogs, or start with --demo.");

    public static ProblemHttpResult NoScene(string detail) => DomainProblems.Of(422, ProblemCode.NoScene, "No scene shows the area", detail);

    public static ProblemHttpResult UnknownLayer(string layer, IEnumerable<string> layers) => DomainProblems.Of(
        404, ProblemCode.NotFound, "The layer is not known", $"There is no layer '{Shortened(layer)}'; there are {string.Join(", ", layers)}.");

    private static string Shortened(string text) => text.Length <= 40 ? text : text[..40] + "…";
}
