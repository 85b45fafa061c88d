using System.Text.Json;
using System.Text.Json.Serialization;

namespace CarbonApp.Api.Grid.Sdk;

/// <summary>Intensity of a location over a stretch of time.</summary>
/// <remarks>Members are exactly the Carbon Aware SDK's, for clients generated from its document refuse any other.</remarks>
internal sealed record EmissionsData
{
    /// <summary>Location as it was asked for.</summary>
    public required string Location { get; init; }

    /// <summary>Beginning of the stretch, UTC.</summary>
    [JsonConverter(typeof(OffsetTime))]
    public required DateTimeOffset Time { get; init; }

    /// <summary>gCO2eq/kWh.</summary>
    public required double Rating { get; init; }

    /// <summary>Length of the stretch as <c>hh:mm:ss</c>.</summary>
    public required TimeSpan Duration { get; init; }
}

/// <summary>One point of a forecast: the mean intensity of a window.</summary>
internal sealed record EmissionsDataDTO
{
    /// <summary>Location as it was asked for.</summary>
    public required string Location { get; init; }

    /// <summary>Start of the window, UTC.</summary>
    [JsonConverter(typeof(OffsetTime))]
    public required DateTimeOffset Timestamp { get; init; }

    /// <summary>Length of the window, minutes.</summary>
    public required int Duration { get; init; }

    /// <summary>Mean over the window, gCO2eq/kWh.</summary>
    public required double Value { get; init; }
}

/// <summary>A location's forecast and its best windows.</summary>
internal sealed record EmissionsForecastDTO
{
    /// <summary>When the newest part of the forecast was issued, UTC.</summary>
    [JsonConverter(typeof(OffsetTime))]
    public required DateTimeOffset GeneratedAt { get; init; }

    /// <summary>When the forecast was asked for; of a past forecast, the time as of which, UTC.</summary>
    [JsonConverter(typeof(OffsetTime))]
    public required DateTimeOffset RequestedAt { get; init; }

    /// <summary>Location as it was asked for.</summary>
    public required string Location { get; init; }

    /// <summary>Start of the time looked at, UTC; never before <c>requestedAt</c>.</summary>
    [JsonConverter(typeof(OffsetTime))]
    public required DateTimeOffset DataStartAt { get; init; }

    /// <summary>End of the time looked at, exclusive, UTC.</summary>
    [JsonConverter(typeof(OffsetTime))]
    public required DateTimeOffset DataEndAt { get; init; }

    /// <summary>Length of the windows, minutes.</summary>
    public required int WindowSize { get; init; }

    /// <summary>The points with the lowest mean; more than one when several are equal.</summary>
    public required IReadOnlyList<EmissionsDataDTO> OptimalDataPoints { get; init; }

    /// <summary>All windows that end by <c>dataEndAt</c>, in time order.</summary>
    public required IReadOnlyList<EmissionsDataDTO> ForecastData { get; init; }
}

/// <summary>Asks for the forecast of a location as it was at a past time.</summary>
internal sealed record EmissionsForecastBatchParametersDTO
{
    /// <summary>Time as of which the forecast is wanted.</summary>
    public DateTimeOffset? RequestedAt { get; init; }

    /// <summary>Cloud region of Azure, AWS or Google Cloud, or a grid zone.</summary>
    public string? Location { get; init; }

    /// <summary>Start of the time to look at; the first slot from <c>requestedAt</c> on when left out.</summary>
    public DateTimeOffset? DataStartAt { get; init; }

    /// <summary>End of the time to look at; that of the forecast when left out.</summary>
    public DateTimeOffset? DataEndAt { get; init; }

    /// <summary>Length of the work, minutes; one point of the forecast when left out.</summary>
    public int? WindowSize { get; init; }
}

/// <summary>Asks for the mean intensity of a location over a stretch of time.</summary>
internal sealed record CarbonIntensityBatchParametersDTO
{
    /// <summary>Cloud region of Azure, AWS or Google Cloud, or a grid zone.</summary>
    public string? Location { get; init; }

    /// <summary>When the work began, inclusive.</summary>
    public DateTimeOffset? StartTime { get; init; }

    /// <summary>When it ended, exclusive.</summary>
    public DateTimeOffset? EndTime { get; init; }
}

/// <summary>Mean intensity of a location over a stretch of time.</summary>
internal sealed record CarbonIntensityDTO
{
    /// <summary>Location as it was asked for.</summary>
    public required string Location { get; init; }

    /// <summary>Inclusive, UTC.</summary>
    [JsonConverter(typeof(OffsetTime))]
    public required DateTimeOffset StartTime { get; init; }

    /// <summary>Exclusive, UTC.</summary>
    [JsonConverter(typeof(OffsetTime))]
    public required DateTimeOffset EndTime { get; init; }

    /// <summary>Time-weighted mean, gCO2eq/kWh.</summary>
    public required double CarbonIntensity { get; init; }
}

/// <summary>Where a location is. The SDK documents these three members with capitals.</summary>
internal sealed record Location
{
    /// <summary>Degrees north, WGS 84.</summary>
    [JsonPropertyName("Latitude")]
    public required double Latitude { get; init; }

    /// <summary>Degrees east, WGS 84.</summary>
    [JsonPropertyName("Longitude")]
    public required double Longitude { get; init; }

    /// <summary>Its name.</summary>
    [JsonPropertyName("Name")]
    public required string Name { get; init; }
}

/// <summary>Times as the SDK writes them, in UTC with <c>+00:00</c>; the rest of the product writes <c>Z</c>.</summary>
internal sealed class OffsetTime : JsonConverter<DateTimeOffset>
{
    public override DateTimeOffset Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.GetDateTimeOffset().ToUniversalTime();

    public override void Write(Utf8JsonWriter writer, DateTimeOffset value, JsonSerializerOptions options) =>
        writer.WriteStringValue(value.ToUniversalTime());
}
