using CarbonApp.Engine.Grid.Signals;

namespace CarbonApp.Engine.Grid.Planning;

/// <summary>Carbon and money as one signal, so that every planner of carbon minimises any weighted sum of both, as exactly.</summary>
/// <remarks>
/// Per kWh a time costs carbonWeight × c grams and eurWeight × p / 1,000 grams' worth, c in g/kWh and p in EUR/MWh. At a price of P EUR
/// per tonne of CO2eq, a euro is worth 10⁶ / P grams. Example: 200 g/kWh and 50 EUR/MWh at 100 EUR/t: 200 + 10,000 × 0.05 = 700.
/// </remarks>
public static class PricedSignal
{
    /// <summary>
    /// The weighted signal, slots cut at the edges of both, a gap wherever either is unknown. Where a negative price makes a value
    /// negative, all are lifted by <c>Lift</c>: that changes no choice among plans of equal energy.
    /// </summary>
    /// <param name="carbon">Intensity; its basis and provenance are kept.</param>
    /// <param name="price">Price over time.</param>
    /// <param name="carbonWeight">Weight of a gram, zero or more.</param>
    /// <param name="eurWeight">Weight of a euro, grams; zero or more.</param>
    public static (CarbonSignal Signal, double Lift) Combine(CarbonSignal carbon, PriceSignal price, double carbonWeight, double eurWeight)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(carbonWeight);
        ArgumentOutOfRangeException.ThrowIfNegative(eurWeight);
        var slots = new List<SignalSlot>(carbon.Count);
        var priceEdges = price.EdgeTicks.ToArray();
        foreach (var slot in carbon.Slots.Where(s => !s.IsGap))
        {
            var time = slot.Start;
            foreach (var end in EdgesWithin(priceEdges, slot))
            {
                if (price.Mean(time, end) is { } euros)
                {
                    slots.Add(new SignalSlot(time, end, (carbonWeight * slot.GramsPerKilowattHour) + (eurWeight * euros / 1000), slot.Provenance));
                }

                time = end;
            }
        }

        var lift = Math.Max(0, -slots.Select(s => s.GramsPerKilowattHour).DefaultIfEmpty(0).Min());
        return (CarbonSignal.FromSlots(carbon.Basis, lift > 0 ? slots.Select(s => s with { GramsPerKilowattHour = s.GramsPerKilowattHour + lift }) : slots), lift);
    }

    private static IEnumerable<DateTimeOffset> EdgesWithin(long[] edges, SignalSlot slot)
    {
        var first = Array.BinarySearch(edges, slot.Start.UtcTicks + 1);
        for (var i = first >= 0 ? first : ~first; i < edges.Length && edges[i] < slot.End.UtcTicks; i++)
        {
            yield return new DateTimeOffset(edges[i], TimeSpan.Zero);
        }

        yield return slot.End;
    }
}
