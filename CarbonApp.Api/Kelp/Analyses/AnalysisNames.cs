using CarbonApp.Engine.Kelp.Carbon;
using CarbonApp.Engine.Kelp.Detection;

namespace CarbonApp.Api.Kelp.Analyses;

/// <summary>How analyses are spelled on the wire.</summary>
internal static class AnalysisNames
{
    public static readonly string[] Species = ["nereocystis", "macrocystis"];

    public static readonly string[] Detectors = ["standard", "strict", "clear-target", "high-recall"];

    public static DetectorProfile ToProfile(string name) => (DetectorProfile)Array.IndexOf(Detectors, name);

    public static string Of(KelpSpecies species) => Species[(int)species];

    public static KelpSpecies ToSpecies(string name) => (KelpSpecies)Array.IndexOf(Species, name);

    public static string Of(UncertainInput input) => input switch
    {
        UncertainInput.Area => "area",
        UncertainInput.TideSlope => "tide-slope",
        UncertainInput.CanopyBiomass => "canopy-biomass",
        UncertainInput.Year => "year",
        UncertainInput.FloorBiomass => "floor-biomass",
        UncertainInput.DryShare => "dry-share",
        UncertainInput.CarbonShare => "carbon-share",
        UncertainInput.Production => "production",
        UncertainInput.Fate => "fate",
        _ => throw new ArgumentOutOfRangeException(nameof(input), input, "Unknown input."),
    };
}
