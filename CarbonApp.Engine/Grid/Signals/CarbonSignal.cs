using CarbonApp.Engine.Units;

namespace CarbonApp.Engine.Grid.Signals;

/// <summary>
/// Carbon intensity of one zone over time, constant within each slot; immutable. Slots adjoin and may differ in length;
/// where nothing is known the slot is a gap, whose value is NaN, never a number.
/// </summary>
/// <remarks>
/// Keeps the running integral of the intensity, so that the emissions of any window cost two look-ups however long it is.
/// Times have 100 ns resolution; every source reports whole seconds.
/// </remarks>
public sealed class CarbonSignal
{
    private readonly long[] _edges;
    private readonly double[] _values;
    private readonly SignalProvenance?[] _provenances;
    private readonly double[] _integral;
    private readonly int[] _runEnd;

    private CarbonSignal(SignalBasis basis, long[] edges, double[] values, SignalProvenance?[] provenances)
    {
        Basis = basis;
        _edges = edges;
        _values = values;
        _provenances = provenances;
        (_integral, _runEnd) = (IntegralAtEdges(edges, values), EndsOfGapFreeRuns(values));
    }

    /// <summary>Zone, kind and factor that every value shares.</summary>
    public SignalBasis Basis { get; }

    /// <summary>Number of slots, gaps included; 0 for a signal that knows nothing.</summary>
    public int Count => _values.Length;

    /// <summary>Beginning of the first slot, UTC. Throws <see cref="InvalidOperationException"/> when the signal is empty.</summary>
    public DateTimeOffset Start => Count > 0 ? At(_edges[0]) : throw Empty();

    /// <summary>End of the last slot, exclusive, UTC. Throws <see cref="InvalidOperationException"/> when the signal is empty.</summary>
    public DateTimeOffset End => Count > 0 ? At(_edges[^1]) : throw Empty();

    /// <summary>Slot number <paramref name="index"/> in time order.</summary>
    public SignalSlot this[int index] => new(At(_edges[index]), At(_edges[index + 1]), _values[index], _provenances[index]);

    /// <summary>All slots in time order, gaps included.</summary>
    public IEnumerable<SignalSlot> Slots => Enumerable.Range(0, Count).Select(i => this[i]);

    /// <summary>gCO2eq/kWh per slot in time order, NaN for a gap.</summary>
    public ReadOnlySpan<double> GramsPerKilowattHour => _values;

    /// <summary>The distinct origins of the values, in order of first appearance.</summary>
    public IReadOnlyList<SignalProvenance> Provenances => [.. _provenances.OfType<SignalProvenance>().Distinct()];

    /// <summary>Edges between slots, UTC ticks: one more than slots.</summary>
    internal ReadOnlySpan<long> EdgeTicks => _edges;

    /// <summary>Integral of the intensity from the signal's start to each edge, g/kWh × ticks; gaps add nothing.</summary>
    internal ReadOnlySpan<double> Integral => _integral;

    /// <summary>A signal that knows nothing.</summary>
    public static CarbonSignal Unknown(SignalBasis basis) => new(basis, [], [], []);

    /// <summary>
    /// Makes a signal from slots in any order. Time between them becomes gaps; a slot whose value is NaN is a gap.
    /// </summary>
    /// <exception cref="ArgumentException">Slots overlap, end before they start, or hold a negative or infinite value.</exception>
    public static CarbonSignal FromSlots(SignalBasis basis, IEnumerable<SignalSlot> slots)
    {
        var builder = new Builder(basis);
        foreach (var slot in slots.OrderBy(s => s.Start))
        {
            builder.Append(slot.Start.UtcTicks, slot.End.UtcTicks, slot.GramsPerKilowattHour, slot.Provenance);
        }

        return builder.Build();
    }

    /// <summary>Makes a signal of slots of equal length from one origin. NaN values are gaps.</summary>
    /// <param name="basis">Zone, kind and factor.</param>
    /// <param name="start">Beginning of the first slot.</param>
    /// <param name="step">Length of every slot, more than zero.</param>
    /// <param name="gramsPerKilowattHour">gCO2eq/kWh per slot; NaN for a gap.</param>
    /// <param name="provenance">Origin of all values.</param>
    /// <exception cref="ArgumentException">The step is not positive, or a value is negative or infinite.</exception>
    public static CarbonSignal FromRegular(
        SignalBasis basis, DateTimeOffset start, TimeSpan step, ReadOnlySpan<double> gramsPerKilowattHour, SignalProvenance provenance)
    {
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(step, TimeSpan.Zero);
        var builder = new Builder(basis);
        var slotStart = start.UtcTicks;
        foreach (var value in gramsPerKilowattHour)
        {
            builder.Append(slotStart, slotStart += step.Ticks, value, provenance);
        }

        return builder.Build();
    }

    /// <summary>
    /// This signal with its gaps, and the time before and after it, filled from <paramref name="other"/>; where both know a
    /// value this one's stands. Chaining calls in order of trust joins several sources into one signal.
    /// </summary>
    /// <exception cref="ArgumentException">The two have different bases: their values must not be mixed.</exception>
    public CarbonSignal FillGapsFrom(CarbonSignal other)
    {
        if (other.Basis != Basis)
        {
            throw new ArgumentException($"A signal of basis {other.Basis} cannot fill gaps of {Basis}: average and marginal, life-cycle and direct, and zones are never mixed.", nameof(other));
        }

        if (Count == 0 || other.Count == 0)
        {
            return Count == 0 ? other : this;
        }

        var builder = new Builder(Basis);
        var (mine, theirs) = (0, 0);
        var time = Math.Min(_edges[0], other._edges[0]);
        var end = Math.Max(_edges[^1], other._edges[^1]);
        while (time < end)
        {
            var untilMine = Advance(this, ref mine, time, end, out var mySlot);
            var untilTheirs = Advance(other, ref theirs, time, end, out var theirSlot);
            var until = Math.Min(untilMine, untilTheirs);
            if (mySlot >= 0 && !double.IsNaN(_values[mySlot]))
            {
                builder.Append(time, until = untilMine, _values[mySlot], _provenances[mySlot]);
            }
            else if (theirSlot >= 0)
            {
                builder.Append(time, until, other._values[theirSlot], other._provenances[theirSlot]);
            }

            time = until;
        }

        return builder.Build();
    }

    /// <summary>The part of this signal inside [<paramref name="from"/>, <paramref name="to"/>), slots at the edges cut.</summary>
    public CarbonSignal Slice(DateTimeOffset from, DateTimeOffset to)
    {
        var builder = new Builder(Basis);
        var (lo, hi) = (from.UtcTicks, to.UtcTicks);
        for (var i = Count > 0 && lo > _edges[0] ? SlotIndexAt(lo) : 0; i < Count && _edges[i] < hi; i++)
        {
            if (Math.Max(lo, _edges[i]) < Math.Min(hi, _edges[i + 1]))
            {
                builder.Append(Math.Max(lo, _edges[i]), Math.Min(hi, _edges[i + 1]), _values[i], _provenances[i]);
            }
        }

        return builder.Build();
    }

    /// <summary>The slot that holds <paramref name="time"/>, or null where the signal knows nothing.</summary>
    public SignalSlot? SlotAt(DateTimeOffset time)
    {
        var ticks = time.UtcTicks;
        if (Count == 0 || ticks < _edges[0] || ticks >= _edges[^1])
        {
            return null;
        }

        var slot = this[SlotIndexAt(ticks)];
        return slot.IsGap ? null : slot;
    }

    /// <summary>
    /// Time-weighted mean over [<paramref name="from"/>, <paramref name="to"/>), or null when any part of it is unknown.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The window is empty or reversed.</exception>
    public CarbonIntensity? Mean(DateTimeOffset from, DateTimeOffset to)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(from, to);
        return IsKnownThroughout(from.UtcTicks, to.UtcTicks)
            ? CarbonIntensity.FromGramsPerKilowattHour(Math.Max(0, MeanOfKnown(from.UtcTicks, to.UtcTicks)))
            : null;
    }

    /// <summary>Time inside [<paramref name="from"/>, <paramref name="to"/>) for which a value is known.</summary>
    public TimeSpan KnownTime(DateTimeOffset from, DateTimeOffset to)
    {
        var known = 0L;
        for (var i = 0; i < Count; i++)
        {
            if (!double.IsNaN(_values[i]))
            {
                known += Math.Max(0, Math.Min(to.UtcTicks, _edges[i + 1]) - Math.Max(from.UtcTicks, _edges[i]));
            }
        }

        return TimeSpan.FromTicks(known);
    }

    internal bool IsKnownThroughout(long fromTicks, long toTicks)
    {
        if (Count == 0 || fromTicks < _edges[0] || toTicks > _edges[^1])
        {
            return false;
        }

        var first = SlotIndexAt(fromTicks);
        return _runEnd[first] > first && _edges[_runEnd[first]] >= toTicks;
    }

    /// <summary>Exclusive slot index where the gap-free run that holds slot <paramref name="index"/> ends; the index itself for a gap.</summary>
    internal int RunEnd(int index) => _runEnd[index];

    /// <summary>Slot that holds the instant; the last slot for the end of the signal.</summary>
    internal int SlotIndexAt(long ticks)
    {
        var found = Array.BinarySearch(_edges, ticks);
        return Math.Min(found >= 0 ? found : ~found - 1, Count - 1);
    }

    /// <summary>Integral of the intensity from the signal's start to an instant inside slot <paramref name="index"/>, in g/kWh × ticks.</summary>
    internal double IntegralAt(int index, long ticks) =>
        ticks == _edges[index] ? _integral[index] : _integral[index] + (_values[index] * (ticks - _edges[index]));

    private double MeanOfKnown(long fromTicks, long toTicks)
    {
        var (first, last) = (SlotIndexAt(fromTicks), SlotIndexAt(toTicks - 1));
        return first == last
            ? _values[first]
            : (IntegralAt(last, toTicks) - IntegralAt(first, fromTicks)) / (toTicks - fromTicks);
    }

    private static DateTimeOffset At(long ticks) => new(ticks, TimeSpan.Zero);

    private static InvalidOperationException Empty() => new("The signal is empty: it has neither start nor end. Check Count first.");

    /// <summary>Moves the cursor to the slot holding the instant (−1 outside) and answers when that state changes.</summary>
    private static long Advance(CarbonSignal signal, ref int cursor, long time, long end, out int slot)
    {
        slot = -1;
        if (time < signal._edges[0])
        {
            return signal._edges[0];
        }

        while (cursor < signal.Count && signal._edges[cursor + 1] <= time)
        {
            cursor++;
        }

        if (cursor == signal.Count)
        {
            return end;
        }

        slot = cursor;
        return signal._edges[cursor + 1];
    }

    private static double[] IntegralAtEdges(long[] edges, double[] values)
    {
        var integral = new double[edges.Length];
        for (var i = 0; i < values.Length; i++)
        {
            var added = double.IsNaN(values[i]) ? 0 : values[i] * (edges[i + 1] - edges[i]);
            integral[i + 1] = integral[i] + added;
        }

        return integral;
    }

    private static int[] EndsOfGapFreeRuns(double[] values)
    {
        var ends = new int[values.Length];
        for (var i = values.Length - 1; i >= 0; i--)
        {
            var nextContinues = i + 1 < values.Length && !double.IsNaN(values[i + 1]);
            ends[i] = double.IsNaN(values[i]) ? i : nextContinues ? ends[i + 1] : i + 1;
        }

        return ends;
    }

    /// <summary>Appends slots in time order, putting gaps between those that do not adjoin.</summary>
    private sealed class Builder(SignalBasis basis)
    {
        private readonly List<long> _edges = [];
        private readonly List<double> _values = [];
        private readonly List<SignalProvenance?> _provenances = [];

        public void Append(long start, long end, double value, SignalProvenance? provenance)
        {
            if (end <= start)
            {
                throw new ArgumentException($"A slot must end after it starts; one starts {At(start):u} and ends {At(end):u}.");
            }

            if (value < 0 || double.IsInfinity(value))
            {
                throw new ArgumentException($"Intensity at {At(start):u} is {value} gCO2eq/kWh; expected a finite number, zero or more, or NaN for a gap.");
            }

            if (_edges.Count == 0)
            {
                _edges.Add(start);
            }
            else if (start < _edges[^1])
            {
                throw new ArgumentException($"Slots overlap: one starts {At(start):u}, before the one ahead of it ends at {At(_edges[^1]):u}.");
            }
            else if (start > _edges[^1])
            {
                Add(start, double.NaN, null);
            }

            Add(end, value, double.IsNaN(value) ? null : provenance);
        }

        public CarbonSignal Build() => new(basis, [.. _edges], [.. _values], [.. _provenances]);

        private void Add(long end, double value, SignalProvenance? provenance)
        {
            _edges.Add(end);
            _values.Add(value);
            _provenances.Add(provenance);
        }
    }
}
