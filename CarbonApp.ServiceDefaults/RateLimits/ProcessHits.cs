namespace CarbonApp.ServiceDefaults.RateLimits;

/// <summary>
/// What this process itself has admitted lately. Bounds what it lets through whatever happens to the shared counters, and remembers which of
/// them were told of a call, so that another learns of it when it takes over.
/// </summary>
internal sealed class ProcessHits(TimeProvider time)
{
    /// <summary>Clients and rules remembered; of more, those that called least recently are forgotten.</summary>
    internal const int MostKept = 20_000;

    private readonly Lock _gate = new();
    private readonly Dictionary<(string Client, string Rule), List<Hit>> _hits = [];

    /// <summary>How the rules stand by this process' calls alone; admits nothing.</summary>
    public RateLimitVerdict Look(string client, IReadOnlyList<RateLimitRule> rules)
    {
        lock (_gate)
        {
            var now = time.GetTimestamp();
            var states = rules.Select(r => State(r, Live(client, r, now), now)).ToArray();
            return new RateLimitVerdict(states.All(s => s.Remaining > 0), states);
        }
    }

    /// <summary>Admits a call if every rule has room by this process' calls alone.</summary>
    public RateLimitVerdict Admit(string client, long id, IReadOnlyList<RateLimitRule> rules)
    {
        lock (_gate)
        {
            var verdict = Look(client, rules);
            return verdict.Admitted ? verdict with { Rules = Add(client, id, rules, 0) } : verdict;
        }
    }

    /// <summary>Remembers a call that was admitted, and which shared counters have it, one bit each.</summary>
    public RuleState[] Add(string client, long id, IReadOnlyList<RateLimitRule> rules, int toldTo)
    {
        lock (_gate)
        {
            var now = time.GetTimestamp();
            return [.. rules.Select(rule =>
            {
                var hits = Live(client, rule, now);
                hits.Add(new Hit { Id = id, At = now, ToldTo = toldTo });
                _hits[(client, rule.Name)] = hits;
                Forget();
                return State(rule, hits, now);
            })];
        }
    }

    /// <summary>What to tell a counter with the next call: what it does not know of, or all.</summary>
    public KnownHits[] KnownOf(string client, IReadOnlyList<RateLimitRule> rules, int counter, bool all)
    {
        lock (_gate)
        {
            var now = time.GetTimestamp();
            return [.. rules.Select(rule =>
            {
                var hits = Live(client, rule, now);
                // Not one that is about to leave the window, which the counter may see a moment earlier than we do.
                var witness = all ? null : hits.LastOrDefault(h => IsTold(h, counter) && Age(h, now) < rule.Window * 0.9);
                return new KnownHits(
                    witness?.Id ?? 0, [.. hits.Where(h => all || !IsTold(h, counter)).Select(h => (h.Id, (long)Age(h, now).TotalMicroseconds))]);
            })];
        }
    }

    /// <summary>The counter has been told.</summary>
    public void Told(string client, IReadOnlyList<RateLimitRule> rules, int counter, IReadOnlyList<KnownHits> known)
    {
        lock (_gate)
        {
            for (var i = 0; i < rules.Count; i++)
            {
                if (known[i].Untold.Count > 0 && _hits.TryGetValue((client, rules[i].Name), out var hits))
                {
                    var ids = known[i].Untold.Select(h => h.Id).ToHashSet();
                    hits.Where(h => ids.Contains(h.Id)).ToList().ForEach(h => h.ToldTo |= 1 << counter);
                }
            }
        }
    }

    private static bool IsTold(Hit hit, int counter) => (hit.ToldTo & (1 << counter)) != 0;

    private TimeSpan Age(Hit hit, long now) => time.GetElapsedTime(hit.At, now);

    private List<Hit> Live(string client, RateLimitRule rule, long now)
    {
        if (!_hits.TryGetValue((client, rule.Name), out var hits))
        {
            return [];
        }

        hits.RemoveRange(0, hits.TakeWhile(h => Age(h, now) >= rule.Window).Count());
        return hits;
    }

    private RuleState State(RateLimitRule rule, List<Hit> hits, long now) =>
        new(rule, hits.Count, hits.Count == 0 ? TimeSpan.Zero : rule.Window - Age(hits[Math.Max(0, hits.Count - rule.Limit)], now));

    /// <summary>A quarter at a time, so that the sorting is paid rarely.</summary>
    private void Forget()
    {
        if (_hits.Count > MostKept)
        {
            foreach (var (key, _) in _hits.OrderBy(h => h.Value.Count == 0 ? long.MinValue : h.Value[^1].At).Take(MostKept / 4).ToArray())
            {
                _hits.Remove(key);
            }
        }
    }

    private sealed class Hit
    {
        public required long Id { get; init; }

        public required long At { get; init; }

        public int ToldTo { get; set; }
    }
}
