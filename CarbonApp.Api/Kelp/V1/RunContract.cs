using System.Text.Json.Serialization;

namespace CarbonApp.Api.Kelp.V1;

/// <summary>Asks for kelp around a place. Body of <c>POST /api/run</c>.</summary>
internal record RunRequest
{
    /// <summary>Middle of the area.</summary>
    [JsonPropertyName("aoi")]
    public KelpiePoint? Aoi { get; init; }

    /// <summary>First day, YYYY-MM-DD.</summary>
    [JsonPropertyName("start_date")]
    public string? StartDate { get; init; }

    /// <summary>Last day, YYYY-MM-DD; after the first, at most 365 days.</summary>
    [JsonPropertyName("end_date")]
    public string? EndDate { get; init; }

    /// <summary><c>nereocystis</c> or <c>macrocystis</c>; not in v1. When left out: the one that the coast is known for.</summary>
    [JsonPropertyName("species")]
    public string? Species { get; init; }
}

/// <summary>Answer of <c>POST /api/run</c>: v1's members, and beside its sentences the numbers they are made of.</summary>
internal sealed record RunResponse
{
    /// <summary>Id for the imagery calls and <c>/api/v2/analyses</c>.</summary>
    [JsonPropertyName("analysis_id")]
    public required string AnalysisId { get; init; }

    /// <summary>Always <c>completed</c>.</summary>
    [JsonPropertyName("status")]
    public required string Status { get; init; }

    /// <summary>Such as "15.2s".</summary>
    [JsonPropertyName("processing_time")]
    public required string ProcessingTime { get; init; }

    /// <summary>As asked.</summary>
    [JsonPropertyName("aoi")]
    public required KelpiePoint Aoi { get; init; }

    /// <summary>As asked.</summary>
    [JsonPropertyName("date_range")]
    public required KelpieDateRange DateRange { get; init; }

    /// <summary>Wet biomass in words.</summary>
    [JsonPropertyName("biomass")]
    public required string Biomass { get; init; }

    /// <summary>Carbon in the tissue in words: a stock, no sequestration.</summary>
    [JsonPropertyName("carbon")]
    public required string Carbon { get; init; }

    /// <summary>What made the numbers.</summary>
    [JsonPropertyName("model_info")]
    public required KelpieModelInfo ModelInfo { get; init; }

    /// <summary>What the pixels are.</summary>
    [JsonPropertyName("mask_statistics")]
    public required KelpieMaskStatistics MaskStatistics { get; init; }

    /// <summary>Indices over the sea on the best date: <c>avg_</c> and <c>std_</c> of each; null where no sea was seen, or where less than half of it is bright enough for the ratio.</summary>
    [JsonPropertyName("spectral_indices")]
    public required IReadOnlyDictionary<string, double?> SpectralIndices { get; init; }

    /// <summary>What makes the stock uncertain, widest first.</summary>
    [JsonPropertyName("top_features")]
    public required IReadOnlyList<string> TopFeatures { get; init; }

    /// <summary>Always null: what fails is answered as an error.</summary>
    [JsonPropertyName("error_message")]
    public string? ErrorMessage { get; init; }

    /// <summary>Canopy at chart datum, m².</summary>
    [JsonPropertyName("canopy_area_m2")]
    public required KelpieInterval CanopyAreaM2 { get; init; }

    /// <summary>Wet biomass, t.</summary>
    [JsonPropertyName("wet_biomass_t")]
    public required KelpieInterval WetBiomassT { get; init; }

    /// <summary>Carbon in the tissue, t C.</summary>
    [JsonPropertyName("carbon_stock_t")]
    public required KelpieInterval CarbonStockT { get; init; }

    /// <summary>The scenes the numbers are from; never empty.</summary>
    [JsonPropertyName("scene_ids")]
    public required IReadOnlyList<string> SceneIds { get; init; }

    /// <summary>Species whose constants were used.</summary>
    [JsonPropertyName("species")]
    public required string Species { get; init; }

    /// <summary>What to know before the numbers are used.</summary>
    [JsonPropertyName("warnings")]
    public required IReadOnlyList<string> Warnings { get; init; }

    /// <summary>True where it was made in demo mode from the files at hand.</summary>
    [JsonPropertyName("demo")]
    public required bool Demo { get; init; }
}

/// <summary>Two days.</summary>
internal sealed record KelpieDateRange
{
    /// <summary>First day.</summary>
    [JsonPropertyName("start")]
    public required string Start { get; init; }

    /// <summary>Last day.</summary>
    [JsonPropertyName("end")]
    public required string End { get; init; }
}

/// <summary>What made the numbers, in v1's words.</summary>
internal sealed record KelpieModelInfo
{
    /// <summary>Kind of model.</summary>
    [JsonPropertyName("type")]
    public required string Type { get; init; }

    /// <summary>Where v1 had one invented number: the intervals tell instead.</summary>
    [JsonPropertyName("confidence")]
    public required string Confidence { get; init; }

    /// <summary>Tests that a pixel has to pass.</summary>
    [JsonPropertyName("feature_count")]
    public required string FeatureCount { get; init; }

    /// <summary>The method.</summary>
    [JsonPropertyName("algorithm")]
    public required string Algorithm { get; init; }

    /// <summary>Version of the engine.</summary>
    [JsonPropertyName("version")]
    public required string Version { get; init; }
}

/// <summary>Shares of the area's pixels, 0 to 1.</summary>
internal sealed record KelpieMaskStatistics
{
    /// <summary>Sea seen clearly, kelp among it.</summary>
    [JsonPropertyName("water_coverage")]
    public required double WaterCoverage { get; init; }

    /// <summary>Under cloud on every date.</summary>
    [JsonPropertyName("cloud_coverage")]
    public required double CloudCoverage { get; init; }

    /// <summary>Canopy.</summary>
    [JsonPropertyName("kelp_coverage")]
    public required double KelpCoverage { get; init; }

    /// <summary>Land.</summary>
    [JsonPropertyName("land_coverage")]
    public required double LandCoverage { get; init; }

    /// <summary>Pixels seen clearly or known to be land.</summary>
    [JsonPropertyName("valid_pixels")]
    public required long ValidPixels { get; init; }

    /// <summary>Pixels of the area.</summary>
    [JsonPropertyName("total_pixels")]
    public required long TotalPixels { get; init; }
}
