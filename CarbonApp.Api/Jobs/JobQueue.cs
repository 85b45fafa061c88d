using System.Text.Json;
using CarbonApp.Api.Json;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.Extensions.Options;

namespace CarbonApp.Api.Jobs;

/// <summary>The queue as features see it: post a job, read its result, both as answers of a call.</summary>
internal sealed class JobQueue(JobStore store, IEnumerable<IJobHandler> handlers, IOptions<JobOptions> options, IOptions<JsonOptions> json, TimeProvider time)
{
    public const int LongestKey = 200;

    /// <summary>What the header is for, in the OpenAPI document.</summary>
    public const string KeyDescription = "Names the job: posting again under the same key gives the job posted before. Up to 200 letters, digits and -_.: such as a ULID.";

    private readonly Dictionary<string, IJobHandler> _handlers = handlers.ToDictionary(h => h.Kind, StringComparer.Ordinal);

    /// <summary>Kinds there are.</summary>
    public IEnumerable<string> Kinds => _handlers.Keys;

    /// <summary>Stores a job, or finds the one posted before under the same key, and answers 202 with it and its address.</summary>
    /// <param name="kind">Kind of a registered handler.</param>
    /// <param name="request">What the handler will be given, as JSON.</param>
    /// <param name="key">The header Idempotency-Key; null or empty: always a new job.</param>
    /// <param name="cancellationToken">Ends the wait for Postgres.</param>
    public async Task<Results<Accepted<JobResponse>, ProblemHttpResult>> PostAsync<T>(string kind, T request, string? key, CancellationToken cancellationToken)
    {
        if (key is { Length: > LongestKey } || key?.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.' or ':') == false)
        {
            return JobProblems.BadKey();
        }

        var id = Ulid.New(time.GetUtcNow());
        var text = JsonSerializer.Serialize(request, json.Value.SerializerOptions);
        var posting = await store.PostAsync(id, kind, text, string.IsNullOrEmpty(key) ? null : key, options.Value.MostQueued, cancellationToken);
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
        if (!IsId(id) || await store.FindAsync(id, cancellationToken) is not { } job || job.Kind != kind)
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

    /// <summary>Asked before Postgres, which refuses a zero byte.</summary>
    public static bool IsId(string text) => text.Length == 26 && text.All(char.IsAsciiLetterOrDigit);

    /// <summary>A job as it is shown. One of a kind this build does not know has no result here.</summary>
    public JobResponse ToResponse(JobRow job) => job.ToResponse(_handlers.TryGetValue(job.Kind, out var handler) ? handler.ResultUrl(job.Id) : null);

    private static Microsoft.AspNetCore.Mvc.ProblemDetails ProblemOf(JobRow job) =>
        JsonSerializer.Deserialize(job.Problem!, WireJson.Readable.ProblemDetails)!;
}
