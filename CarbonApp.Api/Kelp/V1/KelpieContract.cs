using System.Text.Json.Serialization;

namespace CarbonApp.Api.Kelp.V1;

/// <summary>Every error of the Kelpie v1 paths.</summary>
internal sealed record KelpieErrorResponse
{
    /// <summary>Holds the error.</summary>
    [JsonPropertyName("detail")]
    public required KelpieErrorDetail Detail { get; init; }
}

/// <summary>Holds an error.</summary>
internal sealed record KelpieErrorDetail
{
    /// <summary>The error.</summary>
    [JsonPropertyName("error")]
    public required KelpieError Error { get; init; }
}

/// <summary>What is wrong, and what would be right.</summary>
internal sealed record KelpieError
{
    /// <summary>
    /// <c>INVALID_REQUEST</c>, <c>INVALID_COORDINATES</c>, <c>INVALID_DATE_RANGE</c>, <c>INVALID_ANALYSIS_ID</c>, <c>INVALID_PARAMETER</c>,
    /// <c>MISSING_REQUIRED_FIELD</c>, <c>RESOURCE_NOT_FOUND</c>, <c>SATELLITE_DATA_ERROR</c>, <c>DATA_PROCESSING_ERROR</c>,
    /// <c>EXTERNAL_SERVICE_ERROR</c>, <c>SERVICE_UNAVAILABLE</c> or <c>INTERNAL_ERROR</c>.
    /// </summary>
    [JsonPropertyName("code")]
    public required string Code { get; init; }

    /// <summary>In a sentence.</summary>
    [JsonPropertyName("message")]
    public required string Message { get; init; }

    /// <summary>More of it, such as the value given.</summary>
    [JsonPropertyName("details")]
    public string? Details { get; init; }

    /// <summary>Member of the request that is wrong; null where it is none.</summary>
    [JsonPropertyName("field")]
    public string? Field { get; init; }

    /// <summary>What to try.</summary>
    [JsonPropertyName("suggestions")]
    public required IReadOnlyList<string> Suggestions { get; init; }
}

/// <summary>A place.</summary>
internal sealed record KelpiePoint
{
    /// <summary>Latitude, degrees.</summary>
    [JsonPropertyName("lat")]
    public double? Lat { get; init; }

    /// <summary>Longitude, degrees.</summary>
    [JsonPropertyName("lng")]
    public double? Lng { get; init; }
}

/// <summary>An uncertain number: nine in ten draws lie between the outer two.</summary>
internal sealed record KelpieInterval
{
    /// <summary>5 % are below.</summary>
    [JsonPropertyName("p5")]
    public required double P5 { get; init; }

    /// <summary>The median.</summary>
    [JsonPropertyName("p50")]
    public required double P50 { get; init; }

    /// <summary>5 % are above.</summary>
    [JsonPropertyName("p95")]
    public required double P95 { get; init; }
}

/// <summary>Answer (202) of a call whose analysis takes longer than a call may wait: the same call asked again later gives the numbers.</summary>
internal sealed record KelpiePending
{
    /// <summary>Id of the analysis; follow it at <c>/api/v2/analyses/{id}</c>.</summary>
    [JsonPropertyName("analysis_id")]
    public required string AnalysisId { get; init; }

    /// <summary>Always <c>processing</c>.</summary>
    [JsonPropertyName("status")]
    public required string Status { get; init; }

    /// <summary>What it is at, and what to do.</summary>
    [JsonPropertyName("message")]
    public required string Message { get; init; }
}
