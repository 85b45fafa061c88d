using Dapper;

namespace CarbonApp.Api.Grid.Ledger;

/// <content>Plans that may change until they are run: those of schedules.</content>
internal sealed partial class PlanStore
{
    /// <summary>Puts a plan in the place of the one under its id, unless that was run or settled meanwhile.</summary>
    public Task ReplaceAsync(PlanRow plan, CancellationToken cancellationToken) => ExecuteAsync(
        """
        with standing as (
            update plan set zone = @zone, promised_g = @PromisedG, promised_run_now_g = @PromisedRunNowG, p10_g = @P10G, p90_g = @P90G
            where id = @Id and actuals_at is null and settled_at is null returning id
        )
        update plan_document set answer = @Answer::json from standing where plan_document.id = standing.id
        """,
        new { plan.Id, zone = plan.Zone.Value, plan.PromisedG, plan.PromisedRunNowG, plan.P10G, plan.P90G, plan.Answer },
        cancellationToken);

    /// <summary>Takes out a plan that will not be run, unless somebody said how it was.</summary>
    public Task RemoveAsync(string id, CancellationToken cancellationToken) => ExecuteAsync(
        """
        with removed as (delete from plan where id = @id and actuals_at is null returning id)
        delete from plan_document using removed where plan_document.id = removed.id
        """,
        new { id },
        cancellationToken);

    private Task ExecuteAsync(string sql, object parameters, CancellationToken cancellationToken) => database.UseAsync(async connections =>
    {
        await using var connection = await connections.OpenConnectionAsync(cancellationToken);
        return await connection.ExecuteAsync(new CommandDefinition(sql, parameters, cancellationToken: cancellationToken));
    });
}
