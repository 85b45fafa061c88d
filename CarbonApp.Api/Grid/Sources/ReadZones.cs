using System.Collections.Concurrent;
using CarbonApp.Engine.Grid.Signals;

namespace CarbonApp.Api.Grid.Sources;

/// <summary>
/// The latest reading of each zone anyone asked for, average life-cycle, so that metrics can tell its intensity without asking a source
/// themselves.
/// </summary>
internal sealed class ReadZones
{
    /// <summary>With five hours ahead each, fewer series than OpenTelemetry's limit of 2,000 per instrument.</summary>
    public const int MostZones = 300;

    /// <summary>A zone nobody asked for this long is no longer told.</summary>
    private static readonly TimeSpan Kept = TimeSpan.FromHours(1);

    /// <summary>A newer reading that reaches less far gives way to an older one for so long.</summary>
    private static readonly TimeSpan Fresh = TimeSpan.FromMinutes(1);

    private readonly ConcurrentDictionary<ZoneId, (CarbonSignal Signal, DateTimeOffset ReadAt)> _latest = new();

    /// <summary>Notes a reading when it holds the present.</summary>
    public void Note(SignalReading reading, DateTimeOffset now)
    {
        var signal = reading.Signal;
        if (signal.Basis != SignalBasis.AverageLifecycle(signal.Basis.Zone) || signal.SlotAt(now) is null)
        {
            return;
        }

        var zone = signal.Basis.Zone;
        if (_latest.TryGetValue(zone, out var known))
        {
            if (signal.End >= known.Signal.End || now - known.ReadAt > Fresh)
            {
                _latest[zone] = (signal, now);
            }
        }
        else if (_latest.Count < MostZones)
        {
            _latest[zone] = (signal, now);
        }
    }

    /// <summary>What was read of the zones asked for within the last hour; older ones are forgotten.</summary>
    public IReadOnlyList<CarbonSignal> Recent(DateTimeOffset now)
    {
        foreach (var (zone, known) in _latest)
        {
            if (now - known.ReadAt > Kept)
            {
                _latest.TryRemove(KeyValuePair.Create(zone, known));
            }
        }

        return [.. _latest.Values.Select(v => v.Signal)];
    }

    /// <summary>The latest reading of a zone; null when nobody asked for it within the last hour.</summary>
    public CarbonSignal? Find(ZoneId zone) => _latest.TryGetValue(zone, out var known) ? known.Signal : null;
}
