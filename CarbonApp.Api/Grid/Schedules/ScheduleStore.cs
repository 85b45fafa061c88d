using CarbonApp.Api.Data;
using CarbonApp.Api.Problems;
using Dapper;

namespace CarbonApp.Api.Grid.Schedules;

/// <summary>The table <c>schedule</c>, for those who post, ask and cancel. What the workers do with it is in the other half.</summary>
/// <exception cref="UpstreamException">By every member: Postgres is not ready, is gone, or did not answer in time.</exception>
internal sealed partial class ScheduleStore(Database database)
{
    /// <summary>Changes kept per schedule: the first and the last of the others.</summary>
    private const int MostChanges = 100;

    /// <summary>Keeps a new schedule; false when its key is taken.</summary>
    public async Task<bool> TryAddAsync(ScheduleRow row, CancellationToken cancellationToken) => await ExecuteAsync(
        """
        insert into schedule (id, idempotency_key, request_digest, state, plan_request, job_id, deadline, start_at, plan, checked_at, replan_at,
            history, url, method, headers, body, secret, secret_name, call_at, created_at)
        values (@Id, @IdempotencyKey, @RequestDigest, @State, @PlanRequest::jsonb, @JobId, @Deadline, @Start, @Plan::jsonb, least(@CheckedAt, clock_timestamp()), @ReplanAt,
            @History::jsonb, @Url, @Method, @Headers::jsonb, @Body, @Secret, @SecretName, @CallAt, @CreatedAt)
        on conflict (idempotency_key) do nothing
        """,
        row,
        cancellationToken) == 1;

    public async Task<ScheduleRow?> FindAsync(string id, CancellationToken cancellationToken) =>
        (await QueryAsync($"select {ScheduleRow.Columns} from schedule s where id = @id", new { id }, cancellationToken)).SingleOrDefault();

    public async Task<ScheduleRow?> FindByKeyAsync(string key, CancellationToken cancellationToken) =>
        (await QueryAsync($"select {ScheduleRow.Columns} from schedule s where idempotency_key = @key", new { key }, cancellationToken)).SingleOrDefault();

    /// <summary>Newest first, from the one before <paramref name="before"/>.</summary>
    public Task<IReadOnlyList<ScheduleRow>> ListAsync(string? state, string? before, int limit, CancellationToken cancellationToken) => QueryAsync(
        $"""
        select {ScheduleRow.Columns} from schedule s
        where (@state::text is null or state = @state) and (@before::text is null or id < @before)
        order by id desc limit @limit
        """,
        new { state, before, limit },
        cancellationToken);

    /// <summary>Cancels a schedule whose call has not begun; the schedule, or null when there is none to cancel.</summary>
    public async Task<ScheduleRow?> CancelAsync(string id, DateTimeOffset now, CancellationToken cancellationToken) =>
        (await QueryAsync(
            $"""
            update schedule s set state = 'cancelled', call_at = null, replan_at = null, ended_at = @now
            where id = @id and state = 'waiting' returning {ScheduleRow.Columns}
            """,
            new { id, now = now.UtcDateTime },
            cancellationToken)).SingleOrDefault();

    private Task<IReadOnlyList<ScheduleRow>> QueryAsync(string sql, object parameters, CancellationToken cancellationToken) =>
        database.UseAsync<IReadOnlyList<ScheduleRow>>(async connections =>
        {
            await using var connection = await connections.OpenConnectionAsync(cancellationToken);
            return (await connection.QueryAsync<ScheduleRow>(new CommandDefinition(sql, parameters, cancellationToken: cancellationToken))).AsList();
        });

    private Task<int> ExecuteAsync(string sql, object parameters, CancellationToken cancellationToken) => database.UseAsync(async connections =>
    {
        await using var connection = await connections.OpenConnectionAsync(cancellationToken);
        return await connection.ExecuteAsync(new CommandDefinition(sql, parameters, cancellationToken: cancellationToken));
    });
}
