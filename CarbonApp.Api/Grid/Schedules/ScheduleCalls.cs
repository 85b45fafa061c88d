using System.Collections.Concurrent;
using System.Globalization;
using CarbonApp.Api.Data;
using CarbonApp.Api.Grid.Sources;
using CarbonApp.Api.Problems;
using Microsoft.Extensions.Options;

namespace CarbonApp.Api.Grid.Schedules;

/// <summary>
/// Makes the calls that fall due. Every replica does; what one of them has taken and not settled when it dies, another takes over
/// when the lease runs out, so that a call is made at least once. What is due the database's clock says: a replica whose own is ahead would call
/// early, and one whose own is set back would be late by as much.
/// </summary>
internal sealed partial class ScheduleCalls(
    ScheduleStore store, ScheduleLedger ledger, DatabaseClock clock, WebhookCall webhook, IOptions<ScheduleOptions> options, ScheduleTelemetry telemetry, TimeProvider time, ILogger<ScheduleCalls> logger)
    : BackgroundService
{
    /// <summary>Longest time without a look at the table: another replica may have kept a job that starts at once, or died.</summary>
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(1);

    private readonly ConcurrentDictionary<Guid, Task> _underWay = new();

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await Task.Delay(await BeginDueAsync(stoppingToken), time, stoppingToken);
            }
            catch (UpstreamException e)
            {
                LogNoDatabase(e.Message);
                await Task.Delay(LongestPause, time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                break;
            }
        }

        // An attempt takes seconds: it is ended here rather than repeated elsewhere.
        await Task.WhenAll(_underWay.Values);
    }

    /// <summary>Begins every call that is due, as far as there is room; the time until it is worth looking again.</summary>
    private async Task<TimeSpan> BeginDueAsync(CancellationToken stoppingToken)
    {
        var room = options.Value.Concurrency - _underWay.Count;
        if (room <= 0)
        {
            await Task.WhenAny(_underWay.Values);
            return TimeSpan.Zero;
        }

        var read = await clock.ReadAsync(stoppingToken);
        var due = await store.TakeCallsAsync(read.At, room, options.Value.Lease, stoppingToken);
        foreach (var row in due)
        {
            Begin(row, read);
        }

        if (due.Count == room)
        {
            return TimeSpan.Zero;
        }

        var pause = await store.NextCallAsync(read.At, stoppingToken) is { } next ? new DateTimeOffset(next, TimeSpan.Zero) - read.Now : LongestPause;
        return pause > LongestPause ? LongestPause : pause > TimeSpan.Zero ? pause : TimeSpan.Zero;
    }

    private void Begin(ScheduleRow row, RunningTime read)
    {
        var id = Guid.NewGuid();
        // Not before it is listed: it may end at once.
        var call = new Task<Task>(() => CallAsync(row, read));
        _underWay[id] = call.Unwrap().ContinueWith(_ => _underWay.TryRemove(id, out var _), TaskScheduler.Default);
        call.Start(TaskScheduler.Default);
    }

    private async Task CallAsync(ScheduleRow row, RunningTime read)
    {
        try
        {
            var began = read.Now;
            var stamp = time.GetTimestamp();
            // Not with the service's end: see ExecuteAsync. The call has a limit of its own.
            var outcome = row.Attempts > options.Value.MaxAttempts
                ? new CallOutcome(null, "the process ended during the last attempt")
                : await webhook.SendAsync(row, began, CancellationToken.None);
            var next = CallRetries.Next(row, outcome, read.Now, options.Value);
            var state = outcome.Error is null ? "delivered" : next is null ? "failed" : "calling";
            var delivery = new ScheduleDelivery
            {
                Attempt = row.Attempts, At = began, Status = outcome.Status, Error = outcome.Error, TookMs = time.GetElapsedTime(stamp).TotalMilliseconds,
            };
            telemetry.Called(state, began - new DateTimeOffset(row.Start, TimeSpan.Zero));
            if (await TrySettleAsync(row, state, next, delivery, read) && state == "failed")
            {
                await ledger.EndAsync(row.ReadPlan().PlanId, CancellationToken.None);
            }
        }
        catch (Exception e)
        {
            // The lease runs out, and the call is tried again.
            LogBroken(e, row.Id);
        }
    }

    /// <summary>Writes it down, for as long as no other replica can have taken over; false where one has.</summary>
    private async Task<bool> TrySettleAsync(ScheduleRow row, string state, DateTimeOffset? next, ScheduleDelivery delivery, RunningTime read)
    {
        while (true)
        {
            try
            {
                if (await store.TrySettleAsync(row, state, next, delivery, read.Now, CancellationToken.None))
                {
                    LogSettled(row.Id, state, row.Attempts, delivery.Error ?? "HTTP " + delivery.Status?.ToString(CultureInfo.InvariantCulture));
                    return true;
                }

                LogLeaseLost(row.Id, row.Attempts);
                return false;
            }
            catch (UpstreamException) when (read.Elapsed < options.Value.Lease)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(250), time);
            }
        }
    }

    [LoggerMessage(LogLevel.Information, "Schedule {Id} is {State} after attempt {Attempt}: {Outcome}")]
    private partial void LogSettled(string id, string state, int attempt, string outcome);

    [LoggerMessage(LogLevel.Warning, "Attempt {Attempt} of schedule {Id} took so long that another replica has taken over")]
    private partial void LogLeaseLost(string id, int attempt);

    [LoggerMessage(LogLevel.Error, "The call of schedule {Id} broke and will be tried again")]
    private partial void LogBroken(Exception exception, string id);

    [LoggerMessage(LogLevel.Debug, "Calls of schedules wait for the database: {Reason}")]
    private partial void LogNoDatabase(string reason);
}
