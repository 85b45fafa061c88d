namespace CarbonApp.ServiceDefaults.RateLimits;

/// <summary>Counts the calls of all replicas together.</summary>
public interface IRateCounter
{
    /// <summary>Name in metrics and logs.</summary>
    string Name { get; }

    /// <summary>
    /// Whether every replica can be taken to use this counter. False for a while after it came (back) into reach: others may still use the
    /// next one, so a call must be admitted by both.
    /// </summary>
    bool IsSettled { get; }

    /// <summary>Admits a call if every rule has room for it, in one step; null, soon, where the counter cannot be reached.</summary>
    /// <param name="client">Whose call.</param>
    /// <param name="hit">Id of the call, should it be admitted.</param>
    /// <param name="rules">The rules it falls under.</param>
    /// <param name="known">Per rule, what this process knows to have been admitted.</param>
    Task<RateLimitVerdict?> TryAdmitAsync(string client, long hit, IReadOnlyList<RateLimitRule> rules, IReadOnlyList<KnownHits> known);
}

/// <summary>What a process knows about a client's earlier calls under one rule.</summary>
/// <param name="Witness">Id of a call that this counter has counted; if it no longer has it, it lost its memory. 0: none.</param>
/// <param name="Untold">Calls this counter has not been told of, with their age in microseconds. Telling one twice does no harm.</param>
public readonly record struct KnownHits(long Witness, IReadOnlyList<(long Id, long AgeMicroseconds)> Untold)
{
    /// <summary>Nothing.</summary>
    public static KnownHits None { get; } = new(0, []);
}
