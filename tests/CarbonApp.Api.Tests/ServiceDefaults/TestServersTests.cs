using System.Net.Sockets;
using CarbonApp.Tests.Shared.Servers;
using Npgsql;

namespace CarbonApp.Api.Tests.ServiceDefaults;

/// <summary>The servers other tests stand on: killed for real, back on the same port, nothing left behind.</summary>
public sealed class TestServersTests
{
    [Fact]
    public async Task PostgresServer_KilledAndRestarted_KeepsItsDataAndPort()
    {
        await using var server = new PostgresServer();
        var connectionString = await server.CreateDatabaseAsync("kept");
        await ExecuteAsync(connectionString, "CREATE TABLE t (v int); INSERT INTO t VALUES (42); CHECKPOINT");

        await server.KillAsync();
        await Assert.ThrowsAnyAsync<NpgsqlException>(() => ExecuteAsync(connectionString, "SELECT 1"));
        await server.RestartAsync();

        Assert.Equal(42, await ExecuteAsync(connectionString, "SELECT v FROM t"));
    }

    [Fact]
    public async Task RedisServer_KilledAndRestarted_ListensOnItsPort()
    {
        await using var server = new RedisServer();
        await server.StartAsync();
        var port = server.Port;

        await server.RestartAsync();

        Assert.Equal(port, server.Port);
    }

    [Fact]
    public async Task DisposeAsync_RunningServers_LeavesNeitherProcessNorFolder()
    {
        var redis = new RedisServer();
        var postgres = new PostgresServer();
        await redis.StartAsync();
        await postgres.StartAsync();
        string[] folders = [redis.Folder!, postgres.Folder!];
        Assert.All(folders, folder => Assert.True(Directory.Exists(folder)));

        await redis.DisposeAsync();
        await postgres.DisposeAsync();

        Assert.All(folders, folder => Assert.False(Directory.Exists(folder)));
        Assert.All([redis.Port, postgres.Port], port => Assert.Throws<SocketException>(() => new TcpClient("127.0.0.1", port).Dispose()));
    }

    private static async Task<object?> ExecuteAsync(string connectionString, string sql)
    {
        await using var connection = new NpgsqlConnection(connectionString + ";Pooling=false");
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        return await command.ExecuteScalarAsync();
    }
}
