using CarbonApp.Engine.Grid.Signals;

namespace CarbonApp.Engine.Grid.Backtesting;

/// <summary>What was measured in a zone over a period, on slots of equal length, with the week before it.</summary>
public sealed class BacktestSeries
{
    /// <summary>Time before the period of which a policy may know: what thresholds and persistence look back on.</summary>
    public static readonly TimeSpan LookBack = TimeSpan.FromDays(7);

    private readonly double[] _values;

    private BacktestSeries(CarbonSignal measured, DateTimeOffset start, TimeSpan slot, double[] before, double[] values)
    {
        (Measured, Start, Slot, Before, _values) = (measured, start, slot, before, values);
        var (sum, known) = (0.0, 0);
        foreach (var value in values)
        {
            (sum, known) = double.IsNaN(value) ? (sum, known) : (sum + value, known + 1);
        }

        (KnownSlots, Mean) = (known, sum / known);
    }

    /// <summary>What it was cut from: the forecaster learns from all of it that lies before a release.</summary>
    public CarbonSignal Measured { get; }

    /// <summary>Beginning of slot 0, UTC.</summary>
    public DateTimeOffset Start { get; }

    /// <summary>Length of every slot.</summary>
    public TimeSpan Slot { get; }

    /// <summary>gCO2eq/kWh per slot of the period; NaN for a slot that is not known throughout.</summary>
    public ReadOnlySpan<double> Values => _values;

    /// <summary>Number of slots of the period.</summary>
    public int Count => _values.Length;

    /// <summary>Slots of the period that are known.</summary>
    public int KnownSlots { get; }

    /// <summary>Mean of the known slots, gCO2eq/kWh; NaN where none is.</summary>
    public double Mean { get; }

    /// <summary>gCO2eq/kWh per slot of the <see cref="LookBack"/> before slot 0.</summary>
    internal double[] Before { get; }

    /// <summary>The same as <see cref="Values"/>.</summary>
    internal double[] Array => _values;

    /// <summary>Slots in a day.</summary>
    internal int SlotsPerDay => (int)(TimeSpan.FromDays(1).Ticks / Slot.Ticks);

    /// <summary>Cuts a signal into slots. A slot of which any part is a gap is a gap.</summary>
    /// <param name="measured">What was measured; before the period too, as far as it is known.</param>
    /// <param name="from">Beginning of the period and of slot 0.</param>
    /// <param name="to">End of the period; the last slot ends there or before.</param>
    /// <param name="slot">Length of a slot: at most an hour, which it divides.</param>
    /// <exception cref="ArgumentOutOfRangeException">The slot is no part of an hour, or the period holds none.</exception>
    public static BacktestSeries Cut(CarbonSignal measured, DateTimeOffset from, DateTimeOffset to, TimeSpan slot)
    {
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(slot, TimeSpan.Zero);
        ArgumentOutOfRangeException.ThrowIfNotEqual(TimeSpan.TicksPerHour % slot.Ticks, 0, nameof(slot));
        ArgumentOutOfRangeException.ThrowIfLessThan(to - from, slot, nameof(to));
        return new BacktestSeries(
            measured, from.ToUniversalTime(), slot,
            SlotsOf(measured, from - LookBack, slot, (int)(LookBack.Ticks / slot.Ticks)),
            SlotsOf(measured, from, slot, (int)((to - from).Ticks / slot.Ticks)));
    }

    /// <summary>The length that most values of a signal have, where that can be a slot; else 1 h.</summary>
    public static TimeSpan SlotOf(CarbonSignal signal)
    {
        var commonest = signal.Slots.Where(s => !s.IsGap).CountBy(s => s.End - s.Start).OrderByDescending(c => c.Value).FirstOrDefault().Key;
        return commonest >= TimeSpan.FromMinutes(5) && TimeSpan.TicksPerHour % commonest.Ticks == 0 ? commonest : TimeSpan.FromHours(1);
    }

    /// <summary>Slot that begins at the instant, or holds it.</summary>
    public int SlotAt(DateTimeOffset time) => (int)Math.Floor((double)(time - Start).Ticks / Slot.Ticks);

    /// <summary>Known value of a slot of the period or of the week before it; NaN elsewhere.</summary>
    internal double At(int slot) =>
        slot >= 0 ? (slot < _values.Length ? _values[slot] : double.NaN)
        : slot >= -Before.Length ? Before[Before.Length + slot]
        : double.NaN;

    private static double[] SlotsOf(CarbonSignal signal, DateTimeOffset from, TimeSpan slot, int count)
    {
        var values = new double[count];
        for (var i = 0; i < count; i++)
        {
            values[i] = signal.Mean(from + (i * slot), from + ((i + 1) * slot))?.GramsPerKilowattHour ?? double.NaN;
        }

        return values;
    }
}
