using System.Text.Json;
using CarbonApp.Api.Jobs;
using CarbonApp.Api.Json;
using CarbonApp.Engine.Grid.Planning.Batch;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.Extensions.Options;

namespace CarbonApp.Api.Grid.Batch;

/// <summary>Plans batches whose callers did not want to wait.</summary>
internal sealed class BatchRunner(BatchMaker batches, IOptions<JsonOptions> json) : IJobHandler
{
    public const string KindName = "batch";

    public string Kind => KindName;

    public string ResultUrl(string id) => $"/api/v2/plan/batch/{id}";

    /// <summary>The plan's "now", where the request names none, is when it was posted: a second attempt plans the same.</summary>
    public async Task<JobOutcome> RunAsync(JobRun run, CancellationToken cancellationToken)
    {
        var request = JsonSerializer.Deserialize<BatchRequest>(run.Request, json.Value.SerializerOptions)!;
        if (!BatchQuestion.TryRead(request, run.CreatedAt, out var question, out var problem))
        {
            return new JobOutcome.Failed(problem.ProblemDetails);
        }

        return (await batches.MakeAsync(question, new Steps(run.Progress), cancellationToken)).Result switch
        {
            Ok<BatchResponse> plan => new JobOutcome.Completed(JsonSerializer.SerializeToUtf8Bytes(plan.Value!, WireJson.Readable.BatchResponse)),
            ProblemHttpResult none => new JobOutcome.Failed(none.ProblemDetails),
            _ => throw new System.Diagnostics.UnreachableException(),
        };
    }

    private sealed class Steps(IProgress<JobStep> job) : IProgress<BatchProgress>
    {
        public void Report(BatchProgress value) => job.Report(new JobStep(value.Fraction, value.Stage));
    }
}
