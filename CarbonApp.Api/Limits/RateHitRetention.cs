using CarbonApp.Api.Data;
using Dapper;

namespace CarbonApp.Api.Limits;

/// <summary>Drops calls that have left their windows and whose callers did not come back.</summary>
internal sealed class RateHitRetention(Database database) : IRetained
{
    public async Task<long> DropOutlivedAsync(DateTimeOffset now, CancellationToken cancellationToken) => await database.UseAsync(async connections =>
    {
        await using var connection = await connections.OpenConnectionAsync(cancellationToken);
        return await connection.ExecuteAsync(new CommandDefinition("delete from rate_hit where ends_us < extract(epoch from clock_timestamp()) * 1000000", cancellationToken: cancellationToken));
    });
}
