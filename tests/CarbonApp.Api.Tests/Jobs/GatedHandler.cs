using CarbonApp.Api.Jobs;
using Microsoft.AspNetCore.Mvc;

namespace CarbonApp.Api.Tests.Jobs;

/// <summary>A kind of job that does what its test says, and counts how often it is begun.</summary>
internal sealed class GatedHandler(Func<JobRun, CancellationToken, Task<JobOutcome>> run) : IJobHandler
{
    private int _begun;

    public int Begun => Volatile.Read(ref _begun);

    public string Kind => "gated";

    public string ResultUrl(string id) => $"/gated/{id}";

    public Task<JobOutcome> RunAsync(JobRun run1, CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref _begun);
        return run(run1, cancellationToken);
    }

    public static JobOutcome Done(string result) => new JobOutcome.Completed(System.Text.Encoding.UTF8.GetBytes(result));

    public static JobOutcome Failed(string code) => new JobOutcome.Failed(new ProblemDetails { Status = 422, Detail = "no", Extensions = { ["code"] = code } });

    /// <summary>Works until it is told to stop.</summary>
    public static async Task<JobOutcome> ForEver(CancellationToken cancellationToken)
    {
        await Task.Delay(Timeout.Infinite, cancellationToken);
        throw new InvalidOperationException("never");
    }
}
