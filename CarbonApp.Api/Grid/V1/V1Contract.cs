using System.Text.Json.Serialization;

namespace CarbonApp.Api.Grid.V1;

/// <summary>Every error of v1.</summary>
internal sealed record ErrorResponse
{
    /// <summary>Always <c>error</c>.</summary>
    [JsonPropertyName("status")]
    public string Status { get; init; } = "error";

    /// <summary><c>validation_error</c>, <c>not_found</c>, <c>method_not_allowed</c>, <c>rate_limit_exceeded</c>, <c>internal_error</c> and the like.</summary>
    [JsonPropertyName("error_type")]
    public required string ErrorType { get; init; }

    /// <summary>What is wrong with which value, and what would be right.</summary>
    [JsonPropertyName("message")]
    public required string Message { get; init; }

    /// <summary>Time of the answer, UTC.</summary>
    [JsonPropertyName("timestamp")]
    public required DateTimeOffset Timestamp { get; init; }

    /// <summary>To be quoted when an internal error is reported; absent otherwise.</summary>
    [JsonPropertyName("trace_id")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? TraceId { get; init; }
}

/// <summary>A stretch of time in which to run.</summary>
internal sealed record TimeWindow
{
    /// <summary>Inclusive, UTC; never in the past.</summary>
    [JsonPropertyName("start_time")]
    public required DateTimeOffset StartTime { get; init; }

    /// <summary>Exclusive, UTC: start plus duration.</summary>
    [JsonPropertyName("end_time")]
    public required DateTimeOffset EndTime { get; init; }

    /// <summary>Time-weighted mean over the window, gCO2eq/kWh.</summary>
    [JsonPropertyName("avg_carbon_intensity")]
    public required double AvgCarbonIntensity { get; init; }

    /// <summary>Length, hours.</summary>
    [JsonPropertyName("duration_hours")]
    public required double DurationHours { get; init; }
}
