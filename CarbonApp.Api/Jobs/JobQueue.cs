using CarbonApp.Api.Problems;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Options;

namespace CarbonApp.Api.Jobs;

/// <summary>The queue as features see it: post a job, read its result, both as answers of a call.</summary>
internal sealed class JobQueue(JobStore store, IEnumerable<IJobHandler> handlers, IOptions<JobOptions> options, TimeProvider time)
{
    public const int LongestKey = 200;

    private readonly Dictionary<string, IJobHandler> _handlers = handlers.ToDictionary(h => h.Kind, StringComparer.Ordinal);

    /// <summary>Kinds there are.</summary>
    public IEnumerable<string> Kinds => _handlers.Keys;

    /// <summary>Stores a job, or finds the one posted before under the same key, and answers 202 with it and its address.</summary>
    /// <param name="kind">Kind of a registered handler.</param>
    /// <param name="request">JSON the handler will be given; the same for the same question.</param>
    /// <param name="key">The header Idempotency-Key; null or empty: always a new job.</param>
    /// <param name="cancellationToken">Ends the wait for Postgres.</param>
    public async Task<Results<Accepted<JobResponse>, ProblemHttpResult>> PostAsync(string kind, string request, string? key, CancellationToken cancellationToken)
    {
        if (key is { Length: > LongestKey } || key?.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.' or ':') == false)
        {
            return JobProblems.BadKey();
        }

        var id = Ulid.New(time.GetUtcNow());
        var posting = await store.PostAsync(id, kind, request, string.IsNullOrEmpty(key) ? null : key, options.Value.MostQueued, cancellationToken);
        return posting switch
        {
            null => JobProblems.QueueFull(options.Value.MostQueued),
            { IsSame: false } other => JobProblems.OtherRequest(other.Job.Id),
            _ => TypedResults.Accepted($"/api/v2/jobs/{posting.Job.Id}", ToResponse(posting.Job)),
        };
    }

    /// <summary>Result of a completed job of one kind, or the problem that says why there is none.</summary>
    public async Task<(byte[]? Result, ProblemHttpResult? Problem)> ReadAsync(string kind, string id, CancellationToken cancellationToken)
    {
        if (await store.FindAsync(id, cancellationToken) is not { } job || job.Kind != kind)
        {
            return (null, JobProblems.Unknown(id));
        }

        return job.Status switch
        {
            JobStatus.Completed when await store.ReadResultAsync(id, cancellationToken) is { } result => (result, null),
            JobStatus.Failed => (null, TypedResults.Problem(ProblemOf(job))),
            JobStatus.Cancelled => (null, JobProblems.Cancelled(job)),
            JobStatus.Completed => (null, JobProblems.Unknown(id)),
            _ => (null, JobProblems.Unfinished(job)),
        };
    }

    /// <summary>A job as it is shown. One of a kind this build does not know has no result here.</summary>
    public JobResponse ToResponse(JobRow job) => job.ToResponse(_handlers.TryGetValue(job.Kind, out var handler) ? handler.ResultUrl(job.Id) : null);

    private static ProblemDetails ProblemOf(JobRow job) =>
        System.Text.Json.JsonSerializer.Deserialize(job.Problem!, Json.WireJson.Readable.ProblemDetails)!;
}
