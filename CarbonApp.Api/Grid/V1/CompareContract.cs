using System.Text.Json.Serialization;

namespace CarbonApp.Api.Grid.V1;

/// <summary>Asks which of several places and machines emits least when run now.</summary>
internal sealed record CompareRequest
{
    /// <summary>1 to 20 options. Required.</summary>
    [JsonPropertyName("options")]
    public IReadOnlyList<CompareOption?>? Options { get; init; }

    /// <summary>Running time, hours; more than 0, at most 8760; fractions count.</summary>
    [JsonPropertyName("duration_hours")]
    public double DurationHours { get; init; } = 1;
}

/// <summary>A place and a machine.</summary>
internal sealed record CompareOption
{
    /// <summary>Cloud region. Required.</summary>
    [JsonPropertyName("region")]
    public string? Region { get; init; }

    /// <summary>Instance type of the region's provider. Required.</summary>
    [JsonPropertyName("instance_type")]
    public string? InstanceType { get; init; }
}

/// <summary>Answer of <c>POST /api/v1/compare</c>.</summary>
internal sealed record CompareResponse
{
    /// <summary>Always <c>success</c>.</summary>
    [JsonPropertyName("status")]
    public string Status { get; init; } = "success";

    /// <summary><c>carbon_req_</c> and a ULID.</summary>
    [JsonPropertyName("request_id")]
    public required string RequestId { get; init; }

    /// <summary>Lowest emissions first.</summary>
    [JsonPropertyName("comparisons")]
    public required IReadOnlyList<ComparisonItem> Comparisons { get; init; }

    /// <summary>The ends of the list against each other.</summary>
    [JsonPropertyName("analysis")]
    public required CompareAnalysis Analysis { get; init; }
}

/// <summary>Energy and emissions of one option at half load.</summary>
internal sealed record ComparisonItem
{
    /// <summary>Cloud region.</summary>
    [JsonPropertyName("region")]
    public required string Region { get; init; }

    /// <summary>Electricity grid zone.</summary>
    [JsonPropertyName("zone")]
    public required string Zone { get; init; }

    /// <summary>Instance type.</summary>
    [JsonPropertyName("instance_type")]
    public required string InstanceType { get; init; }

    /// <summary>Intensity now, gCO2eq/kWh.</summary>
    [JsonPropertyName("carbon_intensity_gco2_kwh")]
    public required double CarbonIntensity { get; init; }

    /// <summary>kgCO2eq.</summary>
    [JsonPropertyName("co2_emissions_kg")]
    public required double EmissionsKg { get; init; }

    /// <summary>gCO2eq.</summary>
    [JsonPropertyName("co2_emissions_g")]
    public required double EmissionsG { get; init; }

    /// <summary>Energy from the grid, PUE included, kWh.</summary>
    [JsonPropertyName("power_consumption_kwh")]
    public required double EnergyKwh { get; init; }

    /// <summary>Electricity from renewables, percent; null where unknown.</summary>
    [JsonPropertyName("renewable_percentage")]
    public double? RenewablePercentage { get; init; }

    /// <summary>True when the intensity is modelled.</summary>
    [JsonPropertyName("is_estimate")]
    public required bool IsEstimate { get; init; }
}

/// <summary>The ends of the list against each other.</summary>
internal sealed record CompareAnalysis
{
    /// <summary>The option with the lowest emissions.</summary>
    [JsonPropertyName("best_option")]
    public required ComparisonItem BestOption { get; init; }

    /// <summary>The option with the highest emissions.</summary>
    [JsonPropertyName("worst_option")]
    public required ComparisonItem WorstOption { get; init; }

    /// <summary>Worst minus best, kgCO2eq.</summary>
    [JsonPropertyName("difference_kg")]
    public required double DifferenceKg { get; init; }

    /// <summary>Difference in percent of the worst; 0 when the worst emits nothing.</summary>
    [JsonPropertyName("difference_percentage")]
    public required double DifferencePercentage { get; init; }

    /// <summary>Number of options; none is left out.</summary>
    [JsonPropertyName("total_options_compared")]
    public required int TotalOptionsCompared { get; init; }
}
