using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using CarbonApp.Api.Json;

namespace CarbonApp.Api.Grid.Schedules;

/// <summary>How schedules are kept in the database and told to receivers: as on the wire, absent members left out.</summary>
internal static class ScheduleJson
{
    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web)
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Converters = { new UtcTime() },
    };

    public static string Write<T>(T value) => JsonSerializer.Serialize(value, Options);

    public static T Read<T>(string text) => JsonSerializer.Deserialize<T>(text, Options) ?? throw new JsonException("null where a schedule should be");
}
