using CarbonApp.Api.Data;
using CarbonApp.Api.Problems;
using Microsoft.AspNetCore.Http.HttpResults;

namespace CarbonApp.Api.Grid.Schedules;

/// <summary>Ways a call about schedules has no result.</summary>
internal static class ScheduleProblems
{
    public static ProblemHttpResult Unknown(string id) => Problem(
        404, "UNKNOWN_SCHEDULE", "The schedule is not known", $"There is no schedule '{(id.Length <= 40 ? id : id[..40] + "…")}'; ended ones are kept for a time only.");

    public static ProblemHttpResult KeyReused(string key) => Problem(
        409, "IDEMPOTENCY_KEY_REUSED", "The key belongs to another schedule",
        $"Another request was posted under the Idempotency-Key '{key}'. Use a new key for another schedule; the same key and body answer the schedule kept.");

    public static ProblemHttpResult TooLateToCancel(ScheduleRow row) => Problem(
        409, "SCHEDULE_BEGUN", "The schedule cannot be cancelled any more",
        row.State == "calling"
            ? $"Its call has begun (attempt {row.Attempts}): the receiver may have started the job. Stop it there."
            : $"It has ended: {row.State}.");

    public static ProblemHttpResult UrlRefused(string reason) => Problem(422, "URL_REFUSED", "The address may not be called", $"webhook.url: {reason}");

    public static ProblemHttpResult StoreUnavailable(UpstreamException fault) => TypedResults.Problem(
        StoreProblems.Describe(fault, "Nothing was kept: post again, with an Idempotency-Key to be sure that it is kept once."));

    private static ProblemHttpResult Problem(int status, string code, string title, string detail) =>
        TypedResults.Problem(detail, statusCode: status, title: title, extensions: new Dictionary<string, object?> { ["code"] = code });
}
