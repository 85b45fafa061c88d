using System.Text.Json;
using CarbonApp.Api.Jobs;
using CarbonApp.Api.Json;
using CarbonApp.Api.Kelp.Results;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.Extensions.Options;

namespace CarbonApp.Api.Kelp.Analyses;

/// <summary>Puts an analysis and the state of its job together as one answer.</summary>
internal sealed class AnalysisAnswers(AnalysisStore store, JobStore jobs, IOptions<JsonOptions> json)
{
    /// <summary>An analysis; null where there is none.</summary>
    public async Task<AnalysisResponse?> FindAsync(string id, CancellationToken cancellationToken)
    {
        if (!JobQueue.IsId(id) || await store.ReadRequestAsync(id, cancellationToken) is not { } request || await store.FindAsync(id, cancellationToken) is not { } row)
        {
            return null;
        }

        var (job, state) = (await jobs.FindAsync(id, cancellationToken), StateOf(row));
        var result = state == JobStatus.Completed ? await ReadAsync(id, cancellationToken) : null;
        return new AnalysisResponse
        {
            Id = id,
            State = state,
            Progress = state == JobStatus.Completed ? 1 : row.Progress ?? 0,
            Step = row.Stage,
            Attempts = job?.Attempts ?? 1,
            CreatedAt = Utc(row.Created_At),
            StartedAt = job?.Started_At is { } started ? Utc(started) : null,
            EndedAt = EndedAt(row),
            Request = JsonSerializer.Deserialize<AnalysisRequest>(request, json.Value.SerializerOptions)!,
            Problem = job?.Problem is { } problem ? JsonElement.Parse(problem) : null,
            Result = result,
            Links = new AnalysisLinks
            {
                Self = $"/api/v2/analyses/{id}",
                Events = $"/api/v2/jobs/{id}/events",
                Cancel = state is JobStatus.Queued or JobStatus.Running ? $"/api/v2/analyses/{id}/cancel" : null,
                Downloads = result is null ? [] : ResultFiles.DownloadsOf(id, result),
            },
        };
    }

    /// <summary>The numbers of a complete analysis; null where there are none.</summary>
    public async Task<AnalysisResult?> ReadAsync(string id, CancellationToken cancellationToken) =>
        JobQueue.IsId(id) && await store.ReadResultAsync(id, cancellationToken) is { } result
            ? JsonSerializer.Deserialize(result, WireJson.Readable.AnalysisResult)
            : null;

    /// <summary>Whether an analysis was made in demo mode; null where there is none.</summary>
    public async Task<bool?> IsDemoAsync(string id, CancellationToken cancellationToken) =>
        JobQueue.IsId(id) ? await store.IsDemoAsync(id, cancellationToken) : null;

    /// <summary>The numbers of a complete analysis, or why there are none.</summary>
    public async Task<(AnalysisResult? Result, ProblemHttpResult? Problem)> ReadOrProblemAsync(string id, CancellationToken cancellationToken)
    {
        var problem = await MissingAsync(id, cancellationToken);
        var result = problem is null ? await ReadAsync(id, cancellationToken) : null;
        return (result, result is null ? problem ?? AnalysisProblems.Unknown(id) : null);
    }

    /// <summary>Why an analysis has no result; null where it has one.</summary>
    public async Task<ProblemHttpResult?> MissingAsync(string id, CancellationToken cancellationToken)
    {
        var row = JobQueue.IsId(id) ? await store.FindAsync(id, cancellationToken) : null;
        return row is null ? AnalysisProblems.Unknown(id) : StateOf(row) switch
        {
            JobStatus.Completed => null,
            JobStatus.Failed or JobStatus.Cancelled => AnalysisProblems.WithoutResult(row),
            _ => AnalysisProblems.Unfinished(row),
        };
    }

    public static AnalysisItem ToItem(AnalysisRow row) => new()
    {
        Id = row.Id,
        Name = row.Name,
        State = StateOf(row),
        Progress = StateOf(row) == JobStatus.Completed ? 1 : row.Progress ?? 0,
        Step = row.Stage,
        CreatedAt = Utc(row.Created_At),
        EndedAt = EndedAt(row),
        Bbox = row.Bbox,
        From = Utc(row.Period_From),
        To = Utc(row.Period_To),
        CanopyAreaM2 = ToInterval(row.Canopy_M2),
        CarbonStockT = ToInterval(row.Stock_T),
        Demo = row.Demo,
        Url = $"/api/v2/analyses/{row.Id}",
    };

    /// <summary>Of the job; where its row was dropped long after, the result alone tells.</summary>
    public static string StateOf(AnalysisRow row) => row.Status ?? (row.Completed_At is null ? JobStatus.Failed : JobStatus.Completed);

    private static DateTimeOffset? EndedAt(AnalysisRow row) => (row.Ended_At ?? row.Completed_At) is { } ended ? Utc(ended) : null;

    private static AnalysisInterval? ToInterval(double[]? values) => values is [var p5, var p50, var p95] ? new() { P5 = p5, P50 = p50, P95 = p95 } : null;

    private static DateTimeOffset Utc(DateTime time) => new(time, TimeSpan.Zero);
}
