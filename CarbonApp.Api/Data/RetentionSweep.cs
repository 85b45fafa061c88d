using CarbonApp.Api.Grid.Forecasts;
using CarbonApp.Api.Grid.Ledger;
using CarbonApp.Api.Grid.Sources;
using CarbonApp.Engine.Grid.Signals;
using Microsoft.Extensions.Options;

namespace CarbonApp.Api.Data;

/// <summary>Drops what has outlived its use, now and then; of several replicas one works and the others pass.</summary>
internal sealed partial class RetentionSweep(SignalStore store, PlanStore plans, ForecastStore forecasts, IOptions<RetentionOptions> options, TimeProvider time, ILogger<RetentionSweep> logger)
    : BackgroundService
{
    /// <summary>Short enough transactions that nobody waits for a lock.</summary>
    private const int PlansAtOnce = 5_000;

    /// <summary>One pass; the number of values, forecasts and plans dropped.</summary>
    public async Task<long> SweepAsync(CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var deleted = 0L;
        foreach (var (status, keptDays) in new[]
        {
            (SignalStatus.Measured, options.Value.MeasuredDays),
            (SignalStatus.Forecast, options.Value.ForecastDays),
            (SignalStatus.Estimated, options.Value.EstimatedDays),
        })
        {
            if (keptDays is { } kept)
            {
                deleted += await store.DeleteObservedAsync(status, now.AddDays(-kept), cancellationToken) ?? 0;
            }
        }

        if (options.Value.OwnForecastDays is { } days)
        {
            deleted += await forecasts.DeleteAsync(now.AddDays(-days), cancellationToken);
        }

        return deleted + await SweepPlansAsync(now, cancellationToken);
    }

    private async Task<long> SweepPlansAsync(DateTimeOffset now, CancellationToken cancellationToken)
    {
        var deleted = 0L;
        if (options.Value.PlanDays is { } kept)
        {
            int rows;
            do
            {
                rows = await plans.DeleteSomeAsync(now.AddDays(-kept), PlansAtOnce, cancellationToken);
                deleted += rows;
            }
            while (rows == PlansAtOnce);
        }

        return deleted;
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromHours(options.Value.SweepEveryHours), time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                LogSwept(await SweepAsync(stoppingToken));
            }
            catch (UpstreamException e)
            {
                LogPostponed(e.Message);
            }
        }
    }

    [LoggerMessage(LogLevel.Information, "Retention dropped {Count} values, forecasts and plans")]
    private partial void LogSwept(long count);

    [LoggerMessage(LogLevel.Warning, "Retention is postponed: {Reason}")]
    private partial void LogPostponed(string reason);
}
