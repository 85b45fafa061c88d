using CarbonApp.Engine.Units;

namespace CarbonApp.Engine.Kelp.Carbon;

/// <summary>What a bed holds and does, each number with its interval. The last four are different things and never add up.</summary>
/// <param name="Canopy">Canopy area at chart datum, tide and map error included.</param>
/// <param name="WetBiomass">Canopy and floor.</param>
/// <param name="FloorBiomass">The part of it on the floor.</param>
/// <param name="DryBiomass">Without water.</param>
/// <param name="Stock">STOCK: carbon in the tissue now. It turns over within a year or so and is no removal of carbon.</param>
/// <param name="Production">PRODUCTION: carbon fixed per year.</param>
/// <param name="Export">EXPORT: the part of production carried past the shelf.</param>
/// <param name="Sequestration">SEQUESTRATION: the part of production kept from the air for 100 years or more, if the bed is a net sink.</param>
public sealed record KelpEstimate(
    Percentiles<Area> Canopy,
    Percentiles<WetMass> WetBiomass,
    Percentiles<WetMass> FloorBiomass,
    Percentiles<DryMass> DryBiomass,
    Percentiles<CarbonMass> Stock,
    Percentiles<CarbonFlow> Production,
    Percentiles<CarbonFlow> Export,
    Percentiles<CarbonFlow> Sequestration)
{
    /// <summary>The stock as CO2 of the same carbon.</summary>
    public Percentiles<Co2eMass> StockCo2e => Stock.Select(mass => mass.ToCo2e());

    /// <summary>
    /// Sequestration if kelp beds are no net sink at all, because what they import and respire offsets it (Gallagher et al. 2022): zero. To be
    /// shown beside <see cref="Sequestration"/> wherever that is.
    /// </summary>
    public static CarbonFlow SequestrationIfNoNetSink => CarbonFlow.FromKilogramsPerYear(0);
}
