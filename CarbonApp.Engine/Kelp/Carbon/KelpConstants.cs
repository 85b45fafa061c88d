using System.Diagnostics;

namespace CarbonApp.Engine.Kelp.Carbon;

/// <summary>Everything between a square metre of canopy and tonnes of carbon, each with its uncertainty and source.</summary>
/// <remarks>Sources and what is from memory: docs/methods/carbon.md. Replace a member to use a site's own measurement.</remarks>
public sealed record KelpConstants
{
    private KelpConstants(Distribution floorBiomass, Distribution tideSlope, Distribution dryShare, Distribution carbonShare) =>
        (FloorKilogramsPerSquareMetre, TideSlopePerMetre, DryShareOfWet, CarbonShareOfDry) = (floorBiomass, tideSlope, dryShare, carbonShare);

    /// <summary>Factor of the mapped area. Two published networks on one scene differ by ±25 % (Isla Cedros, recomputed): log sd 0.2.</summary>
    public Distribution AreaFactor { get; init; } = new Distribution.Lognormal(1, 0.2);

    /// <summary>Wet canopy biomass per tide-corrected canopy area, kg/m²: 8, from site to site log sd 0.3 (Hakai kelpbio).</summary>
    public Distribution CanopyKilogramsPerSquareMetre { get; init; } = new Distribution.Lognormal(8, 0.3);

    /// <summary>Factor of that biomass from year to year: log sd 0.15 (Hakai kelpbio).</summary>
    public Distribution YearFactor { get; init; } = new Distribution.Lognormal(1, 0.15);

    /// <summary>Wet biomass on the floor under the bed, kg per m² of canopy: Nereocystis 0.093, Macrocystis 0.42, ±50 % (Hakai kelpbio).</summary>
    public Distribution FloorKilogramsPerSquareMetre { get; init; }

    /// <summary>Growth of the true canopy over the seen one per metre of tide, 1/m: Nereocystis N(.28, .05), Macrocystis N(.227, .03)
    /// (Hakai kelpbio; Timmer et al. 2024; Cavanaugh et al. 2021).</summary>
    public Distribution TideSlopePerMetre { get; init; }

    /// <summary>Dry over wet mass: Nereocystis .088 (precision 170), Macrocystis .125 (180) (Hakai kelpbio and its field files).</summary>
    public Distribution DryShareOfWet { get; init; }

    /// <summary>Carbon over dry mass: Nereocystis .263 (precision 62), Macrocystis .317 (130) (Hakai kelpbio and its field files).</summary>
    public Distribution CarbonShareOfDry { get; init; }

    /// <summary>Net primary production, kg C/(m²·y): 0.5, log sd 0.5, a prior over kelps (Pessarrodona et al. 2022, from memory;
    /// Smale et al. 2020 measured 0.34 in Laminaria hyperborea).</summary>
    public Distribution ProductionKilogramsPerSquareMetreYear { get; init; } = new Distribution.Lognormal(0.5, 0.5);

    /// <summary>Share of production carried past the shelf: 15 %. Its spread is that of the global flux 56 (10–170) Tg C/y (Filbee-Dexter
    /// et al. 2024), read here as median and 95 % interval: log sd ln(56/10)/1.96 below and ln(170/56)/1.96 above.</summary>
    public Distribution ExportedShare { get; init; } = new Distribution.Lognormal(0.15, 0.879, 0.567);

    /// <summary>Share of production kept from the air for 100 years or more: triangular .01/.05/.12 (Filbee-Dexter et al. 2024; the
    /// division by production is ours). Krause-Jensen and Duarte (2016) put it at about 11 % (from memory).</summary>
    public Distribution SequesteredShare { get; init; } = new Distribution.Triangular(0.01, 0.05, 0.12);

    /// <summary>The constants of a species.</summary>
    public static KelpConstants For(KelpSpecies species) => species switch
    {
        KelpSpecies.Nereocystis => new(HalfEitherWay(0.093), new Distribution.Normal(0.28, 0.05), new Distribution.Beta(0.088, 170), new Distribution.Beta(0.263, 62)),
        KelpSpecies.Macrocystis => new(HalfEitherWay(0.42), new Distribution.Normal(0.227, 0.03), new Distribution.Beta(0.125, 180), new Distribution.Beta(0.317, 130)),
        _ => throw new UnreachableException(),
    };

    private static Distribution.Uniform HalfEitherWay(double value) => new(0.5 * value, 1.5 * value);
}
