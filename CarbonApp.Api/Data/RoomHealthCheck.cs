using Microsoft.Extensions.Diagnostics.HealthChecks;
using Npgsql;

namespace CarbonApp.Api.Data;

/// <summary>
/// Degraded while Postgres has no room to store: reads and plans go on, so a replica stays in service. Costs nothing as long as nothing was
/// refused; then each look tries to store a megabyte, until that succeeds.
/// </summary>
internal sealed class RoomHealthCheck(Database database) : IHealthCheck
{
    /// <summary>A table of this session that is gone with the statement; what it writes goes to the disk all the same.</summary>
    private const string StoreAMegabyte = "create temporary table carbonapp_room on commit drop as select generate_series(1, 30000) as n";

    private static readonly TimeSpan Limit = TimeSpan.FromMilliseconds(800);

    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        if (database.FullBecause is null)
        {
            return HealthCheckResult.Healthy("nothing was refused for want of room");
        }

        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(Limit);
        try
        {
            await using var command = database.Connections.CreateCommand(StoreAMegabyte);
            await command.ExecuteNonQueryAsync(limit.Token);
            database.HasRoom();
            return HealthCheckResult.Healthy("there is room again");
        }
        catch (PostgresException e) when (!Database.IsOutage(e))
        {
            // Refused for another reason, such as a right that this user lacks: the next one who stores something finds out.
            database.HasRoom();
            return HealthCheckResult.Healthy("not known");
        }
        catch (Exception e) when (e is NpgsqlException or OperationCanceledException && !cancellationToken.IsCancellationRequested)
        {
            return HealthCheckResult.Degraded($"the disk of Postgres is full, so nothing can be stored: make room on it ({database.FullBecause})");
        }
    }
}
