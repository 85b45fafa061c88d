using Dapper;

namespace CarbonApp.Api.Grid.Ledger;

internal sealed partial class PlanStore
{
    private const string Columns =
        """
        plan.id, made_at, as_of, due_at, settle_at, settled_at, actuals_at, replay, zone, kind, factor, policy, promised_g, promised_run_now_g,
        p10_g, p90_g, realised_g, realised_run_now_g, best_g, as_planned_g, actuals, request, answer
        """;

    /// <summary>A plan; null when none is stored under the id.</summary>
    public Task<StoredPlan?> FindAsync(string id, CancellationToken cancellationToken) => database.UseAsync(async connections =>
    {
        await using var connection = await connections.OpenConnectionAsync(cancellationToken);
        return await connection.QuerySingleOrDefaultAsync<StoredPlan>(new CommandDefinition(
            $"select {Columns} from plan join plan_document using (id) where id = @id", new { id }, cancellationToken: cancellationToken));
    });

    /// <summary>
    /// Plans whose time to be settled has come, longest due first, taken for <paramref name="lease"/>: no other replica gets them
    /// meanwhile, and if we die somebody does after.
    /// </summary>
    public Task<IReadOnlyList<StoredPlan>> TakeDueAsync(DateTimeOffset now, TimeSpan lease, int most, CancellationToken cancellationToken) =>
        database.UseAsync<IReadOnlyList<StoredPlan>>(async connections =>
        {
            await using var connection = await connections.OpenConnectionAsync(cancellationToken);
            return (await connection.QueryAsync<StoredPlan>(new CommandDefinition(
                $"""
                with due as (
                    select id from plan where settle_at <= @now order by settle_at limit @most for update skip locked
                ), taken as (
                    update plan set settle_at = @until from due where plan.id = due.id returning plan.*
                )
                select {Columns.Replace("plan.id", "taken.id", StringComparison.Ordinal)} from taken join plan_document using (id)
                """,
                new { now = now.UtcDateTime, until = (now + lease).UtcDateTime, most },
                cancellationToken: cancellationToken))).AsList();
        });

    /// <summary>Writes down how a plan was run, which opens it again unless it is what was reported before.</summary>
    /// <returns>False when no such plan is stored.</returns>
    public Task<bool> ReportAsync(string id, string actuals, DateTimeOffset now, CancellationToken cancellationToken) => database.UseAsync(async connections =>
    {
        await using var connection = await connections.OpenConnectionAsync(cancellationToken);
        return await connection.ExecuteScalarAsync<bool>(new CommandDefinition(
            """
            with reported as (
                update plan set actuals = @actuals::jsonb, actuals_at = @now, settle_at = greatest(due_at, @now), settled_at = null,
                    realised_g = null, realised_run_now_g = null, best_g = null, as_planned_g = null
                where id = @id and actuals is distinct from @actuals::jsonb
            )
            select exists (select from plan where id = @id)
            """,
            new { id, actuals, now = now.UtcDateTime },
            cancellationToken: cancellationToken));
    });

    /// <summary>Writes down what came of a plan, unless its run was reported anew since it was read.</summary>
    public Task SettleAsync(StoredPlan plan, Realised realised, DateTimeOffset now, CancellationToken cancellationToken) => database.UseAsync(async connections =>
    {
        await using var connection = await connections.OpenConnectionAsync(cancellationToken);
        return await connection.ExecuteAsync(new CommandDefinition(
            """
            update plan set settle_at = null, settled_at = @now, realised_g = @EmissionsG, realised_run_now_g = @RunNowG, best_g = @BestG, as_planned_g = @AsPlannedG
            where id = @Id and actuals_at is not distinct from @Actuals_At
            """,
            new { plan.Id, plan.Actuals_At, now = now.UtcDateTime, realised.EmissionsG, realised.RunNowG, realised.BestG, realised.AsPlannedG },
            cancellationToken: cancellationToken));
    });

    /// <summary>Says when to try again to settle a plan; null gives it up, until somebody looks at it.</summary>
    public Task PostponeAsync(StoredPlan plan, DateTimeOffset? until, CancellationToken cancellationToken) => database.UseAsync(async connections =>
    {
        await using var connection = await connections.OpenConnectionAsync(cancellationToken);
        return await connection.ExecuteAsync(new CommandDefinition(
            "update plan set settle_at = @until where id = @Id and settled_at is null and actuals_at is not distinct from @Actuals_At",
            new { plan.Id, plan.Actuals_At, until = until?.UtcDateTime },
            cancellationToken: cancellationToken));
    });
}
