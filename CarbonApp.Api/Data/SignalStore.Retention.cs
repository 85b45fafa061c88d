using CarbonApp.Engine.Grid.Signals;
using Dapper;

namespace CarbonApp.Api.Data;

internal sealed partial class SignalStore
{
    /// <summary>Advisory lock of the sweep, away from that of the migrations.</summary>
    private const long RetentionLock = 0x636172626F6E7277;

    /// <summary>Rows deleted at once: short enough transactions that nobody waits for a lock.</summary>
    private const int DeletedAtOnce = 20_000;

    /// <summary>
    /// Deletes values of one status that feeds gave for times before <paramref name="before"/>; imported ones stay. Null when another
    /// replica is at it.
    /// </summary>
    public async Task<long?> DeleteObservedAsync(SignalStatus status, DateTimeOffset before, CancellationToken cancellationToken)
    {
        var deleted = 0L;
        while (true)
        {
            var rows = await DeleteSomeAsync(status, before, cancellationToken);
            deleted += rows ?? 0;
            if (rows is null or < DeletedAtOnce)
            {
                return rows is null && deleted == 0 ? null : deleted;
            }
        }
    }

    private Task<int?> DeleteSomeAsync(SignalStatus status, DateTimeOffset before, CancellationToken cancellationToken) => database.UseAsync<int?>(async connections =>
    {
        await using var connection = await connections.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        var mine = await connection.ExecuteScalarAsync<bool>(new CommandDefinition(
            "select pg_try_advisory_xact_lock(@RetentionLock)", new { RetentionLock }, transaction, cancellationToken: cancellationToken));
        if (!mine)
        {
            return null;
        }

        var rows = await connection.ExecuteAsync(new CommandDefinition(
            """
            delete from signal_slot where ctid = any(array(
                select ctid from signal_slot
                where status = @status and start_at + seconds * interval '1 second' <= @before and start_at < @before and not imported
                limit @DeletedAtOnce
                for update skip locked))
            """,
            new { status = (short)status, before = before.UtcDateTime, DeletedAtOnce },
            transaction,
            cancellationToken: cancellationToken));
        await transaction.CommitAsync(cancellationToken);
        return rows;
    });
}
