using CarbonApp.Api.Grid.Sources;
using CarbonApp.Engine.Grid.Signals;

namespace CarbonApp.Api.Grid.Sdk;

/// <summary>What was the intensity of locations up to now: slots that have begun. What lies ahead is the forecast's business.</summary>
internal sealed class ObservedEmissions(ISignalReader signals)
{
    /// <summary>One signal per range, in their order, from its full hour to that in which it, or the present, ends.</summary>
    public async Task<CarbonSignal[]> ReadAsync(IReadOnlyList<ObservedRange> ranges, DateTimeOffset now, CancellationToken cancellationToken)
    {
        // A slot is given whole, so the running one is read to its end.
        var queries = ranges.Where(r => r.From <= now)
            .Select(r => SignalWindow.Around(r.Place.Basis, r.From, (r.To < now ? r.To : now) + TimeSpan.FromTicks(1)));
        var readings = await signals.ReadManyAsync([.. queries], cancellationToken);
        var next = 0;
        return [.. ranges.Select(r => r.From <= now ? readings[next++].Signal : CarbonSignal.Unknown(r.Place.Basis))];
    }
}

/// <summary>A location and the time over which it is looked at.</summary>
/// <param name="Place">The location.</param>
/// <param name="From">Inclusive, UTC.</param>
/// <param name="To">Exclusive, UTC; the same instant as <paramref name="From"/> for the slot that holds it.</param>
internal readonly record struct ObservedRange(NamedSignal Place, DateTimeOffset From, DateTimeOffset To)
{
    /// <summary>Known slots that share time with the range and have begun by now.</summary>
    public IEnumerable<SignalSlot> SlotsOf(CarbonSignal signal, DateTimeOffset now)
    {
        var (from, to) = (From, To);
        return signal.Slots.Where(s => !s.IsGap && s.Start <= now && s.End > from && (s.Start < to || s.Start <= from));
    }

    /// <summary>Time-weighted mean over what is known of the range up to now; null when nothing is.</summary>
    public double? MeanOfKnown(CarbonSignal signal, DateTimeOffset now)
    {
        var (sum, known) = (0.0, 0L);
        for (var i = 0; i < signal.Count; i++)
        {
            var slot = signal[i];
            var ticks = Math.Min(slot.End.UtcTicks, Until(now).UtcTicks) - Math.Max(slot.Start.UtcTicks, From.UtcTicks);
            if (ticks > 0 && !slot.IsGap)
            {
                sum += slot.GramsPerKilowattHour * ticks;
                known += ticks;
            }
        }

        return known > 0 ? Math.Round(sum / known, 9) : null;
    }

    /// <summary>Part of the range that is known and past, 0 to 1.</summary>
    public double KnownShare(CarbonSignal signal, DateTimeOffset now) => signal.KnownTime(From, Until(now)) / (To - From);

    /// <summary>Part of what is known that is an estimate, 0 to 1.</summary>
    public double EstimatedShare(CarbonSignal signal, DateTimeOffset now) => EstimatedHeader.ShareOf(signal, From, Until(now));

    private DateTimeOffset Until(DateTimeOffset now) => To < now ? To : now;
}
