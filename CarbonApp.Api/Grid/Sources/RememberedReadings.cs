using CarbonApp.Api.Data;
using CarbonApp.Engine.Grid.Signals;
using CarbonApp.ServiceDefaults.Clocks;
using Microsoft.Extensions.Caching.Memory;
using Microsoft.Extensions.Options;

namespace CarbonApp.Api.Grid.Sources;

/// <summary>
/// The chain with a memory of a second: thousands of callers who ask the same get one merge of the sources, and the very same signal,
/// by which they can tell that nothing has changed.
/// </summary>
/// <remarks>
/// What this process stores is seen at once. A reading in which a source failed, or which is stale, is remembered for a tenth of the
/// time: the next may be better. None is kept past the end of its running slot, where a forecast becomes an estimate.
/// </remarks>
internal sealed class RememberedReadings(
    SourceChain chain, ReadZones zones, IOptions<SourceOptions> options, TimeProvider clock, SignalStore? store = null) : ISignalReader, IDisposable
{
    /// <summary>Some 25 MB.</summary>
    private const long MostSlots = 500_000;

    private static readonly TimeSpan Swept = TimeSpan.FromMinutes(1);
    private readonly MemoryCache _readings = new(new MemoryCacheOptions { SizeLimit = MostSlots });

    public Task<SignalReading> ReadAsync(SignalQuery query, CancellationToken cancellationToken) =>
        Find(query) is { } known ? known.Answer : AskAsync(query, cancellationToken);

    public async Task<IReadOnlyList<SignalReading>> ReadManyAsync(IReadOnlyList<SignalQuery> queries, CancellationToken cancellationToken)
    {
        var readings = new SignalReading?[queries.Count];
        var missing = new List<int>();
        for (var i = 0; i < readings.Length; i++)
        {
            readings[i] = Find(queries[i])?.Reading;
            if (readings[i] is null)
            {
                missing.Add(i);
            }
        }

        if (missing.Count > 0)
        {
            var version = Version;
            var answers = await chain.ReadManyAsync([.. missing.Select(i => queries[i])], cancellationToken);
            for (var i = 0; i < missing.Count; i++)
            {
                readings[missing[i]] = answers[i];
                Remember(queries[missing[i]], answers[i], version);
            }
        }

        return readings!;
    }

    public void Dispose() => _readings.Dispose();

    private long Version => store?.Version ?? 0;

    private Remembered? Find(SignalQuery query) =>
        _readings.TryGetValue(query, out Remembered? known) && known!.Version == Version && known.Fresh.Holds(clock) ? known : null;

    private async Task<SignalReading> AskAsync(SignalQuery query, CancellationToken cancellationToken)
    {
        // Taken before: what is stored during the reading may or may not be in it.
        var version = Version;
        var reading = await chain.ReadAsync(query, cancellationToken);
        Remember(query, reading, version);
        return reading;
    }

    private void Remember(SignalQuery query, SignalReading reading, long version)
    {
        var now = clock.GetUtcNow();
        zones.Note(reading, now);
        var time = TimeSpan.FromMilliseconds(options.Value.RememberMilliseconds / (IsComplete(reading) ? 1.0 : 10));
        if (time > TimeSpan.Zero && reading.Signal.Count <= MostSlots / 50)
        {
            var change = reading.Signal.SlotAt(now)?.End;
            var until = change < now + time ? change.Value : now + time;
            var known = new Remembered(reading, Task.FromResult(reading), version, Validity.To(until, clock));
            _readings.Set(query, known, new MemoryCacheEntryOptions { Size = 1 + reading.Signal.Count, AbsoluteExpirationRelativeToNow = Swept });
        }
    }

    private static bool IsComplete(SignalReading reading) =>
        !reading.Stale && !reading.Attempts.Any(a => a.Outcome.StartsWith("failed", StringComparison.Ordinal) || a.Outcome.StartsWith("answered in part", StringComparison.Ordinal));

    private sealed record Remembered(SignalReading Reading, Task<SignalReading> Answer, long Version, Validity Fresh);
}
