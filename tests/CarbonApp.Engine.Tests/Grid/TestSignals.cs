using System.Globalization;
using CarbonApp.Engine.Grid.Signals;

namespace CarbonApp.Engine.Tests.Grid;

/// <summary>Signals for tests: small ones written by hand, random ones from a seed, and real ones from the data folder.</summary>
internal static class TestSignals
{
    public static readonly DateTimeOffset Midnight = new(2026, 3, 1, 0, 0, 0, TimeSpan.Zero);

    public static readonly SignalBasis Basis = SignalBasis.AverageLifecycle(ZoneId.Parse("GB"));

    public static readonly SignalProvenance Origin = new("test", SignalStatus.Measured, Midnight);

    public static CarbonSignal Hourly(params double[] values) => CarbonSignal.FromRegular(Basis, Midnight, TimeSpan.FromHours(1), values, Origin);

    /// <summary>Slots of these lengths, min, all of the same value.</summary>
    public static CarbonSignal FromSteps(params int[] minutes)
    {
        var start = Midnight;
        return CarbonSignal.FromSlots(Basis, minutes.Select(m => new SignalSlot(start, start = start.AddMinutes(m), 100, Origin)).ToArray());
    }

    /// <summary>Random slots of random whole-second lengths, about one in eight a gap when asked for.</summary>
    public static CarbonSignal Random(Random random, int slots, int maxSlotSeconds, bool gaps)
    {
        var list = new List<SignalSlot>();
        var start = Midnight;
        for (var i = 0; i < slots; i++)
        {
            var end = start.AddSeconds(random.Next(1, maxSlotSeconds + 1));
            // Few distinct values, so that ties happen.
            var value = gaps && random.Next(8) == 0 ? double.NaN : random.Next(0, 12) * 25;
            list.Add(new SignalSlot(start, end, value, Origin));
            start = end;
        }

        return CarbonSignal.FromSlots(Basis, list);
    }

    /// <summary>
    /// One column of a CSV file whose first column is a naive UTC time, at a fixed step: rows between two steps are left out (the
    /// Great Britain file goes over to 15 minutes in October 2020, the figures published for it use the half hours).
    /// </summary>
    public static CarbonSignal FromCsv(string path, int column, TimeSpan step)
    {
        var slots = new List<SignalSlot>();
        foreach (var line in File.ReadLines(path).Skip(1))
        {
            var cells = line.Split(',');
            var start = DateTimeOffset.Parse(cells[0], CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal);
            if (start.UtcTicks % step.Ticks == 0)
            {
                slots.Add(new SignalSlot(start, start + step, double.Parse(cells[column], CultureInfo.InvariantCulture), Origin));
            }
        }

        return CarbonSignal.FromSlots(Basis, slots);
    }
}
