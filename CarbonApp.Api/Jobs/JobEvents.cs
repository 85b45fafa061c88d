using System.Globalization;
using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;
using CarbonApp.Api.Grid.Sources;

namespace CarbonApp.Api.Jobs;

/// <summary>The course of a job, live.</summary>
internal sealed class JobEvents(JobStore store, JobNews news, JobQueue queue, IHostApplicationLifetime lifetime)
{
    /// <summary>How long nothing need be heard: shorter than proxies wait before they hang up.</summary>
    private static readonly TimeSpan LongestSilence = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan LongestUnnoticed = TimeSpan.FromSeconds(3);

    /// <summary>
    /// The job as it is now, then after each change, until it has ended. An event carries the whole state, so whoever reconnects has missed nothing
    /// that matters. Ends early when this replica stops: who watches reconnects to another.
    /// </summary>
    public async IAsyncEnumerable<SseItem<JobResponse>> WatchAsync(JobRow job, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var told = 0L;
        var silent = TimeSpan.Zero;
        var stopping = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using var onStopping = lifetime.ApplicationStopping.Register(stopping.SetResult);
        while (!stopping.Task.IsCompleted)
        {
            var change = news.NextOf(job.Id);
            job = await TryFindAsync(job, cancellationToken);
            if (job.Version != told || silent >= LongestSilence)
            {
                (told, silent) = (job.Version, TimeSpan.Zero);
                yield return new SseItem<JobResponse>(queue.ToResponse(job), job.HasEnded ? "ended" : "progress")
                {
                    EventId = job.Version.ToString(CultureInfo.InvariantCulture),
                };
            }

            if (job.HasEnded)
            {
                news.Forget(job.Id);
                yield break;
            }

            await news.WaitAsync(Task.WhenAny(change, stopping.Task), LongestUnnoticed, cancellationToken);
            silent += LongestUnnoticed;
        }
    }

    /// <summary>The last known state while Postgres is away.</summary>
    private async Task<JobRow> TryFindAsync(JobRow last, CancellationToken cancellationToken)
    {
        try
        {
            return await store.FindAsync(last.Id, cancellationToken) ?? last;
        }
        catch (UpstreamException)
        {
            return last;
        }
    }
}
