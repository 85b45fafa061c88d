using CarbonApp.Api.Data;
using Dapper;
using Npgsql;

namespace CarbonApp.Api.Jobs;

/// <summary>The table <c>job</c> as callers see it: posting, looking, cancelling. Every method throws UpstreamException while Postgres is away.</summary>
internal sealed partial class JobStore(Database database)
{
    /// <summary>Channel on which each change is told, as "id status".</summary>
    public const string Channel = "job";

    private const string Tell = $"select pg_notify('{Channel}', id || ' ' || status)::text from changed";

    /// <summary>Stores a job, or finds the one that was posted under the same key; null where too many wait already.</summary>
    /// <param name="id">ULID of the job, should it be new.</param>
    /// <param name="kind">Its kind.</param>
    /// <param name="request">What was posted, JSON.</param>
    /// <param name="key">Idempotency key; null makes a new job each time.</param>
    /// <param name="mostQueued">Jobs that may wait.</param>
    /// <param name="cancellationToken">Ends the wait for Postgres.</param>
    public Task<JobPosting?> PostAsync(string id, string kind, string request, string? key, int mostQueued, CancellationToken cancellationToken) => UseAsync(
        async connection =>
        {
            // One more waiting than allowed, where two are posted at one instant, does no harm: no lock.
            await connection.ExecuteAsync(new CommandDefinition(
                $"""
                with changed as (
                    insert into job (id, kind, request, idempotency_key)
                    select @id, @kind, @request::json, @key
                    where (select count(*) from (select from job where ended_at is null and status = 'queued' limit @mostQueued) waiting) < @mostQueued
                    on conflict (kind, idempotency_key) do nothing
                    returning id, status)
                {Tell}
                """,
                new { id, kind, request, key, mostQueued },
                cancellationToken: cancellationToken));
            var row = await connection.QuerySingleOrDefaultAsync<JobRow>(new CommandDefinition(
                $"select {JobRow.Columns} from job where id = @id or (kind = @kind and idempotency_key = @key)",
                new { id, kind, key },
                cancellationToken: cancellationToken));
            var same = row is null || row.Id == id || await connection.ExecuteScalarAsync<bool>(new CommandDefinition(
                "select request::text = @request from job where id = @existing", new { request, existing = row.Id }, cancellationToken: cancellationToken));
            return row is null ? null : new JobPosting(row, same);
        },
        cancellationToken);

    /// <summary>A job; null where there is none.</summary>
    public Task<JobRow?> FindAsync(string id, CancellationToken cancellationToken) => UseAsync(connection =>
        connection.QuerySingleOrDefaultAsync<JobRow>(new CommandDefinition(
            $"select {JobRow.Columns} from job where id = @id", new { id }, cancellationToken: cancellationToken)), cancellationToken);

    /// <summary>Result of a completed job; null where there is none.</summary>
    public Task<byte[]?> ReadResultAsync(string id, CancellationToken cancellationToken) => UseAsync(connection =>
        connection.QuerySingleOrDefaultAsync<byte[]?>(new CommandDefinition(
            "select result from job where id = @id and status = 'completed'", new { id }, cancellationToken: cancellationToken)), cancellationToken);

    /// <summary>The newest jobs, of one kind and status where given, that are older than <paramref name="before"/>.</summary>
    public Task<JobRow[]> ListAsync(string? kind, string? status, string? before, int most, CancellationToken cancellationToken) => UseAsync(
        async connection => (await connection.QueryAsync<JobRow>(new CommandDefinition(
            $"""
            select {JobRow.Columns} from job
            where (@kind is null or kind = @kind) and (@status is null or status = @status) and (@before is null or id < @before)
            order by id desc limit @most
            """,
            new { kind, status, before, most },
            cancellationToken: cancellationToken))).ToArray(),
        cancellationToken);

    /// <summary>Jobs that could run now and that nobody has taken.</summary>
    public Task<JobBacklog> BacklogAsync(CancellationToken cancellationToken) => UseAsync(connection =>
        connection.QuerySingleAsync<JobBacklog>(new CommandDefinition(
            """
            select count(*) as Waiting, coalesce(extract(epoch from now() - min(available_at)), 0)::double precision as OldestSeconds
            from job where ended_at is null and status = 'queued' and available_at <= now()
            """,
            cancellationToken: cancellationToken)), cancellationToken);

    /// <summary>Cancels a job that has not ended, whoever works on it; the job after that, null where there is none.</summary>
    public Task<JobRow?> CancelAsync(string id, CancellationToken cancellationToken) => UseAsync(async connection =>
    {
        await connection.ExecuteAsync(new CommandDefinition(
            $"""
            with changed as (
                update job set status = 'cancelled', ended_at = now(), holder = null, lease_until = null, version = version + 1
                where id = @id and ended_at is null
                returning id, status)
            {Tell}
            """,
            new { id },
            cancellationToken: cancellationToken));
        return await connection.QuerySingleOrDefaultAsync<JobRow>(new CommandDefinition(
            $"select {JobRow.Columns} from job where id = @id", new { id }, cancellationToken: cancellationToken));
    }, cancellationToken);

    /// <summary>Frees a key where its job failed or was cancelled, so that the same can be posted again.</summary>
    public Task<int> ReleaseKeyAsync(string kind, string key, CancellationToken cancellationToken) => UseAsync(connection =>
        connection.ExecuteAsync(new CommandDefinition(
            "update job set idempotency_key = null where kind = @kind and idempotency_key = @key and status in ('failed', 'cancelled')",
            new { kind, key },
            cancellationToken: cancellationToken)), cancellationToken);

    /// <summary>Deletes jobs that ended before an instant, with their results; how many.</summary>
    public Task<int> DeleteEndedAsync(DateTimeOffset before, CancellationToken cancellationToken) => UseAsync(connection =>
        connection.ExecuteAsync(new CommandDefinition(
            "delete from job where ended_at < @before", new { before = before.UtcDateTime }, cancellationToken: cancellationToken)), cancellationToken);

    private Task<T> UseAsync<T>(Func<NpgsqlConnection, Task<T>> use, CancellationToken cancellationToken) => database.UseAsync(async connections =>
    {
        await using var connection = await connections.OpenConnectionAsync(cancellationToken);
        return await use(connection);
    });
}

/// <summary>What became of a posted job.</summary>
/// <param name="Job">The new job, or the one posted before under the same key.</param>
/// <param name="IsSame">False where the earlier one was posted with another request.</param>
internal sealed record JobPosting(JobRow Job, bool IsSame);
