using System.Text.Json;
using System.Text.Json.Serialization;

namespace CarbonApp.Api.Tests.Sdk;

/// <summary>
/// Reads answers as clients generated from the SDK's document do that are strict: names in their case, every member there, no other
/// member, no text for a number.
/// </summary>
internal static class SdkClient
{
    private static readonly JsonSerializerOptions Strict = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    };

    public static T Read<T>(string json) => JsonSerializer.Deserialize<T>(json, Strict)!;

    internal sealed record Emission
    {
        public required string Location { get; init; }

        public required DateTimeOffset Time { get; init; }

        public required double Rating { get; init; }

        public required TimeSpan Duration { get; init; }
    }

    internal sealed record Point
    {
        public required string Location { get; init; }

        public required DateTimeOffset Timestamp { get; init; }

        public required int Duration { get; init; }

        public required double Value { get; init; }
    }

    internal sealed record Forecast
    {
        public required DateTimeOffset GeneratedAt { get; init; }

        public required DateTimeOffset RequestedAt { get; init; }

        public required string Location { get; init; }

        public required DateTimeOffset DataStartAt { get; init; }

        public required DateTimeOffset DataEndAt { get; init; }

        public required int WindowSize { get; init; }

        public required Point[] OptimalDataPoints { get; init; }

        public required Point[] ForecastData { get; init; }
    }

    internal sealed record Average
    {
        public required string Location { get; init; }

        public required DateTimeOffset StartTime { get; init; }

        public required DateTimeOffset EndTime { get; init; }

        public required double CarbonIntensity { get; init; }
    }

    internal sealed record Place
    {
        [JsonPropertyName("Latitude")]
        public required double Latitude { get; init; }

        [JsonPropertyName("Longitude")]
        public required double Longitude { get; init; }

        [JsonPropertyName("Name")]
        public required string Name { get; init; }
    }
}
