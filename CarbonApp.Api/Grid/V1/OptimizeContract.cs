using System.Text.Json.Serialization;

namespace CarbonApp.Api.Grid.V1;

/// <summary>Asks where, when and on what a kind of workload emits least. An empty object asks for all defaults.</summary>
internal sealed record OptimizeRequest
{
    /// <summary><c>training</c>, <c>inference</c>, <c>general</c>, <c>database</c>, <c>containers</c> or <c>serverless</c>.</summary>
    [JsonPropertyName("workload")]
    public string Workload { get; init; } = "general";

    /// <summary>What comes first: <c>carbon</c>, <c>performance</c> or <c>balanced</c>.</summary>
    [JsonPropertyName("priority")]
    public string Priority { get; init; } = "carbon";

    /// <summary>AWS region to stay in, such as eu-west-2; null for any.</summary>
    [JsonPropertyName("region")]
    public string? Region { get; init; }

    /// <summary>Running time, hours; more than 0, at most 8760; fractions count.</summary>
    [JsonPropertyName("duration_hours")]
    public double DurationHours { get; init; } = 1;
}

/// <summary>Answer of <c>POST /api/v1/optimize</c>.</summary>
internal sealed record OptimizeResponse
{
    /// <summary>Always <c>success</c>.</summary>
    [JsonPropertyName("status")]
    public string Status { get; init; } = "success";

    /// <summary><c>carbon_req_</c> and a ULID.</summary>
    [JsonPropertyName("request_id")]
    public required string RequestId { get; init; }

    /// <summary>The ranking and what it saves.</summary>
    [JsonPropertyName("recommendation")]
    public required OptimizeRecommendation Recommendation { get; init; }
}

/// <summary>The ranking and what it saves.</summary>
internal sealed record OptimizeRecommendation
{
    /// <summary>The workload asked for.</summary>
    [JsonPropertyName("workload_type")]
    public required string WorkloadType { get; init; }

    /// <summary>The priority asked for.</summary>
    [JsonPropertyName("priority")]
    public required string Priority { get; init; }

    /// <summary>Time of the answer, UTC.</summary>
    [JsonPropertyName("timestamp")]
    public required DateTimeOffset Timestamp { get; init; }

    /// <summary>Best first, at most ten.</summary>
    [JsonPropertyName("recommendations")]
    public required IReadOnlyList<OptimizeItem> Recommendations { get; init; }

    /// <summary>What waiting for the best window saves.</summary>
    [JsonPropertyName("carbon_savings")]
    public required CarbonSavings CarbonSavings { get; init; }

    /// <summary>Advice for the workload, in English.</summary>
    [JsonPropertyName("service_optimizations")]
    public required IReadOnlyList<string> ServiceOptimizations { get; init; }

    /// <summary>What the ranking was made from.</summary>
    [JsonPropertyName("metadata")]
    public required OptimizeMetadata Metadata { get; init; }
}

/// <summary>One region and instance type, run in its best window.</summary>
internal sealed record OptimizeItem
{
    /// <summary>AWS region.</summary>
    [JsonPropertyName("region")]
    public required string Region { get; init; }

    /// <summary>Electricity grid zone.</summary>
    [JsonPropertyName("zone")]
    public required string Zone { get; init; }

    /// <summary>AWS instance type.</summary>
    [JsonPropertyName("instance_type")]
    public required string InstanceType { get; init; }

    /// <summary>Intensity now, gCO2eq/kWh; the emissions use the window's.</summary>
    [JsonPropertyName("carbon_intensity_gco2_kwh")]
    public required double CarbonIntensity { get; init; }

    /// <summary>Electricity from renewables, percent; null where unknown.</summary>
    [JsonPropertyName("renewable_percentage")]
    public double? RenewablePercentage { get; init; }

    /// <summary>Emissions in the optimal window, kgCO2eq.</summary>
    [JsonPropertyName("estimated_co2_emissions_kg")]
    public required double EmissionsKg { get; init; }

    /// <summary>Emissions in the optimal window, gCO2eq.</summary>
    [JsonPropertyName("estimated_co2_emissions_g")]
    public required double EmissionsG { get; init; }

    /// <summary>Energy from the grid at half load, PUE included, kWh.</summary>
    [JsonPropertyName("power_consumption_kwh")]
    public required double EnergyKwh { get; init; }

    /// <summary>Running time, hours.</summary>
    [JsonPropertyName("duration_hours")]
    public required double DurationHours { get; init; }

    /// <summary>Cleanest window of that length within the coming 24 hours; null where gaps leave none.</summary>
    [JsonPropertyName("optimal_time_window")]
    public TimeWindow? OptimalTimeWindow { get; init; }

    /// <summary>True when any intensity used is an estimate.</summary>
    [JsonPropertyName("is_carbon_estimate")]
    public required bool IsCarbonEstimate { get; init; }

    /// <summary>How the power was come by: <c>measured</c>, <c>scaled</c>, <c>modelled</c> or <c>guessed</c>.</summary>
    [JsonPropertyName("power_confidence")]
    public required string PowerConfidence { get; init; }
}

/// <summary>What the first recommendation saves against the same run, same region, same machine, started now.</summary>
internal sealed record CarbonSavings
{
    /// <summary>kgCO2eq; zero or more.</summary>
    [JsonPropertyName("potential_savings_kg")]
    public required double PotentialSavingsKg { get; init; }

    /// <summary>Percent of running now; zero or more.</summary>
    [JsonPropertyName("potential_savings_percentage")]
    public required double PotentialSavingsPercentage { get; init; }

    /// <summary>Emissions when started now, kgCO2eq.</summary>
    [JsonPropertyName("run_now_co2_emissions_kg")]
    public required double RunNowKg { get; init; }

    /// <summary>The comparison in words.</summary>
    [JsonPropertyName("comparison")]
    public required string Comparison { get; init; }
}

/// <summary>What the ranking was made from.</summary>
internal sealed record OptimizeMetadata
{
    /// <summary>Regions of which an intensity is known.</summary>
    [JsonPropertyName("total_regions_analyzed")]
    public required int TotalRegionsAnalyzed { get; init; }

    /// <summary>Running time, hours.</summary>
    [JsonPropertyName("duration_hours")]
    public required double DurationHours { get; init; }

    /// <summary>Age and kind of the intensities, in English.</summary>
    [JsonPropertyName("api_data_freshness")]
    public required string ApiDataFreshness { get; init; }

    /// <summary>True when any recommendation rests on an estimated intensity.</summary>
    [JsonPropertyName("is_estimate")]
    public required bool IsEstimate { get; init; }
}
