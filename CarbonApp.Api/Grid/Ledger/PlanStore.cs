using CarbonApp.Api.Data;
using CarbonApp.Api.Grid.Sources;
using CarbonApp.Api.Problems;
using Dapper;
using Npgsql;
using NpgsqlTypes;

namespace CarbonApp.Api.Grid.Ledger;

/// <summary>Plans in Postgres. The one class that knows the tables <c>plan</c> and <c>plan_document</c>.</summary>
/// <remarks>Every method throws <see cref="UpstreamException"/> when Postgres is not ready, gone or too slow.</remarks>
internal sealed partial class PlanStore(Database database) : IAsyncDisposable
{
    /// <summary>Connection of the one writer, kept between transactions: taking one from the pool costs Postgres seven statements of tidying up.</summary>
    private NpgsqlConnection? _writer;

    /// <summary>Stores plans in one transaction; all or none. For one caller at a time.</summary>
    public Task AddAsync(IReadOnlyList<PlanRow> plans, CancellationToken cancellationToken) => database.UseAsync(async connections =>
    {
        while (true)
        {
            var isKept = _writer is not null;
            var connection = _writer ?? await connections.OpenConnectionAsync(cancellationToken);
            _writer = null;
            try
            {
                var stored = await AddAsync(connection, plans, cancellationToken);
                _writer = connection;
                return stored;
            }
            catch (Exception e)
            {
                await connection.DisposeAsync();
                if (!isKept || !Database.IsOutage(e))
                {
                    throw;
                }

                // It broke while it was not used, as when Postgres was restarted. What it may have stored all the same is not stored twice.
            }
        }
    });

    public async ValueTask DisposeAsync()
    {
        if (_writer is { } writer)
        {
            await writer.DisposeAsync();
        }
    }

    private static async Task<int> AddAsync(NpgsqlConnection connection, IReadOnlyList<PlanRow> plans, CancellationToken cancellationToken)
    {
        // One statement, so one round trip with its commit; prepared, as it comes thousands of times a second.
        await using var command = new NpgsqlCommand(
            """
            with given as (
                select * from unnest($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)
                    as g (id, made_at, as_of, due_at, replay, zone, kind, factor, policy, promised_g, promised_run_now_g, p10_g, p90_g, request, answer)
            ), documents as (
                insert into plan_document (id, request, answer) select id, request::json, answer::json from given on conflict do nothing
            )
            insert into plan (id, made_at, as_of, due_at, settle_at, replay, zone, kind, factor, policy, promised_g, promised_run_now_g, p10_g, p90_g)
            select id, made_at, as_of, due_at, due_at, replay, zone, kind, factor, policy, promised_g, promised_run_now_g, p10_g, p90_g from given
            on conflict do nothing
            """,
            connection);
        Add(command, NpgsqlDbType.Text, plans, p => p.Id);
        Add(command, NpgsqlDbType.TimestampTz, plans, p => p.MadeAt.UtcDateTime);
        Add(command, NpgsqlDbType.TimestampTz, plans, p => p.AsOf.UtcDateTime);
        Add(command, NpgsqlDbType.TimestampTz, plans, p => p.DueAt.UtcDateTime);
        Add(command, NpgsqlDbType.Boolean, plans, p => p.Replay);
        Add(command, NpgsqlDbType.Text, plans, p => p.Zone.Value);
        Add(command, NpgsqlDbType.Smallint, plans, p => (short)p.Kind);
        Add(command, NpgsqlDbType.Smallint, plans, p => (short)p.Factor);
        Add(command, NpgsqlDbType.Text, plans, p => p.Policy);
        Add(command, NpgsqlDbType.Double, plans, p => p.PromisedG);
        Add(command, NpgsqlDbType.Double, plans, p => p.PromisedRunNowG);
        Add(command, NpgsqlDbType.Double, plans, p => p.P10G);
        Add(command, NpgsqlDbType.Double, plans, p => p.P90G);
        Add(command, NpgsqlDbType.Text, plans, p => p.Request);
        Add(command, NpgsqlDbType.Text, plans, p => p.Answer);
        await command.PrepareAsync(cancellationToken);
        return await command.ExecuteNonQueryAsync(cancellationToken);
    }

    private static void Add<T>(NpgsqlCommand command, NpgsqlDbType type, IReadOnlyList<PlanRow> plans, Func<PlanRow, T> of) =>
        command.Parameters.Add(new NpgsqlParameter { NpgsqlDbType = NpgsqlDbType.Array | type, Value = plans.Select(of).ToArray() });
}
