using System.Collections.Concurrent;
using CarbonApp.Api.Data;
using Npgsql;

namespace CarbonApp.Api.Jobs;

/// <summary>
/// Hears from Postgres (LISTEN) which jobs changed, whichever replica changed them. Only quickens: who waits for news also looks by
/// itself now and then, so that nothing depends on the connection, and poolers that do not pass notifications on do no harm.
/// </summary>
internal sealed class JobNews(Database database, TimeProvider time) : BackgroundService
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan SilenceToCheck = TimeSpan.FromSeconds(30);

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

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                if (database.IsReady)
                {
                    await ListenAsync(stoppingToken);
                }
            }
            catch (Exception e) when (Database.IsOutage(e))
            {
                // Those who wait look by themselves; we listen again once Postgres is back.
            }

            await Task.Delay(Pause, time, stoppingToken);
        }
    }

    private async Task ListenAsync(CancellationToken cancellationToken)
    {
        await using var connection = await database.Connections.OpenConnectionAsync(cancellationToken);
        connection.Notification += (_, news) => Hear(news.Payload);
        await using var listen = new NpgsqlCommand($"listen {JobStore.Channel}", connection);
        await listen.ExecuteNonQueryAsync(cancellationToken);
        Hear($" {JobStatus.Queued}");
        while (true)
        {
            if (!await connection.WaitAsync(SilenceToCheck, cancellationToken))
            {
                // A connection cut off on the way is silent for ever: ask something now and then.
                await using var check = new NpgsqlCommand("select 1", connection);
                await check.ExecuteNonQueryAsync(cancellationToken);
            }
        }
    }

    private void Hear(string payload)
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
