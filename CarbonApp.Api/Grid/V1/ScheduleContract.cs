using System.Text.Json.Serialization;

namespace CarbonApp.Api.Grid.V1;

/// <summary>Asks when within the coming 24 hours to run in a region.</summary>
internal sealed record ScheduleRequest
{
    /// <summary>Cloud region. Required.</summary>
    [JsonPropertyName("region")]
    public string? Region { get; init; }

    /// <summary>Running time, hours; more than 0, at most 8760; fractions count.</summary>
    [JsonPropertyName("duration_hours")]
    public double DurationHours { get; init; } = 4;
}

/// <summary>Answer of <c>POST /api/v1/schedule</c>.</summary>
internal sealed record ScheduleResponse
{
    /// <summary>Always <c>success</c>.</summary>
    [JsonPropertyName("status")]
    public string Status { get; init; } = "success";

    /// <summary><c>carbon_req_</c> and a ULID.</summary>
    [JsonPropertyName("request_id")]
    public required string RequestId { get; init; }

    /// <summary>Cloud region.</summary>
    [JsonPropertyName("region")]
    public required string Region { get; init; }

    /// <summary>Electricity grid zone.</summary>
    [JsonPropertyName("zone")]
    public required string Zone { get; init; }

    /// <summary>Cleanest window of the length asked for.</summary>
    [JsonPropertyName("optimal_window")]
    public required TimeWindow OptimalWindow { get; init; }

    /// <summary>Intensity now, gCO2eq/kWh.</summary>
    [JsonPropertyName("current_intensity")]
    public required double CurrentIntensity { get; init; }

    /// <summary>What waiting saves.</summary>
    [JsonPropertyName("savings_potential")]
    public required SavingsPotential SavingsPotential { get; init; }

    /// <summary>True when any intensity of the answer is modelled.</summary>
    [JsonPropertyName("is_estimate")]
    public required bool IsEstimate { get; init; }
}

/// <summary>What waiting saves.</summary>
internal sealed record SavingsPotential
{
    /// <summary>Intensity of this moment minus the window's mean, gCO2eq/kWh; negative when the moment is a short dip.</summary>
    [JsonPropertyName("current_vs_optimal_gco2_kwh")]
    public required double CurrentVsOptimal { get; init; }

    /// <summary>Mean of the same run started now minus the window's mean, gCO2eq/kWh; zero or more, null where gaps forbid running now.</summary>
    [JsonPropertyName("run_now_vs_optimal_gco2_kwh")]
    public double? RunNowVsOptimal { get; init; }
}
