using Dapper;

namespace CarbonApp.Api.Jobs;

/// <summary>The table <c>job</c> as workers see it. Who has lost a job changes nothing by writing: each statement asks for holder and attempt.</summary>
internal sealed partial class JobStore
{
    private const string Held = "id = @Id and status = 'running' and holder = @holder and attempts = @Attempts";

    /// <summary>Takes the oldest job that waits, or that its holder has not been heard of for a lease; null where there is none.</summary>
    public Task<JobLease?> TakeAsync(IReadOnlyList<string> kinds, string holder, TimeSpan lease, int mostAttempts, CancellationToken cancellationToken) => UseAsync(
        connection => connection.QuerySingleOrDefaultAsync<JobLease>(new CommandDefinition(
            $"""
            with next as (
                select id from job
                where ended_at is null and kind = any(@kinds) and attempts < @mostAttempts
                    and ((status = 'queued' and available_at <= now()) or (status = 'running' and lease_until < now()))
                order by created_at, id
                for update skip locked
                limit 1),
            changed as (
                update job set status = 'running', attempts = attempts + 1, holder = @holder, lease_until = now() + @lease,
                    started_at = coalesce(started_at, now()), version = version + 1
                where id = (select id from next)
                returning id, status, kind, request, attempts, created_at)
            select id, kind, request::text as request, attempts, created_at, pg_notify('{Channel}', id || ' ' || status)::text as told from changed
            """,
            new { kinds, holder, lease, mostAttempts },
            cancellationToken: cancellationToken)),
        cancellationToken);

    /// <summary>Renews a lease and writes how far the job is; false where it is lost: cancelled, or taken by another.</summary>
    public Task<bool> RenewAsync(JobLease job, string holder, TimeSpan lease, JobStep step, CancellationToken cancellationToken) => ChangeAsync(
        job, holder, "lease_until = now() + @lease, progress = @Fraction, stage = @Stage", new { lease, step.Fraction, step.Stage }, cancellationToken);

    /// <summary>Ends a job with its result; false, and nothing written, where it is lost.</summary>
    public Task<bool> CompleteAsync(JobLease job, string holder, byte[] result, CancellationToken cancellationToken) => ChangeAsync(
        job, holder, "status = 'completed', ended_at = now(), progress = 1, result = @result, holder = null, lease_until = null", new { result }, cancellationToken);

    /// <summary>Ends a job with a problem; false, and nothing written, where it is lost.</summary>
    public Task<bool> FailAsync(JobLease job, string holder, string problem, CancellationToken cancellationToken) => ChangeAsync(
        job, holder, "status = 'failed', ended_at = now(), problem = @problem::json, holder = null, lease_until = null", new { problem }, cancellationToken);

    /// <summary>Lets another attempt be made after <paramref name="wait"/>; one that did not fail by itself does not count.</summary>
    public Task<bool> GiveBackAsync(JobLease job, string holder, TimeSpan wait, bool counts, CancellationToken cancellationToken) => ChangeAsync(
        job,
        holder,
        "status = 'queued', available_at = now() + @wait, attempts = attempts - @uncounted, progress = 0, holder = null, lease_until = null",
        new { wait, uncounted = counts ? 0 : 1 },
        cancellationToken);

    /// <summary>Ends jobs whose holder was lost in their last attempt; how many.</summary>
    public Task<int> FailAbandonedAsync(int mostAttempts, string problem, CancellationToken cancellationToken) => UseAsync(async connection =>
        (await connection.QueryAsync<string>(new CommandDefinition(
            $"""
            with changed as (
                update job set status = 'failed', ended_at = now(), problem = @problem::json, holder = null, lease_until = null, version = version + 1
                where ended_at is null and attempts >= @mostAttempts and status = 'running' and lease_until < now()
                returning id, status)
            {Tell}
            """,
            new { mostAttempts, problem },
            cancellationToken: cancellationToken))).Count(),
        cancellationToken);

    private Task<bool> ChangeAsync(JobLease job, string holder, string assignments, object values, CancellationToken cancellationToken) => UseAsync(async connection =>
    {
        var parameters = new DynamicParameters(values);
        parameters.AddDynamicParams(new { job.Id, job.Attempts, holder });
        var told = await connection.QueryAsync<string>(new CommandDefinition(
            $"""
            with changed as (update job set {assignments}, version = version + 1 where {Held} returning id, status)
            {Tell}
            """,
            parameters,
            cancellationToken: cancellationToken));
        return told.Any();
    }, cancellationToken);
}
