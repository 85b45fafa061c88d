using System.ComponentModel.DataAnnotations;
using CarbonApp.Engine.Grid.Signals;

namespace CarbonApp.Api.Grid.Sources;

/// <summary>Section <c>Sources</c>: which sources are asked, in which order, and for how long.</summary>
internal sealed class SourceOptions : IValidatableObject
{
    public const string Section = "Sources";

    /// <summary>True to ask nobody over the network: stored history and annual means only.</summary>
    public bool Offline { get; set; }

    /// <summary>
    /// Time one reading may take, in milliseconds. An answer that comes later still warms the cache. 600 leaves a call that reads
    /// once or many times in parallel under a second, even the first of a process, which also waits 0.3 s for its code to be compiled.
    /// </summary>
    [Range(50, 30_000)]
    public int TimeBudgetMilliseconds { get; set; } = 600;

    /// <summary>Time one attempt of an upstream request may take, body included, in milliseconds; it runs on behind the reading.</summary>
    [Range(50, 120_000)]
    public int AttemptTimeoutMilliseconds { get; set; } = 5_000;

    /// <summary>Attempts after the first, when a host could not be reached or answered 5xx.</summary>
    [Range(0, 5)]
    public int Retries { get; set; } = 1;

    /// <summary>Upstream requests at once to one host.</summary>
    [Range(1, 64)]
    public int MaxRequestsPerHost { get; set; } = 6;

    /// <summary>Queries of local sources (Postgres) at once, so that a ranking does not drain the connection pool.</summary>
    [Range(1, 256)]
    public int MaxLocalReads { get; set; } = 16;

    /// <summary>How long a host that could not be reached is left alone, in seconds.</summary>
    [Range(1, 3_600)]
    public int HostRestSeconds { get; set; } = 30;

    /// <summary>
    /// Milliseconds for which a reading serves all who ask the same, a tenth of it where a source failed; 0 for none. What this process
    /// stores is seen at once all the same.
    /// </summary>
    [Range(0, 60_000)]
    public int RememberMilliseconds { get; set; } = 1_000;

    /// <summary>Pages of history one reading may ask of one feed; a longer range belongs into an import.</summary>
    [Range(1, 200)]
    public int MaxHistoryPages { get; set; } = 12;

    /// <summary>
    /// Names in order of trust, comma separated, by zone and kind: <c>Sources:Priorities:GB:average=stored,neso</c>. <c>*</c>
    /// stands for any zone or kind; the most specific entry counts. A source that is not named is not asked.
    /// </summary>
    public Dictionary<string, Dictionary<string, string>> Priorities { get; init; } = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Time budget.</summary>
    public TimeSpan TimeBudget => TimeSpan.FromMilliseconds(TimeBudgetMilliseconds);

    /// <summary>Time an upstream request may take with all its attempts and the waits between them.</summary>
    public TimeSpan RequestTimeout => TimeSpan.FromMilliseconds(AttemptTimeoutMilliseconds * (Retries + 1.2));

    /// <summary>Names to ask for a basis, in order.</summary>
    public IReadOnlyList<string> PriorityOf(SignalBasis basis) =>
        Find(basis.Zone.Value, basis.Kind.ToString()) ?? Find(basis.Zone.Value, "*")
        ?? Find("*", basis.Kind.ToString()) ?? Find("*", "*") ?? SourceNames.All;

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        foreach (var (zone, kinds) in Priorities)
        {
            if (zone != "*" && !ZoneId.TryParse(zone, out _))
            {
                yield return new ValidationResult($"{Section}:Priorities has '{zone}', which is neither a zone nor *.");
            }

            foreach (var (kind, names) in kinds)
            {
                if (kind != "*" && !Enum.TryParse<SignalKind>(kind, ignoreCase: true, out _))
                {
                    yield return new ValidationResult($"{Section}:Priorities:{zone} has '{kind}'; expected average, marginal or *.");
                }

                foreach (var name in Split(names).Where(n => !SourceNames.All.Contains(n)))
                {
                    yield return new ValidationResult($"{Section}:Priorities:{zone}:{kind} names '{name}'; known are {string.Join(", ", SourceNames.All)}.");
                }
            }
        }
    }

    private static string[] Split(string names) => names.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);

    private string[]? Find(string zone, string kind)
    {
        var kinds = Lookup(Priorities, zone);
        var names = kinds is null ? null : Lookup(kinds, kind);
        return names is null ? null : Split(names);
    }

    // The binder replaces the dictionaries' comparers in nested levels, so case is handled here.
    private static T? Lookup<T>(Dictionary<string, T> entries, string key)
        where T : class =>
        entries.FirstOrDefault(e => string.Equals(e.Key, key, StringComparison.OrdinalIgnoreCase)).Value;
}
