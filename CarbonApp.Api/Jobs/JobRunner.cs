using System.Text.Json;
using CarbonApp.Api.Json;
using CarbonApp.Api.Problems;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Options;

namespace CarbonApp.Api.Jobs;

/// <summary>Does one job that this replica holds, and keeps holding it meanwhile.</summary>
internal sealed partial class JobRunner(JobStore store, JobNews news, IOptions<JobOptions> options, TimeProvider time, ILogger<JobRunner> logger)
{
    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(500);

    /// <summary>This process, to the others.</summary>
    public string Holder { get; } = Ulid.New(time.GetUtcNow());

    /// <summary>Returns once the job is ended or given back. Never throws for what the handler does; a stop gives the job back.</summary>
    public async Task RunAsync(JobLease job, IJobHandler handler, CancellationToken stopping)
    {
        var progress = new JobProgress();
        using var lost = CancellationTokenSource.CreateLinkedTokenSource(stopping);
        using var done = CancellationTokenSource.CreateLinkedTokenSource(lost.Token);
        var keeping = KeepAsync(job, progress, lost, done.Token);
        var end = await DoAsync(job, handler, progress, lost.Token, stopping);
        if (end is not null && !lost.IsCancellationRequested)
        {
            await WriteAsync(job, end, lost.Token);
        }

        await done.CancelAsync();
        await keeping;
        if (stopping.IsCancellationRequested)
        {
            await GiveBackAtStopAsync(job);
        }
    }

    /// <summary>How the attempt ended, as the statement that says so; null where there is nothing left to say.</summary>
    private async Task<Func<CancellationToken, Task<bool>>?> DoAsync(
        JobLease job, IJobHandler handler, JobProgress progress, CancellationToken lost, CancellationToken stopping)
    {
        try
        {
            return await handler.RunAsync(new JobRun(job.Id, job.Request, new DateTimeOffset(job.Created_At, TimeSpan.Zero), progress), lost) switch
            {
                JobOutcome.Completed completed => token => store.CompleteAsync(job, Holder, completed.Result, token),
                JobOutcome.Failed failed => token => store.FailAsync(job, Holder, ToJson(failed.Problem), token),
                _ => throw new InvalidOperationException("Unknown outcome of a job."),
            };
        }
        catch (OperationCanceledException) when (lost.IsCancellationRequested)
        {
            LogLeft(job.Kind, job.Id, stopping.IsCancellationRequested ? "this replica stops" : "it was cancelled, or another replica has it");
            return null;
        }
        catch (UpstreamException e) when (e.Fault == UpstreamFault.NoRoom)
        {
            // Nothing that the job did, and nothing that trying it a few times more mends: an attempt that does not count.
            LogWaiting(job.Kind, job.Id, e.Message);
            return token => store.GiveBackAsync(job, Holder, TimeSpan.FromSeconds(options.Value.RetrySeconds), counts: false, token);
        }
#pragma warning disable CA1031 // whatever a handler throws must end in the job's row, not in this replica's end
        catch (Exception e)
#pragma warning restore CA1031
        {
            LogAttemptFailed(e, job.Kind, job.Id, job.Attempts, options.Value.MostAttempts);
            var wait = TimeSpan.FromSeconds(Math.Min(3600, options.Value.RetrySeconds * Math.Pow(2, job.Attempts - 1)));
            return job.Attempts < options.Value.MostAttempts
                ? token => store.GiveBackAsync(job, Holder, wait, counts: true, token)
                : token => store.FailAsync(job, Holder, ToJson(ExceptionProblems.Describe(e)), token);
        }
    }

    /// <summary>Writes how it ended, however long Postgres is away: the work is done, and there is nothing else to do without it.</summary>
    private async Task WriteAsync(JobLease job, Func<CancellationToken, Task<bool>> end, CancellationToken lost)
    {
        while (!lost.IsCancellationRequested)
        {
            try
            {
                if (!await end(lost))
                {
                    LogLeft(job.Kind, job.Id, "it was lost before its end was written");
                }

                return;
            }
            catch (UpstreamException e)
            {
                LogWaiting(job.Kind, job.Id, e.Message);
                await Task.Delay(Tick, time, CancellationToken.None);
            }
            catch (OperationCanceledException) when (lost.IsCancellationRequested)
            {
                return;
            }
        }
    }

    /// <summary>Renews the lease and writes progress; cancels <paramref name="lost"/> when the job is no longer this replica's.</summary>
    private async Task KeepAsync(JobLease job, JobProgress progress, CancellationTokenSource lost, CancellationToken done)
    {
        var renewed = time.GetTimestamp();
        try
        {
            while (true)
            {
                var change = news.NextOf(job.Id);
                await news.WaitAsync(change, Tick, done);
                var ended = change.IsCompletedSuccessfully && await change != JobStatus.Running;
                if (!ended && !progress.IsNew && time.GetElapsedTime(renewed) < options.Value.Lease / 3)
                {
                    continue;
                }

                if (!await TryRenewAsync(job, progress, done))
                {
                    await lost.CancelAsync();
                    return;
                }

                renewed = time.GetTimestamp();
            }
        }
        catch (OperationCanceledException) when (done.IsCancellationRequested)
        {
            // The attempt is over.
        }
        finally
        {
            news.Forget(job.Id);
        }
    }

    /// <summary>False only where Postgres says that the job is lost; while it says nothing we go on.</summary>
    private async Task<bool> TryRenewAsync(JobLease job, JobProgress progress, CancellationToken cancellationToken)
    {
        try
        {
            return await store.RenewAsync(job, Holder, options.Value.Lease, progress.Take(), cancellationToken);
        }
        catch (UpstreamException)
        {
            return true;
        }
    }

    /// <summary>So that another replica need not wait for the lease to run out.</summary>
    private async Task GiveBackAtStopAsync(JobLease job)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(2), time);
        try
        {
            await store.GiveBackAsync(job, Holder, TimeSpan.Zero, counts: false, limit.Token);
        }
        catch (Exception e) when (e is UpstreamException or OperationCanceledException)
        {
            // The lease runs out instead.
        }
    }

    private static string ToJson(ProblemDetails problem) => JsonSerializer.Serialize(problem, WireJson.Readable.ProblemDetails);

    [LoggerMessage(LogLevel.Information, "Left {Kind} {Id}: {Reason}")]
    private partial void LogLeft(string kind, string id, string reason);

    [LoggerMessage(LogLevel.Warning, "Attempt {Attempt} of {Most} at {Kind} {Id} failed")]
    private partial void LogAttemptFailed(Exception exception, string kind, string id, int attempt, int most);

    [LoggerMessage(LogLevel.Warning, "{Kind} {Id} waits for Postgres: {Reason}")]
    private partial void LogWaiting(string kind, string id, string reason);
}
