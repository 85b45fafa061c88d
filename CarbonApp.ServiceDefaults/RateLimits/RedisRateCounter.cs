using CarbonApp.ServiceDefaults.Connections;
using StackExchange.Redis;

namespace CarbonApp.ServiceDefaults.RateLimits;

/// <summary>
/// Counts in Redis: per client and rule a sorted set of admitted calls by their time, never more than the limit. One script looks at all
/// sets and adds to all or none, by Redis' clock, so the limit is exact however many replicas ask at once.
/// </summary>
internal sealed class RedisRateCounter(RedisLink redis) : IRateCounter
{
    /// <summary>
    /// Longer than this nobody waits: the next counter is asked. Generous, since a Redis that was reached is only slow by accident; one
    /// that is down is known to be and costs no wait.
    /// </summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    /// <summary>Several times what a replica takes to connect again.</summary>
    private static readonly TimeSpan Settling = TimeSpan.FromSeconds(10);

    // Times are microseconds: 16 digits, which Lua's own conversion to text would round.
    private const string Script =
        """
        local t = redis.call('TIME')
        local now = t[1] * 1000000 + t[2]
        local function text(n) return string.format('%.0f', n) end
        local arg, open, used = 2, true, {}
        for i, key in ipairs(KEYS) do
          local limit, window, witness, untold = tonumber(ARGV[arg]), tonumber(ARGV[arg + 1]), ARGV[arg + 2], tonumber(ARGV[arg + 3])
          if witness ~= '0' and not redis.call('ZSCORE', key, witness) then return {-1} end
          for j = 1, untold do
            local id, age = ARGV[arg + 2 + 2 * j], tonumber(ARGV[arg + 3 + 2 * j])
            if not redis.call('ZSCORE', key, id) then redis.call('ZADD', key, text(now - age), id) end
          end
          arg = arg + 4 + 2 * untold
          redis.call('ZREMRANGEBYSCORE', key, '-inf', text(now - window))
          used[i] = redis.call('ZCARD', key)
          open = open and used[i] < limit
        end
        local answer = {open and 1 or 0}
        arg = 2
        for i, key in ipairs(KEYS) do
          local limit, window = tonumber(ARGV[arg]), tonumber(ARGV[arg + 1])
          arg = arg + 4 + 2 * tonumber(ARGV[arg + 3])
          if open then
            redis.call('ZADD', key, text(now), ARGV[1])
            used[i] = used[i] + 1
          end
          redis.call('PEXPIRE', key, math.ceil(window / 1000))
          local nth = math.max(0, used[i] - limit)
          local first = redis.call('ZRANGE', key, nth, nth, 'WITHSCORES')[2]
          answer[#answer + 1] = used[i]
          answer[#answer + 1] = first and first + window - now or 0
        end
        return answer
        """;

    public string Name => "redis";

    public bool IsSettled => redis.SteadyFor >= Settling;

    public async Task<RateLimitVerdict?> TryAdmitAsync(string client, long hit, IReadOnlyList<RateLimitRule> rules, IReadOnlyList<KnownHits> known)
    {
        await redis.ConnectedAsync(Patience);

        // In braces what a cluster hashes: all keys of a client are on one node.
        var keys = rules.Select(r => (RedisKey)$"carbonapp:limit:{{{client}}}:{r.Name}").ToArray();
        RedisValue[] arguments = [hit, .. rules.SelectMany((r, i) => Arguments(r, known[i]))];
        var answer = await redis.AskAsync(async database => (long[]?)await database.ScriptEvaluateAsync(Script, keys, arguments), null, Patience);
        return answer is null ? null
            : answer[0] < 0 ? RateLimitVerdict.Forgotten
            : new RateLimitVerdict(
                answer[0] == 1,
                [.. rules.Select((r, i) => new RuleState(r, (int)answer[1 + (2 * i)], TimeSpan.FromMicroseconds(answer[2 + (2 * i)])))]);
    }

    private static IEnumerable<RedisValue> Arguments(RateLimitRule rule, KnownHits known) =>
        [rule.Limit, rule.WindowMicroseconds, known.Witness, known.Untold.Count, .. known.Untold.SelectMany(h => new RedisValue[] { h.Id, h.AgeMicroseconds })];
}
