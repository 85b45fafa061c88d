using System.Collections.Concurrent;
using CarbonApp.Api.Data;

namespace CarbonApp.Api.Jobs;

/// <summary>Tells those who wait which jobs changed, whichever replica changed them. Only quickens, as <see cref="DatabaseNews"/> does.</summary>
internal sealed class JobNews(TimeProvider time) : IHearsNews
{
    private readonly ConcurrentDictionary<string, TaskCompletionSource<string>> _ofJob = new(StringComparer.Ordinal);
    private TaskCompletionSource _ofWork = Create();

    /// <summary>Ends when a job is next posted or given back.</summary>
    public Task NextWork => Volatile.Read(ref _ofWork).Task;

    /// <summary>Ends with the new status when a job next changes.</summary>
    public Task<string> NextOf(string id) => _ofJob.GetOrAdd(id, _ => new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously)).Task;

    /// <summary>Drops what is kept for those who wait for a job; they find out by looking.</summary>
    public void Forget(string id) => _ofJob.TryRemove(id, out _);

    /// <summary>Ends with the news, or after <paramref name="longest"/> without any.</summary>
    public async Task WaitAsync(Task news, TimeSpan longest, CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        await Task.WhenAny(news, Task.Delay(longest, time, limit.Token));
        await limit.CancelAsync();
        cancellationToken.ThrowIfCancellationRequested();
    }

    string IHearsNews.Channel => JobStore.Channel;

    void IHearsNews.HeardNothingForAWhile() => Interlocked.Exchange(ref _ofWork, Create()).TrySetResult();

    void IHearsNews.Hear(string payload)
    {
        var space = payload.IndexOf(' ', StringComparison.Ordinal);
        var status = payload[(space + 1)..];
        if (status == JobStatus.Queued)
        {
            Interlocked.Exchange(ref _ofWork, Create()).TrySetResult();
        }

        if (_ofJob.TryRemove(payload[..space], out var waiting))
        {
            waiting.TrySetResult(status);
        }
    }

    private static TaskCompletionSource Create() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
