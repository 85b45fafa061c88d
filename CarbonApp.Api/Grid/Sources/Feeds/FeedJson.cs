using System.Globalization;
using System.Text.Json;
using CarbonApp.Api.Problems;

namespace CarbonApp.Api.Grid.Sources.Feeds;

/// <summary>Reads what feeds send without trusting any of it: a missing or null member is null, a wrong shape is a bad payload.</summary>
internal static class FeedJson
{
    /// <summary>The member, or null when it is absent or null.</summary>
    public static JsonElement? Member(this JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var value) && value.ValueKind != JsonValueKind.Null ? value : null;

    /// <summary>The items of an array member; throws when it is no array.</summary>
    public static JsonElement.ArrayEnumerator Items(this JsonElement element, string source, string name) =>
        element.Member(name) is { ValueKind: JsonValueKind.Array } array
            ? array.EnumerateArray()
            : throw new UpstreamException(source, UpstreamFault.BadPayload, $"its answer has no array '{name}'");

    /// <summary>A number, also when it is sent as text; null when it is neither.</summary>
    public static double? Number(this JsonElement? element) => element switch
    {
        { ValueKind: JsonValueKind.Number } number when number.TryGetDouble(out var value) => value,
        { ValueKind: JsonValueKind.String } text when double.TryParse(text.GetString(), NumberStyles.Float, CultureInfo.InvariantCulture, out var value) => value,
        _ => null,
    };

    /// <summary>An instant; without an offset it is UTC. Null when it is none.</summary>
    public static DateTimeOffset? Instant(this JsonElement? element) =>
        element is { ValueKind: JsonValueKind.String } text
        && DateTimeOffset.TryParse(text.GetString(), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var time)
            ? time
            : null;

    /// <summary>The text of a string member; null when it is none.</summary>
    public static string? Text(this JsonElement? element) => element is { ValueKind: JsonValueKind.String } text ? text.GetString() : null;

    /// <summary>UTC to the minute, <c>2026-01-31T12:30Z</c>, as NESO and Energy-Charts write it.</summary>
    public static string Minute(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm'Z'", CultureInfo.InvariantCulture);

    /// <summary>Address of a path and query below a base that may or may not end in a slash.</summary>
    public static Uri Below(this Uri baseAddress, string pathAndQuery) => new(baseAddress.AbsoluteUri.TrimEnd('/') + pathAndQuery);
}
