using System.ComponentModel.DataAnnotations;

namespace CarbonApp.Api.Kelp.Analyses;

/// <summary>Settings <c>Kelp:Analyses</c>.</summary>
internal sealed class AnalysisOptions
{
    public const string Section = "Kelp:Analyses";

    /// <summary>Days to keep an analysis after it completed; null: for ever.</summary>
    [Range(1, 36_500)]
    public int? KeepDays { get; set; } = 365;

    /// <summary>GB of files to keep in all; beyond, the oldest analyses are dropped.</summary>
    [Range(0.001, 1_000_000)]
    public double MostGigabytes { get; set; } = 100;

    /// <summary>Megapixels a picture or index layer has at most; larger areas have theirs in coarser pixels. Masks, cover and persistence are always whole.</summary>
    [Range(0.25, 200)]
    public double LayerMegapixels { get; set; } = 16;

    /// <summary>MB of files' parts that this replica remembers for tiles.</summary>
    [Range(1, 16_384)]
    public int TileMemoryMegabytes { get; set; } = 64;
}
