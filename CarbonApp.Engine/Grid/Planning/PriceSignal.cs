namespace CarbonApp.Engine.Grid.Planning;

/// <summary>Price of electricity over a stretch of time.</summary>
/// <param name="Start">Inclusive, UTC.</param>
/// <param name="End">Exclusive, UTC.</param>
/// <param name="EurosPerMegawattHour">EUR/MWh, may be negative; NaN for a gap.</param>
public readonly record struct PriceSlot(DateTimeOffset Start, DateTimeOffset End, double EurosPerMegawattHour);

/// <summary>Price of electricity over time, constant within each slot; unlike an intensity it may be below zero. Immutable.</summary>
public sealed class PriceSignal
{
    private readonly long[] _edges;
    private readonly double[] _integral;
    private readonly int[] _gaps;

    private PriceSignal(long[] edges, double[] prices)
    {
        _edges = edges;
        (_integral, _gaps) = (new double[edges.Length], new int[edges.Length]);
        for (var i = 0; i < prices.Length; i++)
        {
            var gap = double.IsNaN(prices[i]);
            _integral[i + 1] = _integral[i] + (gap ? 0 : prices[i] * (edges[i + 1] - edges[i]));
            _gaps[i + 1] = _gaps[i] + (gap ? 1 : 0);
        }
    }

    /// <summary>Edges between slots, UTC ticks.</summary>
    internal ReadOnlySpan<long> EdgeTicks => _edges;

    /// <summary>Makes a signal from slots in any order; time between them becomes gaps.</summary>
    /// <exception cref="ArgumentException">Slots overlap, end before they start, or hold an infinite price.</exception>
    public static PriceSignal FromSlots(IEnumerable<PriceSlot> slots)
    {
        var (edges, prices) = (new List<long>(), new List<double>());
        foreach (var slot in slots.OrderBy(s => s.Start))
        {
            if (slot.End <= slot.Start || double.IsInfinity(slot.EurosPerMegawattHour) || (edges.Count > 0 && slot.Start.UtcTicks < edges[^1]))
            {
                throw new ArgumentException($"Price slot {slot.Start:u} to {slot.End:u} at {slot.EurosPerMegawattHour} EUR/MWh overlaps another, ends before it starts or is infinite.", nameof(slots));
            }

            if (edges.Count == 0)
            {
                edges.Add(slot.Start.UtcTicks);
            }
            else if (slot.Start.UtcTicks > edges[^1])
            {
                edges.Add(slot.Start.UtcTicks);
                prices.Add(double.NaN);
            }

            edges.Add(slot.End.UtcTicks);
            prices.Add(slot.EurosPerMegawattHour);
        }

        return new PriceSignal([.. edges], [.. prices]);
    }

    /// <summary>Time-weighted mean in EUR/MWh over [<paramref name="from"/>, <paramref name="to"/>), or null when any part of it is unknown.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The window is empty or reversed.</exception>
    public double? Mean(DateTimeOffset from, DateTimeOffset to)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(from, to);
        var (lo, hi) = (from.UtcTicks, to.UtcTicks);
        if (_edges.Length == 0 || lo < _edges[0] || hi > _edges[^1])
        {
            return null;
        }

        var (first, last) = (SlotAt(lo), SlotAt(hi - 1));
        return _gaps[last + 1] > _gaps[first] ? null : (IntegralAt(last, hi) - IntegralAt(first, lo)) / (hi - lo);
    }

    private int SlotAt(long ticks)
    {
        var found = Array.BinarySearch(_edges, ticks);
        return found >= 0 ? found : ~found - 1;
    }

    private double IntegralAt(int slot, long ticks) => _integral[slot]
        + ((_integral[slot + 1] - _integral[slot]) / (_edges[slot + 1] - _edges[slot]) * (ticks - _edges[slot]));
}
