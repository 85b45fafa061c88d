using CarbonApp.Api.Data;
using CarbonApp.Api.Grid.Plans;
using CarbonApp.Api.Grid.Sources;
using CarbonApp.Api.Problems;

namespace CarbonApp.Api.Grid.Schedules;

/// <summary>Plans waiting jobs again as forecasts change. Every replica does its share.</summary>
internal sealed partial class ScheduleReplans(
    ScheduleStore store, SchedulePlanner planner, ScheduleLedger ledger, DatabaseClock clock, TimeProvider time, ILogger<ScheduleReplans> logger)
    : BackgroundService
{
    private const int Batch = 16;
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    private bool _wrong;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                if (await IsWrongAsync(stoppingToken))
                {
                    await Task.Delay(Pause, time, stoppingToken);
                    continue;
                }

                var taken = await store.TakeReplansAsync(time.GetUtcNow(), Batch, stoppingToken);
                await Task.WhenAll(taken.Select(row => ReplanAsync(row, stoppingToken)));
                await Task.Delay(taken.Count == Batch ? TimeSpan.Zero : Pause, time, stoppingToken);
            }
            catch (UpstreamException)
            {
                await Task.Delay(Pause, time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                break;
            }
        }
    }

    /// <summary>With the wrong time for now a plan is the wrong one, and what it puts off is late: left to replicas whose clock is right.</summary>
    private async Task<bool> IsWrongAsync(CancellationToken cancellationToken)
    {
        var ahead = await clock.AheadAsync(cancellationToken);
        var wrong = ahead.Duration() > DatabaseClock.Tolerance;
        if (wrong && !_wrong)
        {
            LogWrongClock(ahead);
        }

        _wrong = wrong;
        return wrong;
    }

    private async Task ReplanAsync(ScheduleRow row, CancellationToken cancellationToken)
    {
        try
        {
            var request = row.ReadPlanRequest();
            var (made, code, _) = await planner.PlanAsync(request, cancellationToken);
            var (now, before) = (time.GetUtcNow(), row.ReadPlan());
            // Without a new plan the old one stands: it meets the deadline.
            var after = made is null ? before : SchedulePlanner.Of(made, before);
            var reason = made is null ? code : before.Start != after.Start || before.Site != after.Site ? "FORECAST_CHANGED" : null;
            var change = reason is null || (made is null && row.ReadHistory()[^1].Reason == code)
                ? null
                : new ScheduleChange { At = now, Reason = reason, Start = after.Start, Site = after.Site, EmissionsG = after.EmissionsG };
            if (await store.TryReplanAsync(row.Id, after, change, planner.NextCheck(after.Start, now), now, cancellationToken) && change is not null)
            {
                LogReplanned(row.Id, before.Start, after.Start, change.Reason);
                if (made is not null)
                {
                    await (before.PlanId is { } kept ? ledger.ContinueAsync(request, kept, made, cancellationToken) : ledger.BeginAsync(request, made));
                }
            }
        }
        catch (Exception e) when (e is not OperationCanceledException and not UpstreamException)
        {
            // One that cannot be planned must not keep the others from it; its plan stands, and it is tried again.
            LogBroken(e, row.Id);
        }
    }

    [LoggerMessage(LogLevel.Information, "Schedule {Id} starts at {After} instead of {Before}: {Reason}")]
    private partial void LogReplanned(string id, DateTimeOffset before, DateTimeOffset after, string reason);

    [LoggerMessage(LogLevel.Warning, "The clock of this process is {Ahead} ahead of Postgres' (behind, where negative): schedules are not planned again here until they agree")]
    private partial void LogWrongClock(TimeSpan ahead);

    [LoggerMessage(LogLevel.Error, "Schedule {Id} could not be planned again")]
    private partial void LogBroken(Exception exception, string id);
}
