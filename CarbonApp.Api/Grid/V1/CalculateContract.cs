using System.Text.Json.Serialization;

namespace CarbonApp.Api.Grid.V1;

/// <summary>Asks what an instance emits when run now.</summary>
internal sealed record CalculateRequest
{
    /// <summary>Cloud region, such as us-east-1. Required.</summary>
    [JsonPropertyName("region")]
    public string? Region { get; init; }

    /// <summary>Instance type of the region's provider, such as p4d.24xlarge. Required.</summary>
    [JsonPropertyName("instance_type")]
    public string? InstanceType { get; init; }

    /// <summary>Running time, hours; more than 0, at most 8760; fractions count.</summary>
    [JsonPropertyName("duration_hours")]
    public double DurationHours { get; init; } = 1;
}

/// <summary>Answer of <c>POST /api/v1/calculate</c>.</summary>
internal sealed record CalculateResponse
{
    /// <summary>Always <c>success</c>.</summary>
    [JsonPropertyName("status")]
    public string Status { get; init; } = "success";

    /// <summary><c>carbon_req_</c> and a ULID.</summary>
    [JsonPropertyName("request_id")]
    public required string RequestId { get; init; }

    /// <summary>The figures.</summary>
    [JsonPropertyName("calculation")]
    public required Calculation Calculation { get; init; }
}

/// <summary>Energy and emissions of one instance at half load.</summary>
internal sealed record Calculation
{
    /// <summary>Instance type.</summary>
    [JsonPropertyName("instance_type")]
    public required string InstanceType { get; init; }

    /// <summary>Energy from the grid, PUE included, kWh.</summary>
    [JsonPropertyName("power_consumption_kwh")]
    public required double EnergyKwh { get; init; }

    /// <summary>gCO2eq: energy times <c>carbon_intensity_used</c>.</summary>
    [JsonPropertyName("co2_emissions_g")]
    public required double EmissionsG { get; init; }

    /// <summary>kgCO2eq.</summary>
    [JsonPropertyName("co2_emissions_kg")]
    public required double EmissionsKg { get; init; }

    /// <summary>Running time, hours.</summary>
    [JsonPropertyName("duration_hours")]
    public required double DurationHours { get; init; }

    /// <summary>Intensity now, gCO2eq/kWh.</summary>
    [JsonPropertyName("carbon_intensity_used")]
    public required double CarbonIntensityUsed { get; init; }

    /// <summary>Cloud region.</summary>
    [JsonPropertyName("region")]
    public required string Region { get; init; }

    /// <summary>Electricity grid zone.</summary>
    [JsonPropertyName("zone")]
    public required string Zone { get; init; }

    /// <summary>Intensity now, gCO2eq/kWh.</summary>
    [JsonPropertyName("carbon_intensity_gco2_kwh")]
    public required double CarbonIntensity { get; init; }

    /// <summary>Power at the server's plug at half load, W, PUE not included.</summary>
    [JsonPropertyName("power_watts")]
    public required double PowerWatts { get; init; }

    /// <summary>How the power was come by: <c>measured</c>, <c>scaled</c>, <c>modelled</c> or <c>guessed</c>.</summary>
    [JsonPropertyName("power_confidence")]
    public required string PowerConfidence { get; init; }

    /// <summary>Power usage effectiveness applied.</summary>
    [JsonPropertyName("pue")]
    public required double Pue { get; init; }

    /// <summary>True when the intensity is modelled.</summary>
    [JsonPropertyName("is_estimate")]
    public required bool IsEstimate { get; init; }
}
