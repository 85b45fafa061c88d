namespace CarbonApp.Engine.Grid.Footprint;

/// <summary>A component with its emissions.</summary>
/// <param name="Component">Energy and embodied.</param>
/// <param name="LocationG">gCO2eq of its electricity at the grid's mix.</param>
/// <param name="MarketG">gCO2eq of its electricity at what was bought.</param>
public sealed record CountedComponent(ComponentFootprint Component, Ranged LocationG, Ranged MarketG);

/// <summary>
/// Emissions of a service over a period: Software Carbon Intensity (ISO/IEC 21031:2024) and, side by side, both ways of the GHG Protocol
/// to count its electricity. Offsets are counted nowhere.
/// </summary>
/// <param name="Components">In the order given; their figures add up to the totals.</param>
/// <param name="EnergyKwh">E, kWh.</param>
/// <param name="LocationG">gCO2eq, location-based.</param>
/// <param name="MarketG">gCO2eq, market-based.</param>
/// <param name="EmbodiedG">M, gCO2eq, of the components for which it is known.</param>
/// <param name="SciG">((E × I) + M) / R, gCO2eq per functional unit.</param>
/// <param name="WithoutRange">Names of the coefficients for which nobody states a range, each once.</param>
public sealed record ServiceFootprint(
    IReadOnlyList<CountedComponent> Components, Ranged EnergyKwh, Ranged LocationG, Ranged MarketG, Ranged EmbodiedG, Ranged SciG,
    IReadOnlyList<string> WithoutRange)
{
    /// <summary>
    /// Counts components that each draw evenly over the period, so that energy times mean intensity is exact. 1.2 kWh at 200 g/kWh and 60 g
    /// embodied, over 1,000 requests: (240 + 60) / 1,000 = 0.3 g per request.
    /// </summary>
    /// <param name="components">One or more.</param>
    /// <param name="location">Time-weighted mean intensity of the grid over the period, gCO2eq/kWh.</param>
    /// <param name="market">Market-based intensity, gCO2eq/kWh.</param>
    /// <param name="units">R, more than zero.</param>
    /// <exception cref="ArgumentOutOfRangeException">The number of units is not a number above zero.</exception>
    public static ServiceFootprint Of(IReadOnlyList<ComponentFootprint> components, Coefficient location, Coefficient market, double units)
    {
        if (!(units > 0 && double.IsFinite(units)))
        {
            throw new ArgumentOutOfRangeException(nameof(units), units, "The number of functional units must be above zero.");
        }

        CountedComponent[] counted = [.. components.Select(c => new CountedComponent(c, c.EnergyKwh * location.Figure, c.EnergyKwh * market.Figure))];
        var embodied = Sum(counted.Select(c => c.Component.EmbodiedG ?? default));
        var located = Sum(counted.Select(c => c.LocationG));
        return new ServiceFootprint(
            counted,
            Sum(counted.Select(c => c.Component.EnergyKwh)),
            located,
            Sum(counted.Select(c => c.MarketG)),
            embodied,
            (located + embodied) * (1 / units),
            [.. components.SelectMany(c => c.Coefficients).Append(location).Where(c => !c.HasRange).Select(c => c.Name).Distinct()]);
    }

    private static Ranged Sum(IEnumerable<Ranged> figures) => figures.Aggregate(default(Ranged), (sum, figure) => sum + figure);
}
