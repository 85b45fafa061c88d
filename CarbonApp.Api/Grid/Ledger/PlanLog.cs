using System.Threading.Channels;
using CarbonApp.Api.Data;
using CarbonApp.Api.Grid.Plans;
using Microsoft.Extensions.Options;
using Npgsql;

namespace CarbonApp.Api.Grid.Ledger;

/// <summary>
/// Keeps plans before they are answered: what a caller was told outlives every process. Plans that come while a transaction is under
/// way share the next one, so that storing costs one of many their share of a commit.
/// </summary>
internal sealed partial class PlanLog(PlanStore store, Database database, IOptions<LedgerOptions> options, TimeProvider time, ILogger<PlanLog> logger)
    : BackgroundService
{
    /// <summary>Warning on a plan that nobody will find again.</summary>
    public const string NotStored = "NOT_STORED";

    /// <summary>Plans in one transaction: some 3 MB.</summary>
    private const int MostAtOnce = 500;

    private readonly Channel<Waiting> _waiting = Channel.CreateBounded<Waiting>(new BoundedChannelOptions(options.Value.MostWaiting) { SingleReader = true });
    private long _restsSince = long.MinValue;

    /// <summary>By the monotonic clock: by the wall clock, which may be set back by hours, plans would be unstored for hours.</summary>
    private bool IsResting => Volatile.Read(ref _restsSince) is var since && since != long.MinValue && time.GetElapsedTime(since).TotalSeconds < options.Value.RestSeconds;

    /// <summary>The plan, once it is safe; with a warning where it could not be kept. Where no database is configured there is nothing to warn of.</summary>
    public async Task<PlanResponse> KeepAsync(PlanRequest request, PlanResponse plan)
    {
        if (!database.IsConfigured || await TryKeepAsync(request, plan))
        {
            return plan;
        }

        return plan with { Warnings = [.. plan.Warnings, NotStored] };
    }

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        // The server has answered all by now; what still waits is written before we go.
        _waiting.Writer.TryComplete();
        await (ExecuteTask ?? Task.CompletedTask).WaitAsync(cancellationToken);
        await base.StopAsync(cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        // Not the stopping token: it would cut off plans whose callers wait.
        var batch = new List<Waiting>(MostAtOnce);
        while (await _waiting.Reader.WaitToReadAsync(CancellationToken.None))
        {
            while (batch.Count < MostAtOnce && _waiting.Reader.TryRead(out var next))
            {
                batch.Add(next);
            }

            await StoreAsync(batch);
            batch.Clear();
        }
    }

    private async Task<bool> TryKeepAsync(PlanRequest request, PlanResponse plan)
    {
        if (!database.IsReady || IsResting)
        {
            return false;
        }

        var waiting = new Waiting(PlanRow.Of(request, plan, time.GetUtcNow()));
        return _waiting.Writer.TryWrite(waiting) && await waiting.Stored.Task;
    }

    private async Task StoreAsync(List<Waiting> batch)
    {
        try
        {
            await AddAsync(batch);
            batch.ForEach(w => w.Stored.TrySetResult(true));
        }
        catch (PostgresException e) when (batch.Count > 1 && !Database.IsOutage(e))
        {
            // One row is not to the database's liking: the others must not suffer for it.
            foreach (var waiting in batch.ToArray())
            {
                await StoreAsync([waiting]);
            }
        }
        catch (Exception e)
        {
            if (e is not PostgresException)
            {
                Volatile.Write(ref _restsSince, time.GetTimestamp());
            }

            LogNotStored(batch.Count, e.Message);
            batch.ForEach(w => w.Stored.TrySetResult(false));
        }
    }

    private async Task AddAsync(List<Waiting> batch)
    {
        if (IsResting)
        {
            throw new TimeoutException("the database failed a moment ago and is left alone");
        }

        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(options.Value.StoreTimeoutSeconds), time);
        await store.AddAsync(batch.ConvertAll(w => w.Row), limit.Token);
    }

    [LoggerMessage(LogLevel.Warning, "{Count} plans were answered without being stored: {Reason}")]
    private partial void LogNotStored(int count, string reason);

    private sealed class Waiting(PlanRow row)
    {
        public PlanRow Row => row;

        /// <summary>True once it is safe. Continues elsewhere: the writer has others to serve.</summary>
        public TaskCompletionSource<bool> Stored { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
