using CarbonApp.Api.Data;
using CarbonApp.Api.Problems;
using CarbonApp.ServiceDefaults.RateLimits;
using Dapper;
using Npgsql;

namespace CarbonApp.Api.Limits;

/// <summary>
/// Counts in Postgres while Redis is away, by the same rule: per client and rule the times of admitted calls, by the database's clock.
/// Costs a transaction a call, so it is no replacement for Redis but as exact.
/// </summary>
internal sealed class PostgresRateCounter(Database database, TimeProvider time) : IRateCounter, IDisposable
{
    /// <summary>A Postgres that is down refuses at once; one that is only busy is worth the wait, since the next answer is a guess.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan RestAfterFailure = TimeSpan.FromSeconds(1);

    /// <summary>Calls of one client wait for each other: with few at once, a flood leaves the other connections to those who work.</summary>
    private readonly SemaphoreSlim _few = new(4);
    private long _failedAt = long.MinValue;

    public string Name => "postgres";

    /// <summary>The last to be asked, so nobody uses another instead.</summary>
    public bool IsSettled => true;

    public async Task<RateLimitVerdict?> TryAdmitAsync(string client, long hit, IReadOnlyList<RateLimitRule> rules, IReadOnlyList<KnownHits> known)
    {
        var failedAt = Volatile.Read(ref _failedAt);
        if (failedAt != long.MinValue && time.GetElapsedTime(failedAt) < RestAfterFailure)
        {
            return null;
        }

        using var limit = new CancellationTokenSource(Patience);
        try
        {
            await _few.WaitAsync(limit.Token);
            try
            {
                return await database.UseAsync(connections => AdmitAsync(connections, client, hit, rules, known, limit.Token));
            }
            finally
            {
                _few.Release();
            }
        }
        catch (Exception e) when (e is UpstreamException or OperationCanceledException)
        {
            Volatile.Write(ref _failedAt, time.GetTimestamp());
            return null;
        }
    }

    public void Dispose() => _few.Dispose();

    private static async Task<RateLimitVerdict> AdmitAsync(
        NpgsqlDataSource connections, string client, long hit, IReadOnlyList<RateLimitRule> rules, IReadOnlyList<KnownHits> known, CancellationToken cancellationToken)
    {
        await using var connection = await connections.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        // Calls of one client take turns; the lock goes with the transaction.
        await connection.ExecuteAsync(new CommandDefinition(
            "select pg_advisory_xact_lock(hashtextextended(@client, 7238))", new { client }, cancellationToken: cancellationToken));
        var now = await connection.ExecuteScalarAsync<long>(new CommandDefinition(
            "select (extract(epoch from clock_timestamp()) * 1000000)::bigint", cancellationToken: cancellationToken));

        var windows = new List<long>[rules.Count];
        for (var i = 0; i < rules.Count; i++)
        {
            if (await LiveAsync(connection, client, rules[i], known[i], now, cancellationToken) is not { } times)
            {
                return RateLimitVerdict.Forgotten;
            }

            windows[i] = times;
        }

        var admitted = rules.Zip(windows).All(w => w.Second.Count < w.First.Limit);
        if (admitted)
        {
            await InsertAsync(connection, client, rules.Select(r => (r, hit, now)), cancellationToken);
            Array.ForEach(windows, times => times.Add(now));
        }

        await transaction.CommitAsync(cancellationToken);
        return new RateLimitVerdict(admitted, [.. rules.Zip(windows, (rule, times) => new RuleState(rule, times.Count, NextFree(rule, times, now)))]);
    }

    /// <summary>Times of the calls within the window, ascending; null where the witness is gone.</summary>
    private static async Task<List<long>?> LiveAsync(
        NpgsqlConnection connection, string client, RateLimitRule rule, KnownHits known, long now, CancellationToken cancellationToken)
    {
        var since = now - (long)rule.Window.TotalMicroseconds;
        await InsertAsync(connection, client, known.Untold.Select(h => (rule, h.Id, now - h.AgeMicroseconds)), cancellationToken);
        var rows = (await connection.QueryAsync<(long Id, long At)>(new CommandDefinition(
            """
            with outlived as (delete from rate_hit where client = @client and rule = @Name and admitted_us <= @since)
            select id, admitted_us from rate_hit where client = @client and rule = @Name and admitted_us > @since order by admitted_us
            """,
            new { client, rule.Name, since },
            cancellationToken: cancellationToken))).AsList();
        return known.Witness != 0 && !rows.Exists(r => r.Id == known.Witness) ? null : [.. rows.Select(r => r.At)];
    }

    private static Task<int> InsertAsync(
        NpgsqlConnection connection, string client, IEnumerable<(RateLimitRule Rule, long Id, long At)> hits, CancellationToken cancellationToken)
    {
        var rows = hits.ToArray();
        return rows.Length == 0 ? Task.FromResult(0) : connection.ExecuteAsync(new CommandDefinition(
            """
            insert into rate_hit (client, rule, id, admitted_us, ends_us)
            select @client, t.rule, t.id, t.at, t.at + t.window_us
            from unnest(@Rules, @Ids, @Times, @Windows) t(rule, id, at, window_us)
            on conflict do nothing
            """,
            new
            {
                client,
                Rules = rows.Select(r => r.Rule.Name).ToArray(),
                Ids = rows.Select(r => r.Id).ToArray(),
                Times = rows.Select(r => r.At).ToArray(),
                Windows = rows.Select(r => (long)r.Rule.Window.TotalMicroseconds).ToArray(),
            },
            cancellationToken: cancellationToken));
    }

    private static TimeSpan NextFree(RateLimitRule rule, List<long> times, long now) =>
        times.Count == 0 ? TimeSpan.Zero : rule.Window - TimeSpan.FromMicroseconds(now - times[Math.Max(0, times.Count - rule.Limit)]);
}
