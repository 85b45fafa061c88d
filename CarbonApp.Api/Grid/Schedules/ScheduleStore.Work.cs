using Dapper;

namespace CarbonApp.Api.Grid.Schedules;

/// <content>
/// What the workers of all replicas do, without knowing of each other: rows are taken by FOR UPDATE SKIP LOCKED, so each goes to one.
/// </content>
internal sealed partial class ScheduleStore
{
    /// <summary>A plan whose maker died is made by another after this time.</summary>
    private static readonly TimeSpan ReplanLease = TimeSpan.FromMinutes(1);

    /// <summary>
    /// Takes schedules whose call is due, and whose last caller, if any, has ended or outlived its lease. From then on they cannot be
    /// cancelled or planned again.
    /// </summary>
    public Task<IReadOnlyList<ScheduleRow>> TakeCallsAsync(DateTimeOffset now, int limit, TimeSpan leaseTime, CancellationToken cancellationToken) => QueryAsync(
        $"""
        with due as (
            select id from schedule
            where call_at <= @now and (lease_until is null or lease_until <= clock_timestamp())
            order by call_at limit @limit for update skip locked)
        update schedule s set state = 'calling', attempts = attempts + 1, replan_at = null, lease = gen_random_uuid(), lease_until = clock_timestamp() + @leaseTime
        from due where s.id = due.id returning {ScheduleRow.Columns}
        """,
        new { now = now.UtcDateTime, limit, leaseTime },
        cancellationToken);

    /// <summary>When the next call falls due that is not due at <paramref name="now"/>; null when none is known yet.</summary>
    public Task<DateTime?> NextCallAsync(DateTimeOffset now, CancellationToken cancellationToken) => database.UseAsync(async connections =>
    {
        await using var connection = await connections.OpenConnectionAsync(cancellationToken);
        return await connection.ExecuteScalarAsync<DateTime?>(new CommandDefinition(
            "select min(call_at) from schedule where call_at > @now", new { now = now.UtcDateTime }, cancellationToken: cancellationToken));
    });

    /// <summary>
    /// Writes down what became of an attempt. False when another replica has taken over meanwhile: then only a success
    /// counts, as the receiver has what it needs.
    /// </summary>
    public async Task<bool> TrySettleAsync(
        ScheduleRow row, string state, DateTimeOffset? callAt, ScheduleDelivery delivery, DateTimeOffset now, CancellationToken cancellationToken) => await ExecuteAsync(
        """
        update schedule set state = @state, call_at = @callAt, ended_at = case when @callAt::timestamptz is null then @now end, lease = null, lease_until = null,
            deliveries = deliveries || @delivery::jsonb
        where id = @Id and (lease = @Lease or (@state = 'delivered' and state = 'calling'))
        """,
        new { row.Id, row.Lease, state, callAt = callAt?.UtcDateTime, delivery = ScheduleJson.Write(delivery), now = now.UtcDateTime },
        cancellationToken) == 1;

    /// <summary>Takes waiting schedules that are to be planned again. Not those whose call is due: putting it off would be to miss it.</summary>
    public Task<IReadOnlyList<ScheduleRow>> TakeReplansAsync(DateTimeOffset now, int limit, CancellationToken cancellationToken) => QueryAsync(
        $"""
        with due as (
            select id from schedule where replan_at <= @now and state = 'waiting' and call_at > @now order by replan_at limit @limit for update skip locked)
        update schedule s set replan_at = @later from due where s.id = due.id returning {ScheduleRow.Columns}
        """,
        new { now = now.UtcDateTime, later = (now + ReplanLease).UtcDateTime, limit },
        cancellationToken);

    /// <summary>Writes down a plan made, unless the call is due or has begun, the schedule was cancelled, or a later plan is there.</summary>
    public async Task<bool> TryReplanAsync(
        string id, SchedulePlan plan, ScheduleChange? change, DateTimeOffset? replanAt, DateTimeOffset now, CancellationToken cancellationToken) => await ExecuteAsync(
        """
        update schedule set plan = @plan::jsonb, start_at = @start, call_at = @start, checked_at = @now, replan_at = @replanAt,
            history = case when @change::jsonb is null then history
                when jsonb_array_length(history) < @MostChanges then history || @change::jsonb
                else (history - 1) || @change::jsonb end
        where id = @id and state = 'waiting' and call_at > @now and checked_at <= @now
        """,
        new
        {
            id,
            plan = ScheduleJson.Write(plan),
            start = plan.Start.UtcDateTime,
            change = change is null ? null : ScheduleJson.Write(change),
            replanAt = replanAt?.UtcDateTime,
            now = now.UtcDateTime,
            MostChanges,
        },
        cancellationToken) == 1;

    /// <summary>Drops what ended before a time; the number dropped.</summary>
    public Task<int> DeleteEndedAsync(DateTimeOffset before, CancellationToken cancellationToken) =>
        ExecuteAsync("delete from schedule where ended_at < @before", new { before = before.UtcDateTime }, cancellationToken);
}
