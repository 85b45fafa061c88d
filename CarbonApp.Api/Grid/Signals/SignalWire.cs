using CarbonApp.Api.Grid.Plans;
using CarbonApp.Engine.Grid.Signals;

namespace CarbonApp.Api.Grid.Signals;

/// <summary>Turns a signal into its wire records: slots, and which origin covers what part of a window.</summary>
internal static class SignalWire
{
    public static ForecastSlot[] Slots(CarbonSignal signal)
    {
        var slots = new ForecastSlot[signal.Count];
        for (var i = 0; i < slots.Length; i++)
        {
            var slot = signal[i];
            slots[i] = new ForecastSlot
            {
                Start = slot.Start,
                End = slot.End,
                Intensity = slot.IsGap ? null : slot.GramsPerKilowattHour,
                Status = slot.Provenance is { } origin ? WireNames.Of(origin.Status) : null,
                Source = slot.Provenance?.Source,
            };
        }

        return slots;
    }

    /// <summary>The origins of the known time inside [from, to), largest part first; ages count from <paramref name="now"/>.</summary>
    public static ProvenanceItem[] Provenance(CarbonSignal signal, DateTimeOffset from, DateTimeOffset to, DateTimeOffset now)
    {
        var parts = new List<(SignalProvenance Origin, long Ticks)>(2);
        var known = 0L;
        for (var i = 0; i < signal.Count; i++)
        {
            var slot = signal[i];
            var ticks = Math.Min(slot.End.UtcTicks, to.UtcTicks) - Math.Max(slot.Start.UtcTicks, from.UtcTicks);
            if (ticks > 0 && slot.Provenance is { } origin)
            {
                known += ticks;
                Add(parts, origin, ticks);
            }
        }

        parts.Sort(static (a, b) => b.Ticks.CompareTo(a.Ticks));
        var items = new ProvenanceItem[parts.Count];
        for (var i = 0; i < items.Length; i++)
        {
            items[i] = Item(signal.Basis, parts[i].Origin, (double)parts[i].Ticks / known, now);
        }

        return items;
    }

    private static void Add(List<(SignalProvenance Origin, long Ticks)> parts, SignalProvenance origin, long ticks)
    {
        // Neighbouring slots nearly always share their origin, so the last one is looked at first.
        for (var i = parts.Count - 1; i >= 0; i--)
        {
            if (ReferenceEquals(parts[i].Origin, origin) || parts[i].Origin == origin)
            {
                parts[i] = (origin, parts[i].Ticks + ticks);
                return;
            }
        }

        parts.Add((origin, ticks));
    }

    private static ProvenanceItem Item(SignalBasis basis, SignalProvenance origin, double share, DateTimeOffset now) => new()
    {
        Zone = basis.Zone.Value,
        Source = origin.Source,
        Status = WireNames.Of(origin.Status),
        IssuedAt = origin.IssuedAt,
        AgeSeconds = Math.Max(0, (now - origin.IssuedAt).TotalSeconds),
        Kind = WireNames.Of(basis.Kind),
        Factor = WireNames.Of(basis.Factor),
        Share = share,
        EstimatedShare = origin.Status == SignalStatus.Estimated ? share : 0,
    };
}
