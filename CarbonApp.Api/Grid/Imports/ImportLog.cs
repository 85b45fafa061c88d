using System.Text.Json;
using CarbonApp.Api.Data;
using CarbonApp.Engine.Grid.Signals.Import;
using Dapper;
using Npgsql;

namespace CarbonApp.Api.Grid.Imports;

/// <summary>The table <c>import</c>: what was begun under which key, how far it came, and whether someone works on it now.</summary>
internal sealed class ImportLog(Database database)
{
    /// <summary>
    /// The lock of an import is held by the session that stores it: it goes when that replica, its connection or Postgres dies, so
    /// nobody waits for a lease to run out. Hashed with a seed, away from other advisory locks.
    /// </summary>
    private const string LockKey = "hashtextextended(@id, 1229803604)";

    /// <summary>State of an import; null when none was begun under the id.</summary>
    public async Task<ImportResponse?> FindAsync(string id, CancellationToken cancellationToken)
    {
        var row = await database.UseAsync(async connections =>
        {
            await using var connection = await connections.OpenConnectionAsync(cancellationToken);
            return await connection.QuerySingleOrDefaultAsync<ImportRow>(new CommandDefinition(
                $"""
                select *, exists (
                    select from pg_locks
                    where locktype = 'advisory' and objsubid = 1 and ((classid::bigint << 32) | objid::bigint) = {LockKey}
                        and database = (select oid from pg_database where datname = current_database())) as held
                from import where id = @id
                """,
                new { id },
                cancellationToken: cancellationToken));
        });
        return row?.ToResponse();
    }

    /// <summary>Takes the import for this session; false when another has it.</summary>
    public static async Task<bool> TryLockAsync(NpgsqlConnection connection, string id, CancellationToken cancellationToken) =>
        await connection.ExecuteScalarAsync<bool>(new CommandDefinition(
            $"select pg_try_advisory_lock({LockKey})", new { id }, cancellationToken: cancellationToken));

    public static Task UnlockAsync(NpgsqlConnection connection, string id) =>
        connection.ExecuteAsync($"select pg_advisory_unlock({LockKey})", new { id });

    /// <summary>Begins the import, or finds how far it came before.</summary>
    public static async Task<ImportRow> BeginAsync(NpgsqlConnection connection, string id, string parameters, DateTimeOffset now, CancellationToken cancellationToken) =>
        await connection.QuerySingleAsync<ImportRow>(new CommandDefinition(
            """
            insert into import (id, parameters, status, begun_at, updated_at) values (@id, @parameters, 'running', @now, @now)
            on conflict (id) do nothing;
            update import set status = 'running', updated_at = @now where id = @id and status <> 'completed' and parameters = @parameters;
            select * from import where id = @id
            """,
            new { id, parameters, now = now.UtcDateTime },
            cancellationToken: cancellationToken));

    /// <summary>Writes a moment down, in the caller's transaction when there is one.</summary>
    public static Task SaveAsync(
        NpgsqlConnection connection, NpgsqlTransaction? transaction, string id, string status, ImportState state, DateTimeOffset now, CancellationToken cancellationToken) =>
        connection.ExecuteAsync(new CommandDefinition(
            """
            update import set status = @status, rows_read = @RowsRead, slots_stored = @Slots, slots_digest = @Digest, gaps = @Gaps,
                rows_rejected = @RowsRejected, errors = @errors::jsonb, zones = @zones, from_at = to_timestamp(@FromUnixSeconds),
                to_at = to_timestamp(@ToUnixSeconds), seconds = @Seconds, updated_at = @now
            where id = @id
            """,
            new
            {
                id,
                status,
                now = now.UtcDateTime,
                state.RowsRead,
                state.Slots,
                state.Digest,
                state.Gaps,
                state.RowsRejected,
                errors = JsonSerializer.Serialize(state.Errors),
                zones = state.Zones.Select(z => z.Value).ToArray(),
                FromUnixSeconds = (double?)state.FromUnixSeconds,
                ToUnixSeconds = (double?)state.ToUnixSeconds,
                state.Seconds,
            },
            transaction,
            cancellationToken: cancellationToken));

    /// <summary>Notes that an attempt ended early; how far it came stays as committed.</summary>
    public Task EndEarlyAsync(string id, string status, DateTimeOffset now, CancellationToken cancellationToken) => database.UseAsync(async connections =>
    {
        await using var connection = await connections.OpenConnectionAsync(cancellationToken);
        return await connection.ExecuteAsync(new CommandDefinition(
            "update import set status = @status, updated_at = @now where id = @id and status = 'running'",
            new { id, status, now = now.UtcDateTime },
            cancellationToken: cancellationToken));
    });
}

/// <summary>A row of the table <c>import</c>.</summary>
internal sealed class ImportRow
{
    public required string Id { get; init; }

    public required string Parameters { get; init; }

    public required string Status { get; init; }

    public long Rows_Read { get; init; }

    public long Slots_Stored { get; init; }

    public long Slots_Digest { get; init; }

    public long Gaps { get; init; }

    public long Rows_Rejected { get; init; }

    public required string Errors { get; init; }

    public required string[] Zones { get; init; }

    public DateTime? From_At { get; init; }

    public DateTime? To_At { get; init; }

    public double Seconds { get; init; }

    /// <summary>True when a session works on it now.</summary>
    public bool Held { get; init; }

    public ImportResponse ToResponse() => new()
    {
        Id = Id,
        // A replica or Postgres that died could not write down that it did.
        Status = Status == "running" && !Held ? "interrupted" : Status,
        RowsRead = Rows_Read,
        SlotsStored = Slots_Stored,
        Gaps = Gaps,
        RowsRejected = Rows_Rejected,
        Errors = [.. JsonSerializer.Deserialize<RowError[]>(Errors)!.Select(e => new ImportRowError { Line = e.Line, Message = e.Message })],
        Zones = Zones,
        From = From_At is { } from ? new DateTimeOffset(from, TimeSpan.Zero) : null,
        To = To_At is { } to ? new DateTimeOffset(to, TimeSpan.Zero) : null,
        Seconds = Seconds,
    };
}
