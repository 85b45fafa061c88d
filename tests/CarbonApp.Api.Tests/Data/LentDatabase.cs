using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using CarbonApp.Api.Data;
using CarbonApp.Tests.Shared.Servers;
using Npgsql;

namespace CarbonApp.Api.Tests.Data;

/// <summary>
/// An empty database of the newest schema, lent to one test and then to another: emptying one is cheaper than making and
/// migrating one. Whoever had it must have closed its connections and left the tables as they were.
/// </summary>
internal sealed class LentDatabase : IAsyncDisposable
{
    // Triggers and foreign keys are off so that the order of the tables does not matter.
    private const string Empty =
        """
        set session_replication_role = replica;
        do $$
        declare name text;
        begin
            for name in select tablename from pg_tables where schemaname = 'public' and tablename <> 'schema_migration' loop
                execute format('delete from %I', name);
            end loop;
            perform setval(format('%I', sequencename)::regclass, 1, false) from pg_sequences where schemaname = 'public' and last_value is not null;
        end $$;
        """;

    private static readonly ConditionalWeakTable<PostgresServer, ConcurrentBag<string>> Idle = [];
    private static int _made;

    private readonly ConcurrentBag<string> _idle;

    private LentDatabase(ConcurrentBag<string> idle, string connectionString)
    {
        _idle = idle;
        ConnectionString = connectionString;
    }

    public string ConnectionString { get; }

    public static async Task<LentDatabase> LendAsync(PostgresServer server)
    {
        var idle = Idle.GetOrCreateValue(server);
        return new LentDatabase(idle, idle.TryTake(out var kept) ? kept : await MakeAsync(server));
    }

    public async ValueTask DisposeAsync()
    {
        try
        {
            await using var database = NpgsqlDataSource.Create(ConnectionString);
            await using var command = database.CreateCommand(Empty);
            await command.ExecuteNonQueryAsync();
            _idle.Add(ConnectionString);
        }
        catch (NpgsqlException)
        {
            // The test has killed the server: the next one gets a new database.
        }
    }

    private static async Task<string> MakeAsync(PostgresServer server)
    {
        var connectionString = await server.CreateDatabaseAsync($"lent_{Interlocked.Increment(ref _made)}");
        await using var database = NpgsqlDataSource.Create(connectionString);
        await MigrationRunner.ApplyAsync(database, MigrationFile.Embedded, CancellationToken.None);
        return connectionString;
    }
}
