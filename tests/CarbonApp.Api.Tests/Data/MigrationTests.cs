using CarbonApp.Api.Data;
using CarbonApp.Tests.Shared.Servers;
using Dapper;
using Npgsql;

namespace CarbonApp.Api.Tests.Data;

public sealed class MigrationTests(PostgresServer server)
{
    [Fact]
    public async Task ApplyAsync_FourReplicasAtOnce_EachFileRunsOnce()
    {
        await using var database = NpgsqlDataSource.Create(await server.CreateDatabaseAsync("migrate_four"));

        var applied = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => MigrationRunner.ApplyAsync(database, MigrationFile.Embedded, CancellationToken.None)));

        Assert.Equal(MigrationFile.Embedded.Select(f => f.Name), applied.SelectMany(a => a));
        Assert.Equal(MigrationFile.Embedded.Count, await CountAsync(database));
    }

    [Fact]
    public async Task ApplyAsync_ChangedFile_ThrowsNamingIt()
    {
        await using var database = NpgsqlDataSource.Create(await server.CreateDatabaseAsync("migrate_changed"));
        await MigrationRunner.ApplyAsync(database, MigrationFile.Embedded, CancellationToken.None);
        MigrationFile[] changed = [MigrationFile.Embedded[0] with { Sql = MigrationFile.Embedded[0].Sql + "-- now" }, .. MigrationFile.Embedded.Skip(1)];

        var fault = await Assert.ThrowsAsync<MigrationException>(() => MigrationRunner.ApplyAsync(database, changed, CancellationToken.None));

        Assert.Contains("0001_signals.sql", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ApplyAsync_FailingFile_LeavesNothingAndNamesIt()
    {
        await using var database = NpgsqlDataSource.Create(await server.CreateDatabaseAsync("migrate_failing"));
        MigrationFile[] files = [new(1, "0001_good.sql", "create table good (v int)"), new(2, "0002_bad.sql", "create tabel bad (v int)")];

        var fault = await Assert.ThrowsAsync<MigrationException>(() => MigrationRunner.ApplyAsync(database, files, CancellationToken.None));

        Assert.Contains("0002_bad.sql", fault.Message, StringComparison.Ordinal);
        await using var connection = await database.OpenConnectionAsync();
        Assert.Null(await connection.ExecuteScalarAsync<string?>("select to_regclass('good')::text"));
    }

    [Fact]
    public async Task ApplyAsync_DatabaseAheadOfThisBuild_LeavesItAlone()
    {
        await using var database = NpgsqlDataSource.Create(await server.CreateDatabaseAsync("migrate_ahead"));
        await MigrationRunner.ApplyAsync(database, MigrationFile.Embedded, CancellationToken.None);

        var applied = await MigrationRunner.ApplyAsync(database, [MigrationFile.Embedded[0]], CancellationToken.None);

        Assert.Empty(applied);
    }

    [Fact]
    public void Checksum_OtherLineEnds_IsTheSame() =>
        Assert.Equal(new MigrationFile(1, "a", "x\ny").Checksum, new MigrationFile(1, "a", "x\r\ny").Checksum);

    private static async Task<int> CountAsync(NpgsqlDataSource database)
    {
        await using var connection = await database.OpenConnectionAsync();
        return await connection.ExecuteScalarAsync<int>("select count(*) from schema_migration");
    }
}
