using System.Text.Json.Serialization;

namespace CarbonApp.Api.Kelp.V1;

/// <summary>Asks for layers around a place. Body of <c>POST /api/imagery/analyze-and-cache</c>.</summary>
internal sealed record ImageryRequest : RunRequest
{
    /// <summary>From the middle to the sides, km, 0.1 to 10; 1 when left out.</summary>
    [JsonPropertyName("buffer_km")]
    public double? BufferKm { get; init; }

    /// <summary>Most of the area under cloud, share 0 to 1; 0.3 when left out.</summary>
    [JsonPropertyName("max_cloud_cover")]
    public double? MaxCloudCover { get; init; }
}

/// <summary>Answer of <c>POST /api/imagery/analyze-and-cache</c>.</summary>
internal sealed record ImageryResponse
{
    /// <summary>Id for the imagery calls and <c>/api/v2/analyses</c>.</summary>
    [JsonPropertyName("analysis_id")]
    public required string AnalysisId { get; init; }

    /// <summary>Always <c>success</c>.</summary>
    [JsonPropertyName("status")]
    public required string Status { get; init; }

    /// <summary>West, south, east, north of the images, degrees.</summary>
    [JsonPropertyName("bounds")]
    public required IReadOnlyList<double> Bounds { get; init; }

    /// <summary>What there is to look at.</summary>
    [JsonPropertyName("available_layers")]
    public required ImageryLayers AvailableLayers { get; init; }

    /// <summary>As of <c>GET /api/imagery/{id}/metadata</c>.</summary>
    [JsonPropertyName("metadata")]
    public required ImageryMetadata Metadata { get; init; }
}

/// <summary>Layers by kind, named as in the addresses.</summary>
internal sealed record ImageryLayers
{
    /// <summary><c>rgb</c> and <c>false-color</c>.</summary>
    [JsonPropertyName("base_layers")]
    public required IReadOnlyList<string> BaseLayers { get; init; }

    /// <summary>For <c>/spectral/{name}</c>.</summary>
    [JsonPropertyName("spectral_indices")]
    public required IReadOnlyList<string> SpectralIndices { get; init; }

    /// <summary>For <c>/mask/{name}</c>.</summary>
    [JsonPropertyName("masks")]
    public required IReadOnlyList<string> Masks { get; init; }

    /// <summary>Whether there is a biomass image.</summary>
    [JsonPropertyName("biomass")]
    public required bool Biomass { get; init; }
}

/// <summary>Answer of <c>GET /api/imagery/{id}/metadata</c>: all of it of the scenes that were read.</summary>
internal sealed record ImageryMetadata
{
    /// <summary>The analysis.</summary>
    [JsonPropertyName("analysis_id")]
    public required string AnalysisId { get; init; }

    /// <summary>West, south, east, north of the images, degrees.</summary>
    [JsonPropertyName("bounds")]
    public required IReadOnlyList<double> Bounds { get; init; }

    /// <summary>Scene of the base layers and indices: the best of the period.</summary>
    [JsonPropertyName("scene_id")]
    public required string SceneId { get; init; }

    /// <summary>All scenes that were used.</summary>
    [JsonPropertyName("scene_ids")]
    public required IReadOnlyList<string> SceneIds { get; init; }

    /// <summary>When the scene of the base layers was taken, UTC.</summary>
    [JsonPropertyName("acquisition_date")]
    public required DateTimeOffset AcquisitionDate { get; init; }

    /// <summary>Side of a pixel, m.</summary>
    [JsonPropertyName("resolution")]
    public required double Resolution { get; init; }

    /// <summary>Share of the area under cloud in that scene, 0 to 1.</summary>
    [JsonPropertyName("cloud_coverage")]
    public double? CloudCoverage { get; init; }

    /// <summary>Always "Sentinel-2 L2A".</summary>
    [JsonPropertyName("acquisition_info")]
    public required string AcquisitionInfo { get; init; }

    /// <summary>What there is to look at.</summary>
    [JsonPropertyName("available_layers")]
    public required ImageryLayers AvailableLayers { get; init; }

    /// <summary>Lowest and highest value of each layer's colours.</summary>
    [JsonPropertyName("layer_ranges")]
    public required IReadOnlyDictionary<string, IReadOnlyList<double>> LayerRanges { get; init; }

    /// <summary>True where it was made in demo mode from the files at hand.</summary>
    [JsonPropertyName("demo")]
    public required bool Demo { get; init; }
}

/// <summary>Answer of <c>DELETE /api/imagery/{id}</c>.</summary>
internal sealed record ImageryDeleted
{
    /// <summary>Always <c>success</c>.</summary>
    [JsonPropertyName("status")]
    public required string Status { get; init; }

    /// <summary>What was removed.</summary>
    [JsonPropertyName("message")]
    public required string Message { get; init; }
}

/// <summary>Answer of <c>GET /api/imagery/health</c>.</summary>
internal sealed record ImageryHealth
{
    /// <summary><c>ok</c>, or <c>unavailable</c> with status 503.</summary>
    [JsonPropertyName("status")]
    public required string Status { get; init; }

    /// <summary>Always <c>imagery</c>.</summary>
    [JsonPropertyName("service")]
    public required string Service { get; init; }

    /// <summary>What was looked at: <c>storage</c> and <c>catalog</c>, each true where it can be used.</summary>
    [JsonPropertyName("checks")]
    public required IReadOnlyDictionary<string, bool> Checks { get; init; }
}
