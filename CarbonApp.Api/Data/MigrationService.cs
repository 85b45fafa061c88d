using Npgsql;

namespace CarbonApp.Api.Data;

/// <summary>
/// Brings the schema up to date at start-up, in the background: the service starts without Postgres, answers what it can, and
/// opens the <see cref="Database"/> as soon as Postgres is there.
/// </summary>
internal sealed partial class MigrationService(Database database, TimeProvider time, ILogger<MigrationService> logger) : BackgroundService
{
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(15);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var pause = TimeSpan.FromMilliseconds(250);
        while (!await TryAsync(stoppingToken))
        {
            await Task.Delay(pause, time, stoppingToken);
            pause = pause * 2 < LongestPause ? pause * 2 : LongestPause;
        }
    }

    /// <summary>True when there is nothing more to try.</summary>
    private async Task<bool> TryAsync(CancellationToken cancellationToken)
    {
        NpgsqlDataSource connections;
        try
        {
            connections = database.Connections;
        }
        catch (InvalidOperationException e)
        {
            database.CloseForGood(e.Message);
            LogNotConfigured(e.Message);
            return true;
        }

        try
        {
            var applied = await MigrationRunner.ApplyAsync(connections, MigrationFile.Embedded, cancellationToken);
            database.Open();
            LogReady(MigrationFile.Embedded.Count, applied.Count);
            return true;
        }
        catch (MigrationException e)
        {
            // Goes on trying: someone may repair the database while we run.
            database.Close(e.Message);
            LogFailed(e.Message);
        }
        catch (Exception e) when (e is NpgsqlException or TimeoutException)
        {
            database.Close($"Postgres does not answer ({e.Message})");
            LogUnreachable(e.Message);
        }

        return false;
    }

    [LoggerMessage(LogLevel.Information, "Database schema is at migration {Count}; {Applied} applied now")]
    private partial void LogReady(int count, int applied);

    [LoggerMessage(LogLevel.Warning, "Postgres does not answer, will try again: {Reason}")]
    private partial void LogUnreachable(string reason);

    [LoggerMessage(LogLevel.Error, "{Reason}")]
    private partial void LogFailed(string reason);

    [LoggerMessage(LogLevel.Warning, "Stored history, imports and the ledger are off: {Reason}")]
    private partial void LogNotConfigured(string reason);
}
