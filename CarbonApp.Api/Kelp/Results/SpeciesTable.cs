using CarbonApp.Api.Kelp.Analyses;
using CarbonApp.Engine.Kelp.Carbon;

namespace CarbonApp.Api.Kelp.Results;

/// <summary>The kelps and their constants for people and programs.</summary>
internal static class SpeciesTable
{
    public static SpeciesItem Of(KelpSpecies species)
    {
        var constants = KelpConstants.For(species);
        return new SpeciesItem
        {
            Name = AnalysisNames.Of(species),
            LatinName = species == KelpSpecies.Nereocystis ? "Nereocystis luetkeana" : "Macrocystis pyrifera",
            CommonName = species == KelpSpecies.Nereocystis ? "bull kelp" : "giant kelp",
            AssumedIn = KelpCoasts.Describe(species),
            Constants =
            [
                Constant("area", "true over mapped area", constants.AreaFactor, "two networks on one scene differ by ±25 % (recomputed)"),
                Constant("tide-slope", "1/m", constants.TideSlopePerMetre, "Hakai kelpbio; Timmer et al. 2024; Cavanaugh et al. 2021"),
                Constant("canopy-biomass", "kg/m² wet", constants.CanopyKilogramsPerSquareMetre, "Hakai kelpbio"),
                Constant("year", "factor", constants.YearFactor, "Hakai kelpbio"),
                Constant("floor-biomass", "kg/m² wet", constants.FloorKilogramsPerSquareMetre, "Hakai kelpbio"),
                Constant("dry-share", "share", constants.DryShareOfWet, "Hakai kelpbio and its field files"),
                Constant("carbon-share", "share", constants.CarbonShareOfDry, "Hakai kelpbio and its field files"),
                Constant("production", "kg C/(m²·y)", constants.ProductionKilogramsPerSquareMetreYear, "Pessarrodona et al. 2022 (from memory); Smale et al. 2020"),
                Constant("export", "share of production", constants.ExportedShare, "Filbee-Dexter et al. 2024"),
                Constant("sequestration", "share of production", constants.SequesteredShare, "Filbee-Dexter et al. 2024 (division ours)"),
            ],
        };
    }

    private static SpeciesConstant Constant(string name, string unit, Distribution distribution, string source) => new()
    {
        Name = name,
        Unit = unit,
        P5 = distribution.Quantile(0.05),
        P50 = distribution.Quantile(0.5),
        P95 = distribution.Quantile(0.95),
        Source = source,
    };
}
