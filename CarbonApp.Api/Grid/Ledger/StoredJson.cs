using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using CarbonApp.Api.Grid.Plans;
using CarbonApp.Api.Json;

namespace CarbonApp.Api.Grid.Ledger;

/// <summary>Requests and answers as they lie in the database.</summary>
/// <remarks>
/// Requests have a generated writer of their own: in <see cref="WireJson"/> it would bring a generated reader, which is wrong for
/// requests (see there).
/// </remarks>
[JsonSerializable(typeof(PlanRequest))]
[JsonSerializable(typeof(PlanSite))]
internal sealed partial class StoredJson : JsonSerializerContext
{
    /// <summary>Reads what any earlier version stored: a member that came later is absent, not an error.</summary>
    private static readonly JsonSerializerOptions Reading = new(JsonSerializerDefaults.Web)
    {
        Converters = { new UtcTime() },
        TypeInfoResolver = new DefaultJsonTypeInfoResolver { Modifiers = { AllowAbsent } },
    };

    private static StoredJson Writing { get; } = new(new JsonSerializerOptions(JsonSerializerDefaults.Web)
    {
        Converters = { new UtcTime() },
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    });

    public static string Write(PlanRequest request) => JsonSerializer.Serialize(request, Writing.PlanRequest);

    /// <summary>Without the signal: it would be many times the rest, and is in the store of signals where it was measured.</summary>
    public static string Write(PlanResponse answer) =>
        JsonSerializer.Serialize(answer.Forecast is null ? answer : answer with { Forecast = null }, WireJson.Readable.PlanResponse);

    public static T Read<T>(string text) => JsonSerializer.Deserialize<T>(text, Reading)!;

    private static void AllowAbsent(JsonTypeInfo type)
    {
        foreach (var property in type.Properties)
        {
            property.IsRequired = false;
        }
    }
}
