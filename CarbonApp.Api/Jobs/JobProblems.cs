using CarbonApp.Api.Problems;
using Microsoft.AspNetCore.Http.HttpResults;

namespace CarbonApp.Api.Jobs;

/// <summary>Why a call about a job has no answer.</summary>
internal static class JobProblems
{
    public static ProblemHttpResult Unknown(string id) => DomainProblems.NotFound(
        $"No job '{Shortened(id)}' is known: jobs are dropped some weeks after they end. GET /api/v2/jobs lists those there are.");

    public static ProblemHttpResult BadKey() => DomainProblems.Invalid(
        "Idempotency-Key", $"is not a name: expected up to {JobQueue.LongestKey} letters, digits and -_.: such as a ULID.");

    public static ProblemHttpResult OtherRequest(string id) => DomainProblems.Of(
        422, ProblemCode.IdempotencyMismatch, "The key belongs to another request",
        $"Job {id} was posted under the same Idempotency-Key with another body: use a new key for a new request.");

    public static ProblemHttpResult QueueFull(int most) => DomainProblems.Of(
        429, ProblemCode.TooManyRequests, "Too many jobs wait", $"{most} jobs wait already (setting {JobOptions.Section}:MostQueued): try again later, or add replicas.");

    public static ProblemHttpResult Unfinished(JobRow job) => DomainProblems.Of(
        409, ProblemCode.JobUnfinished, "The job has no result yet",
        $"Job {job.Id} is {job.Status}, {job.Progress:P0} done: follow it at /api/v2/jobs/{job.Id}.");

    public static ProblemHttpResult Cancelled(JobRow job) => DomainProblems.Of(
        409, ProblemCode.JobCancelled, "The job was cancelled", $"Job {job.Id} was cancelled and has no result: post it again.");

    private static string Shortened(string text) => text.Length <= 40 ? text : text[..40] + "…";
}
