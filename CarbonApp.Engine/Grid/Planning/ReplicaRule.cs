using CarbonApp.Engine.Grid.Signals;

namespace CarbonApp.Engine.Grid.Planning;

/// <summary>How many replicas of a workload should run at an intensity: none above a limit, all of them when the grid is as clean as it gets.</summary>
public static class ReplicaRule
{
    /// <summary>
    /// 0 above the limit; otherwise from <paramref name="least"/> at the limit in a straight line to <paramref name="most"/> at
    /// <paramref name="cleanest"/> and below, rounded up. Limit 200, cleanest 100, 1 to 10: 250 → 0, 200 → 1, 150 → 6, 100 → 10.
    /// </summary>
    /// <param name="intensity">Now, gCO2eq/kWh.</param>
    /// <param name="limit">gCO2eq/kWh up to which it runs.</param>
    /// <param name="cleanest">gCO2eq/kWh at which all run.</param>
    /// <param name="least">Replicas at the limit, 1 or more.</param>
    /// <param name="most">Replicas at the cleanest, <paramref name="least"/> or more.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number of replicas lies outside its range.</exception>
    public static int Replicas(double intensity, double limit, double cleanest, int least, int most)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(least, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(most, least);
        if (!(intensity <= limit))
        {
            return 0;
        }

        return intensity <= cleanest
            ? most
            : Math.Min(most, least + (int)Math.Ceiling(((most - least) * (limit - intensity) / (limit - cleanest)) - 1e-9));
    }

    /// <summary>The lowest intensity known in [from, to), gCO2eq/kWh; null where nothing is known.</summary>
    public static double? Cleanest(CarbonSignal signal, DateTimeOffset from, DateTimeOffset to)
    {
        double? lowest = null;
        foreach (var slot in signal.Slice(from, to).Slots)
        {
            if (!slot.IsGap && !(lowest <= slot.GramsPerKilowattHour))
            {
                lowest = slot.GramsPerKilowattHour;
            }
        }

        return lowest;
    }
}
