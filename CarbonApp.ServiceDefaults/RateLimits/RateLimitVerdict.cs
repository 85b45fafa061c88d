namespace CarbonApp.ServiceDefaults.RateLimits;

/// <summary>How one rule stands for a client.</summary>
/// <param name="Rule">The rule.</param>
/// <param name="Used">Calls admitted within the window, this one with them if it was.</param>
/// <param name="NextFree">Time until one call more fits than now; zero where none is used.</param>
public readonly record struct RuleState(RateLimitRule Rule, int Used, TimeSpan NextFree)
{
    /// <summary>Calls that still fit.</summary>
    public int Remaining => Math.Max(0, Rule.Limit - Used);
}

/// <summary>Whether a call may be made, and how every rule stands after it. A call that is refused uses nothing up.</summary>
public sealed record RateLimitVerdict(bool Admitted, IReadOnlyList<RuleState> Rules)
{
    /// <summary>The counter has lost its memory, and judges once it has been told all.</summary>
    public static RateLimitVerdict Forgotten { get; } = new(false, []);

    /// <summary>The rule that leaves the least room.</summary>
    public RuleState Tightest => Rules.OrderBy(r => r.Remaining).ThenByDescending(r => r.NextFree).First();

    /// <summary>Of a refused call: time until it would be admitted if no other comes.</summary>
    public TimeSpan RetryAfter => Rules.Where(r => r.Remaining == 0).Select(r => r.NextFree).DefaultIfEmpty().Max();
}
