using CarbonApp.Engine.Grid.Signals;
using CarbonApp.Engine.Units;

namespace CarbonApp.Engine.Grid.Planning;

/// <summary>
/// Emissions of runs under a signal, per watt of running power, in g/kWh × ticks: the energy of a start-up counts as the ticks
/// in which the running job would draw it. Infinite where a gap is met.
/// </summary>
internal readonly struct StartStopCost(CarbonSignal signal, Power power, StartStopLimits limits)
{
    private readonly long _startUp = limits.StartUpDuration.Ticks;

    /// <summary>Ticks in which the running job would draw the energy of a start-up.</summary>
    public double StartUpTicks { get; } = limits.StartUpEnergy.KilowattHours * 1000 / power.Watts * TimeSpan.TicksPerHour;

    /// <summary>Of working throughout [from, to).</summary>
    public double Work(long from, long to) =>
        from == to ? 0
        : signal.IsKnownThroughout(from, to) ? signal.IntegralAt(signal.SlotIndexAt(to - 1), to) - signal.IntegralAt(signal.SlotIndexAt(from), from)
        : double.PositiveInfinity;

    /// <summary>Of one start-up that begins at <paramref name="start"/>.</summary>
    public double StartUp(long start)
    {
        if (_startUp > 0)
        {
            var work = Work(start, start + _startUp);
            return double.IsInfinity(work) ? work : work / _startUp * StartUpTicks;
        }

        var slot = signal.Count == 0 || start < signal.EdgeTicks[0] || start >= signal.EdgeTicks[^1] ? -1 : signal.SlotIndexAt(start);
        return slot < 0 || double.IsNaN(signal.GramsPerKilowattHour[slot]) ? double.PositiveInfinity : signal.GramsPerKilowattHour[slot] * StartUpTicks;
    }

    /// <summary>Of a run with its start-up.</summary>
    public double Run(long start, long end) => StartUp(start) + Work(start + _startUp, end);

    public Co2eMass Grams(double cost) => Co2eMass.FromGrams(Math.Max(0, cost) * power.Watts / 1000 / TimeSpan.TicksPerHour);

    public StartStopRun ToRun(long start, long end)
    {
        var (from, work, to) = (At(start), At(start + _startUp), At(end));
        return new StartStopRun(from, work, to, limits.StartUpEnergy + (power * (to - work)), Grams(Run(start, end)));
    }

    private static DateTimeOffset At(long ticks) => new(ticks, TimeSpan.Zero);
}
