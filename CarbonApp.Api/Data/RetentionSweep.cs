using CarbonApp.Api.Problems;
using Microsoft.Extensions.Options;

namespace CarbonApp.Api.Data;

/// <summary>Drops what has outlived its use, now and then; several replicas at it do no harm.</summary>
internal sealed partial class RetentionSweep(IEnumerable<IRetained> kept, IOptions<RetentionOptions> options, DatabaseClock clock, TimeProvider time, ILogger<RetentionSweep> logger)
    : BackgroundService
{
    /// <summary>One pass; the number of rows dropped.</summary>
    public async Task<long> SweepAsync(CancellationToken cancellationToken)
    {
        // What is dropped is gone: not while one of the two clocks is ahead of the other.
        var (dropped, now, stored) = (0L, time.GetUtcNow(), await clock.NowAsync(cancellationToken));
        now = stored < now ? stored : now;
        foreach (var rows in kept)
        {
            dropped += await rows.DropOutlivedAsync(now, cancellationToken);
        }

        return dropped;
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

    [LoggerMessage(LogLevel.Information, "Retention dropped {Count} rows")]
    private partial void LogSwept(long count);

    [LoggerMessage(LogLevel.Warning, "Retention is postponed: {Reason}")]
    private partial void LogPostponed(string reason);
}
