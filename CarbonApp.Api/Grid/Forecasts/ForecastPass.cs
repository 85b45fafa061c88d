using CarbonApp.Api.Data;
using CarbonApp.Api.Grid.Sources;
using CarbonApp.Api.Problems;
using CarbonApp.Engine.Grid.Forecasting;
using CarbonApp.Engine.Grid.Signals;
using Dapper;
using Microsoft.Extensions.Options;

namespace CarbonApp.Api.Grid.Forecasts;

/// <summary>
/// Forecasts every zone that is measured, in the background: fitted anew each hour, and again when more was measured. Of several
/// replicas one works and the others pass; it is told by a lock that goes with its connection, whatever becomes of it.
/// </summary>
internal sealed partial class ForecastPass(
    Database database, ForecastStore store, OwnForecasts forecasts, ISignalReader signals, IOptions<ForecasterOptions> options, TimeProvider time,
    ILogger<ForecastPass> logger) : BackgroundService
{
    /// <summary>Advisory lock of the pass, away from those of migrations and retention.</summary>
    private const long Lock = 0x636172626F6E6663;

    /// <summary>A week of which a quarter is missing is too thin to forecast from: what ended longer ago need not be tried.</summary>
    private static readonly TimeSpan MeasuredLately = TimeSpan.FromHours(48);

    /// <summary>A week and a day: with that a forecast can be made, and its first day judged.</summary>
    private static readonly TimeSpan LeastHistory = TimeSpan.FromDays(8);

    private static readonly TimeSpan Day = TimeSpan.FromHours(24);

    /// <summary>One pass; how many forecasts were made, null when another replica is at it.</summary>
    public Task<int?> RunAsync(CancellationToken cancellationToken) => database.UseAsync<int?>(async connections =>
    {
        await using var connection = await connections.OpenConnectionAsync(cancellationToken);
        if (!await connection.ExecuteScalarAsync<bool>(new CommandDefinition("select pg_try_advisory_lock(@Lock)", new { Lock }, cancellationToken: cancellationToken)))
        {
            return null;
        }

        try
        {
            return await ForecastAllAsync(cancellationToken);
        }
        finally
        {
            // Not cancellable: the pool would hand the connection on with the lock. If it is broken, the lock went with it.
            await connection.ExecuteAsync("select pg_advisory_unlock(@Lock)", new { Lock });
        }
    });

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromMinutes(options.Value.EveryMinutes), time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                if (await RunAsync(stoppingToken) is > 0 and var made)
                {
                    LogMade(made);
                }
            }
            catch (UpstreamException e)
            {
                LogPostponed(e.Message);
            }
        }
    }

    private async Task<int> ForecastAllAsync(CancellationToken cancellationToken)
    {
        var hour = SignalWindow.FloorToHour(time.GetUtcNow());
        var candidates = await store.ListCandidatesAsync(hour - MeasuredLately, hour, options.Value.MostZones, cancellationToken);
        await KeepHistoryWholeAsync(candidates.Where(c => !c.Issued), hour, cancellationToken);
        var made = 0;
        foreach (var candidate in candidates.Where(c => !c.Current))
        {
            made += await ForecastAsync(candidate, hour, cancellationToken) ? 1 : 0;
        }

        return made;
    }

    private async Task<bool> ForecastAsync(ForecastCandidate candidate, DateTimeOffset hour, CancellationToken cancellationToken)
    {
        try
        {
            var own = await forecasts.IssueAsync(candidate.Basis, hour, cancellationToken);
            if (own.Outcome is not ForecastOutcome.Issued issued)
            {
                return false;
            }

            await store.SaveAsync(issued.Forecast, own.Skill, candidate, time.GetUtcNow(), cancellationToken);
            return true;
        }
        catch (Exception e) when (e is not (UpstreamException or OperationCanceledException))
        {
            // One zone that cannot be forecast must not keep the others from it, nor end the process.
            LogFailed(e, candidate.Basis);
            return false;
        }
    }

    /// <summary>Feeds hand what they measured to the store, but only for hours that somebody asks for: once an hour that is us.</summary>
    private async Task KeepHistoryWholeAsync(IEnumerable<ForecastCandidate> candidates, DateTimeOffset hour, CancellationToken cancellationToken)
    {
        foreach (var candidate in candidates)
        {
            var reach = candidate.Known_From > (hour - LeastHistory).UtcDateTime ? LeastHistory : Day;
            await signals.ReadAsync(new SignalQuery(candidate.Basis, hour - reach, hour), cancellationToken);
        }
    }

    [LoggerMessage(LogLevel.Error, "{Basis} could not be forecast")]
    private partial void LogFailed(Exception e, SignalBasis basis);

    [LoggerMessage(LogLevel.Information, "{Count} zones were forecast")]
    private partial void LogMade(int count);

    [LoggerMessage(LogLevel.Warning, "Forecasting is postponed: {Reason}")]
    private partial void LogPostponed(string reason);
}
