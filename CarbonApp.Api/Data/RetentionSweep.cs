using CarbonApp.Api.Grid.Sources;
using CarbonApp.Api.Jobs;
using CarbonApp.Engine.Grid.Signals;
using Microsoft.Extensions.Options;

namespace CarbonApp.Api.Data;

/// <summary>Drops what has outlived its use, now and then; of several replicas one works and the others pass.</summary>
internal sealed partial class RetentionSweep(
    SignalStore store, JobStore jobs, IOptions<RetentionOptions> options, IOptions<JobOptions> jobOptions, TimeProvider time, ILogger<RetentionSweep> logger) : BackgroundService
{
    /// <summary>One pass; the number of values and jobs dropped.</summary>
    public async Task<long> SweepAsync(CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var deleted = 0L;
        foreach (var (status, days) in new[]
        {
            (SignalStatus.Measured, options.Value.MeasuredDays),
            (SignalStatus.Forecast, options.Value.ForecastDays),
            (SignalStatus.Estimated, options.Value.EstimatedDays),
        })
        {
            if (days is { } kept)
            {
                deleted += await store.DeleteObservedAsync(status, now.AddDays(-kept), cancellationToken) ?? 0;
            }
        }

        if (jobOptions.Value.KeepDays is { } keptJobs)
        {
            deleted += await jobs.DeleteEndedAsync(now.AddDays(-keptJobs), cancellationToken);
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

    [LoggerMessage(LogLevel.Information, "Retention dropped {Count} values and jobs")]
    private partial void LogSwept(long count);

    [LoggerMessage(LogLevel.Warning, "Retention is postponed: {Reason}")]
    private partial void LogPostponed(string reason);
}
