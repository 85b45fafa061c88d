using System.Text.Json.Nodes;

namespace CarbonApp.Api.Grid.Schedules;

/// <summary>A receiver's own form of body, with the event put where it is asked for.</summary>
internal static class BodyTemplate
{
    /// <summary>A value that stands for the event.</summary>
    public const string Event = "$event";

    public static string Fill(string template, string told) => ScheduleJson.Write(Fill(JsonNode.Parse(template), told));

    private static JsonNode? Fill(JsonNode? node, string told) => node switch
    {
        JsonObject members => new JsonObject(members.Select(m => KeyValuePair.Create(m.Key, Fill(m.Value, told)))),
        JsonArray items => new JsonArray([.. items.Select(i => Fill(i, told))]),
        JsonValue value when value.TryGetValue<string>(out var text) && text == Event => JsonNode.Parse(told),
        _ => node?.DeepClone(),
    };
}
