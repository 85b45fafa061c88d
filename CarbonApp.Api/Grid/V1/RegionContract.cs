using System.Text.Json.Serialization;

namespace CarbonApp.Api.Grid.V1;

/// <summary>Answer of <c>GET /api/v1/regions</c>.</summary>
internal sealed record RegionListResponse
{
    /// <summary>Always <c>success</c>.</summary>
    [JsonPropertyName("status")]
    public string Status { get; init; } = "success";

    /// <summary><c>carbon_req_</c> and a ULID.</summary>
    [JsonPropertyName("request_id")]
    public required string RequestId { get; init; }

    /// <summary>Time of the answer, UTC.</summary>
    [JsonPropertyName("timestamp")]
    public required DateTimeOffset Timestamp { get; init; }

    /// <summary>Number of regions listed.</summary>
    [JsonPropertyName("total_regions")]
    public required int TotalRegions { get; init; }

    /// <summary>Cleanest first; regions of which nothing is known come last.</summary>
    [JsonPropertyName("regions")]
    public required IReadOnlyList<RegionIntensity> Regions { get; init; }
}

/// <summary>A region and its intensity now.</summary>
internal sealed record RegionIntensity
{
    /// <summary>The provider's region code.</summary>
    [JsonPropertyName("region")]
    public required string Region { get; init; }

    /// <summary>Electricity grid zone.</summary>
    [JsonPropertyName("zone")]
    public required string Zone { get; init; }

    /// <summary>gCO2eq/kWh; null where nothing is known.</summary>
    [JsonPropertyName("carbon_intensity")]
    public double? CarbonIntensity { get; init; }

    /// <summary>Electricity from renewables, percent; null where unknown.</summary>
    [JsonPropertyName("renewable_percentage")]
    public double? RenewablePercentage { get; init; }

    /// <summary>True when the intensity is not measured or forecast but modelled.</summary>
    [JsonPropertyName("is_estimate")]
    public required bool IsEstimate { get; init; }

    /// <summary><c>aws</c>, <c>azure</c> or <c>gcp</c>.</summary>
    [JsonPropertyName("provider")]
    public required string Provider { get; init; }

    /// <summary>Name of the source; null where nothing is known.</summary>
    [JsonPropertyName("source")]
    public string? Source { get; init; }
}

/// <summary>Answer of <c>GET /api/v1/regions/{region}</c>.</summary>
internal sealed record RegionDetailsResponse
{
    /// <summary>Always <c>success</c>.</summary>
    [JsonPropertyName("status")]
    public string Status { get; init; } = "success";

    /// <summary><c>carbon_req_</c> and a ULID.</summary>
    [JsonPropertyName("request_id")]
    public required string RequestId { get; init; }

    /// <summary>The region.</summary>
    [JsonPropertyName("region_details")]
    public required RegionDetails RegionDetails { get; init; }
}

/// <summary>A region now and over the coming 24 hours.</summary>
internal sealed record RegionDetails
{
    /// <summary>The provider's region code.</summary>
    [JsonPropertyName("region")]
    public required string Region { get; init; }

    /// <summary>Electricity grid zone.</summary>
    [JsonPropertyName("zone")]
    public required string Zone { get; init; }

    /// <summary>Intensity now, gCO2eq/kWh.</summary>
    [JsonPropertyName("current_carbon_intensity")]
    public required double CurrentCarbonIntensity { get; init; }

    /// <summary>Electricity from renewables, percent; null where unknown.</summary>
    [JsonPropertyName("renewable_percentage")]
    public double? RenewablePercentage { get; init; }

    /// <summary>Electricity from renewables and nuclear, percent; null where unknown.</summary>
    [JsonPropertyName("fossil_free_percentage")]
    public double? FossilFreePercentage { get; init; }

    /// <summary>The coming 24 hours.</summary>
    [JsonPropertyName("forecast_24h")]
    public required Forecast24Hours Forecast { get; init; }

    /// <summary>The eight cleanest clock hours (0 to 23, UTC) of the coming 24, ascending.</summary>
    [JsonPropertyName("optimal_hours_utc")]
    public required IReadOnlyList<int> OptimalHoursUtc { get; init; }

    /// <summary>Time of the answer, UTC.</summary>
    [JsonPropertyName("timestamp")]
    public required DateTimeOffset Timestamp { get; init; }

    /// <summary>True when any intensity of the answer is modelled.</summary>
    [JsonPropertyName("is_estimate")]
    public required bool IsEstimate { get; init; }
}

/// <summary>Intensity over the coming 24 hours, gCO2eq/kWh; null where nothing is known.</summary>
internal sealed record Forecast24Hours
{
    /// <summary>Time-weighted mean of what is known.</summary>
    [JsonPropertyName("average")]
    public double? Average { get; init; }

    /// <summary>Lowest value.</summary>
    [JsonPropertyName("minimum")]
    public double? Minimum { get; init; }

    /// <summary>Highest value.</summary>
    [JsonPropertyName("maximum")]
    public double? Maximum { get; init; }
}
