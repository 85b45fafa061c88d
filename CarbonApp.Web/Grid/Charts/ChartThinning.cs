namespace CarbonApp.Web.Grid.Charts;

/// <summary>Makes long signals drawable: a year of half hours has more slots than a screen has pixels.</summary>
internal static class ChartThinning
{
    /// <summary>Steps a bucket may have; people know these lengths.</summary>
    private static readonly TimeSpan[] Lengths =
    [
        TimeSpan.FromMinutes(30), TimeSpan.FromHours(1), TimeSpan.FromHours(2), TimeSpan.FromHours(3), TimeSpan.FromHours(6),
        TimeSpan.FromHours(12), TimeSpan.FromDays(1), TimeSpan.FromDays(7), TimeSpan.FromDays(30),
    ];

    /// <summary>The slots as they are when few, else time-weighted means with lowest and highest, at most about <paramref name="most"/>.</summary>
    public static IReadOnlyList<ChartSlot> Thin(IReadOnlyList<ChartSlot> slots, int most)
    {
        if (slots.Count <= most)
        {
            return slots;
        }

        var span = slots[^1].End - slots[0].Start;
        var length = Lengths.FirstOrDefault(l => span / l <= most, Lengths[^1]);
        return [.. slots
            .GroupBy(s => s.Start.UtcTicks / length.Ticks)
            .Select(bucket => Mean([.. bucket]))];
    }

    private static ChartSlot Mean(ChartSlot[] slots)
    {
        var known = slots.Where(s => s.Value is not null).ToArray();
        var (start, end) = (slots[0].Start, slots[^1].End);
        if (known.Length == 0)
        {
            return new ChartSlot(start, end, null, null, null, null);
        }

        var time = known.Sum(s => (s.End - s.Start).TotalSeconds);
        var mean = known.Sum(s => s.Value!.Value * (s.End - s.Start).TotalSeconds) / time;
        // The least certain part names the whole: a bucket with an estimate in it is an estimate.
        var status = known.Select(s => s.Status).MaxBy(Doubt);
        return new ChartSlot(start, end, mean, known.Min(s => s.Low ?? s.Value), known.Max(s => s.High ?? s.Value), status);
    }

    private static int Doubt(string? status) => status switch { "measured" => 0, "forecast" => 1, _ => 2 };
}
