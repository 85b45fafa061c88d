using System.Text.Json;

namespace CarbonApp.Api.Kelp.Catalog.Http;

/// <summary>Members of what a catalogue answers.</summary>
internal static class CatalogJson
{
    /// <summary>A member that is a text; null where it is missing or something else.</summary>
    public static string? Text(this JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}
