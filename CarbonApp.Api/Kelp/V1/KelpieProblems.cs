using System.Text.Json;
using CarbonApp.Api.Kelp.Analyses;
using CarbonApp.Api.Problems;
using CarbonApp.Engine.Kelp.Scenes;
using Microsoft.AspNetCore.Http.HttpResults;

namespace CarbonApp.Api.Kelp.V1;

/// <summary>Why a v1 call has no answer.</summary>
internal static class KelpieProblems
{
    /// <summary>What the analysis failed of, with its own status: 422 for want of scenes, 502 where the catalogue failed.</summary>
    public static ProblemHttpResult Failed(AnalysisResponse analysis)
    {
        var problem = analysis.Problem;
        var status = problem?.TryGetProperty("status", out var number) == true && number.TryGetInt32(out var given) ? given : 500;
        var detail = problem?.TryGetProperty("detail", out var text) == true ? text.GetString() : null;
        return Of(status, status == 500 ? KelpieCode.DataProcessingError : KelpieCode.Of(status, null, null), $"Analysis {analysis.Id} failed", detail ?? "The analysis failed.");
    }

    public static ProblemHttpResult Unfinished(AnalysisResponse analysis) => Of(
        409, KelpieCode.InvalidAnalysisId, "The analysis has no result", $"Analysis {analysis.Id} is {analysis.State} and has no layers: see /api/v2/analyses/{analysis.Id}.");

    public static ProblemHttpResult UnknownLayer(string kind, string name, IEnumerable<string> known) => Of(
        404, KelpieCode.ResourceNotFound, $"No such {kind}", $"There is no {kind} '{(name.Length <= 40 ? name : name[..40] + "…")}'; there are {string.Join(", ", known)}.");

    public static ProblemHttpResult WithoutBand(string layer, IEnumerable<SentinelBand> bands) => Of(
        404, KelpieCode.ResourceNotFound, "The scene lacks a band", $"'{layer}' is made of {string.Join(", ", bands)}, and the scene does not have them all.");

    private static ProblemHttpResult Of(int status, string kelpieCode, string title, string detail) => TypedResults.Problem(
        detail, statusCode: status, title: title, extensions: new Dictionary<string, object?> { ["code"] = ProblemCode.Of(status), [KelpieCode.Extension] = kelpieCode });
}
