using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace CarbonApp.Api.Json;

/// <summary>
/// Times on the wire: written in UTC with <c>Z</c>, read with any offset; a time without one is taken as UTC, never as the
/// server's local time.
/// </summary>
internal sealed class UtcTime : JsonConverter<DateTimeOffset>
{
    public const string Expected = "an ISO 8601 time from 1970 to 2199, such as 2026-03-15T04:00:00Z";

    // No grid was measured before, no plan reaches beyond, and the calendar's ends leave no room to add a duration.
    private const int FirstYear = 1970;
    private const int LastYear = 2199;

    public static bool TryParse(string? text, out DateTimeOffset time) =>
        DateTimeOffset.TryParse(
            text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out time)
        && LooksIso(text)
        && IsInRange(time);

    public override DateTimeOffset Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType == JsonTokenType.String && reader.TryGetDateTime(out var local))
        {
            var time = local.Kind == DateTimeKind.Unspecified
                ? new DateTimeOffset(local, TimeSpan.Zero)
                : reader.GetDateTimeOffset().ToUniversalTime();
            if (IsInRange(time))
            {
                return time;
            }
        }

        throw new JsonException($"Expected {Expected}.");
    }

    public override void Write(Utf8JsonWriter writer, DateTimeOffset value, JsonSerializerOptions options) =>
        writer.WriteStringValue(value.UtcDateTime);

    private static bool IsInRange(DateTimeOffset time) => time.Year is >= FirstYear and <= LastYear;

    /// <summary>The framework would also read "3/4/2026", which means two days depending on who wrote it.</summary>
    private static bool LooksIso(string? text) => text is { Length: >= 10 } && text[4] == '-' && text[7] == '-';
}
