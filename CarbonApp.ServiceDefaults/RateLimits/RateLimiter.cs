using System.Diagnostics.Metrics;
using Microsoft.Extensions.Logging;

namespace CarbonApp.ServiceDefaults.RateLimits;

/// <summary>
/// Decides whether a call is within its limits. The first counter that can be reached decides for all replicas, together with the next
/// while it has only just come back; with none, this process admits its share, limit ÷ replicas. Whatever happens, no process admits more than the limit by itself.
/// </summary>
public sealed partial class RateLimiter : IDisposable
{
    private readonly IRateCounter[] _counters;
    private readonly int _replicas;
    private readonly ProcessHits _hits;
    private readonly ILogger _logger;
    private readonly Meter _meter;
    private readonly Counter<long> _decisions;
    private string _deciding;

    /// <param name="counters">Shared counters, the best first.</param>
    /// <param name="replicas">Processes behind the limit, for when no counter can be reached.</param>
    /// <param name="time">Clock of this process.</param>
    /// <param name="meters">Where decisions are counted.</param>
    /// <param name="logger">Told when another counter takes over.</param>
    public RateLimiter(IEnumerable<IRateCounter> counters, int replicas, TimeProvider time, IMeterFactory meters, ILogger<RateLimiter> logger)
    {
        (_counters, _replicas, _hits, _logger) = ([.. counters], replicas, new ProcessHits(time), logger);
        _meter = meters.Create("CarbonApp.RateLimits");
        _decisions = _meter.CreateCounter<long>("carbonapp.rate_limit.decisions", description: "Calls judged by rate limits, by who counted and how it ended.");
        _deciding = _counters.FirstOrDefault()?.Name ?? "process";
    }

    /// <summary>Judges one call of a client under one or more rules, and counts it if it is admitted.</summary>
    public async Task<RateLimitVerdict> AdmitAsync(string client, IReadOnlyList<RateLimitRule> rules)
    {
        if (_hits.Look(client, rules) is { Admitted: false } full)
        {
            return Decided("process", full);
        }

        var hit = Random.Shared.NextInt64(1, long.MaxValue);
        var (toldTo, deciding, strictest) = (0, "process", (RateLimitVerdict?)null);

        // From the last that must agree to the first, which every replica uses once it is settled.
        for (var i = LastToAsk(); i >= 0; i--)
        {
            if (await AskAsync(i, client, hit, rules) is not { } verdict)
            {
                continue;
            }

            (deciding, strictest) = (_counters[i].Name, verdict);
            if (!verdict.Admitted)
            {
                break;
            }

            toldTo |= 1 << i;
        }

        TellOfChange(deciding);
        if (strictest is null)
        {
            return Decided(deciding, _hits.Admit(client, hit, [.. rules.Select(r => r with { Limit = Math.Max(1, r.Limit / _replicas) })]));
        }

        if (strictest.Admitted)
        {
            _hits.Add(client, hit, rules, toldTo);
        }

        return Decided(deciding, strictest);
    }

    /// <inheritdoc/>
    public void Dispose() => _meter.Dispose();

    private int LastToAsk()
    {
        var settled = Array.FindIndex(_counters, c => c.IsSettled);
        return settled < 0 ? _counters.Length - 1 : settled;
    }

    private async Task<RateLimitVerdict?> AskAsync(int counter, string client, long hit, IReadOnlyList<RateLimitRule> rules)
    {
        foreach (var all in (bool[])[false, true])
        {
            var known = _hits.KnownOf(client, rules, counter, all);
            var verdict = await _counters[counter].TryAdmitAsync(client, hit, rules, known);
            if (verdict is null)
            {
                return null;
            }

            if (verdict != RateLimitVerdict.Forgotten)
            {
                _hits.Told(client, rules, counter, known);
                return verdict;
            }
        }

        return null;
    }

    private RateLimitVerdict Decided(string by, RateLimitVerdict verdict)
    {
        _decisions.Add(1, new("counter", by), new("outcome", verdict.Admitted ? "admitted" : "refused"));
        return verdict;
    }

    private void TellOfChange(string deciding)
    {
        if (Interlocked.Exchange(ref _deciding, deciding) != deciding)
        {
            LogDeciding(deciding);
        }
    }

    [LoggerMessage(LogLevel.Warning, "Rate limits are now counted by {Counter}")]
    private partial void LogDeciding(string counter);
}
