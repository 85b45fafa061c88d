using Dapper;

namespace CarbonApp.Api.Grid.Ledger;

internal sealed partial class PlanStore
{
    /// <summary>Sums per bucket, zone, kind, factor and policy, in that order; at most one row more than <see cref="LedgerQuestion.MostRows"/>.</summary>
    public Task<IReadOnlyList<LedgerSums>> SumAsync(LedgerQuestion question, CancellationToken cancellationToken) => database.UseAsync<IReadOnlyList<LedgerSums>>(async connections =>
    {
        await using var connection = await connections.OpenConnectionAsync(cancellationToken);
        return (await connection.QueryAsync<LedgerSums>(new CommandDefinition(
            """
            with counted as (
                select *, realised_run_now_g is not null and promised_run_now_g is not null as compared,
                    case when as_planned_g > 0 then 100 * abs(promised_g - as_planned_g) / as_planned_g end as error_pct
                from plan
                where as_of >= @from and as_of < @to
                    and (@zone::text is null or zone = @zone) and (@policy::text is null or policy = @policy or policy like @policyPrefix)
                    and (@replays or not replay)
            )
            select case when @bucket::text is null then @from else date_trunc(@bucket, as_of, 'UTC') end as bucket, zone, kind, factor, policy,
                count(*) as plans, count(settled_at) as settled,
                count(*) filter (where settled_at is null and settle_at is null) as unmeasured,
                count(settled_at) filter (where actuals is not null) as with_actuals,
                count(*) filter (where replay) as replays,
                count(*) filter (where compared) as compared,
                sum(promised_g) filter (where compared) as promised_g, sum(promised_run_now_g) filter (where compared) as promised_run_now_g,
                sum(realised_g) filter (where compared) as realised_g, sum(realised_run_now_g) filter (where compared) as realised_run_now_g,
                sum(best_g) filter (where compared) as best_g,
                avg(error_pct) as error_pct,
                100.0 * avg((as_planned_g between p10_g and p90_g)::int) as coverage_pct
            from counted
            group by 1, 2, 3, 4, 5 order by 1, 2, 3, 4, 5 limit @most
            """,
            new
            {
                from = question.From.UtcDateTime,
                to = question.To.UtcDateTime,
                question.Zone,
                question.Policy,
                policyPrefix = question.Policy + ":%",
                question.Replays,
                question.Bucket,
                most = LedgerQuestion.MostRows + 1,
            },
            cancellationToken: cancellationToken))).AsList();
    });

    /// <summary>Drops plans made before a time, some at once; false when there may be more.</summary>
    public Task<int> DeleteSomeAsync(DateTimeOffset madeBefore, int most, CancellationToken cancellationToken) => database.UseAsync(async connections =>
    {
        await using var connection = await connections.OpenConnectionAsync(cancellationToken);

        // Ids rise with the time, so the oldest are found by the key.
        return await connection.ExecuteAsync(new CommandDefinition(
            """
            with old as (
                select id from plan where id < @bound order by id limit @most for update skip locked
            ), documents as (
                delete from plan_document using old where plan_document.id = old.id
            )
            delete from plan using old where plan.id = old.id
            """,
            new { bound = Ulid.Write(madeBefore.ToUnixTimeMilliseconds(), new byte[10]), most },
            cancellationToken: cancellationToken));
    });
}

/// <summary>One row of sums.</summary>
internal sealed class LedgerSums
{
    public DateTime Bucket { get; init; }

    public required string Zone { get; init; }

    public short Kind { get; init; }

    public short Factor { get; init; }

    public required string Policy { get; init; }

    public long Plans { get; init; }

    public long Settled { get; init; }

    public long Unmeasured { get; init; }

    public long With_Actuals { get; init; }

    public long Replays { get; init; }

    public long Compared { get; init; }

    public double? Promised_G { get; init; }

    public double? Promised_Run_Now_G { get; init; }

    public double? Realised_G { get; init; }

    public double? Realised_Run_Now_G { get; init; }

    public double? Best_G { get; init; }

    public double? Error_Pct { get; init; }

    public double? Coverage_Pct { get; init; }
}
