using CarbonApp.Api.Grid.Plans;

namespace CarbonApp.Web.Grid.Zones;

/// <summary>A stretch of signal in a few figures, weighted by time.</summary>
/// <param name="Mean">gCO2eq/kWh over the known time.</param>
/// <param name="Lowest">Slot with the lowest value.</param>
/// <param name="Highest">Slot with the highest value.</param>
/// <param name="Middle">Median, gCO2eq/kWh.</param>
/// <param name="FoundShare">Part of the range that was measured or forecast, 0 to 1.</param>
/// <param name="EstimatedShare">Part of the range that is an estimate, 0 to 1.</param>
internal sealed record SignalSummary(double Mean, ForecastSlot Lowest, ForecastSlot Highest, double Middle, double FoundShare, double EstimatedShare)
{
    /// <summary>True when the highest value is the lowest: no time stands out.</summary>
    public bool IsFlat => Highest.Intensity - Lowest.Intensity < 0.05;

    /// <summary>Part of the range of which nothing is known, 0 to 1.</summary>
    public double UnknownShare => Math.Max(0, 1 - FoundShare - EstimatedShare);

    /// <summary>Null when nothing is known.</summary>
    public static SignalSummary? Of(IReadOnlyList<ForecastSlot> slots, TimeSpan range)
    {
        var known = slots.Where(s => s.Intensity is not null && s.End > s.Start).ToArray();
        if (known.Length == 0)
        {
            return null;
        }

        var time = known.Sum(Seconds);
        return new SignalSummary(
            known.Sum(s => s.Intensity!.Value * Seconds(s)) / time,
            known.MinBy(s => s.Intensity)!,
            known.MaxBy(s => s.Intensity)!,
            Median(known, time),
            Share(known.Where(s => s.Status != "estimated"), range),
            Share(known.Where(s => s.Status == "estimated"), range));
    }

    private static double Share(IEnumerable<ForecastSlot> slots, TimeSpan range) => Math.Min(1, slots.Sum(Seconds) / range.TotalSeconds);

    private static double Median(ForecastSlot[] known, double time)
    {
        var passed = 0.0;
        foreach (var slot in known.OrderBy(s => s.Intensity))
        {
            passed += Seconds(slot);
            if (passed >= time / 2)
            {
                return slot.Intensity!.Value;
            }
        }

        return known.Max(s => s.Intensity)!.Value;
    }

    private static double Seconds(ForecastSlot slot) => (slot.End - slot.Start).TotalSeconds;
}
