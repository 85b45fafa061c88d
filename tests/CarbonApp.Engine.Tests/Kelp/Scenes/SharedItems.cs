using System.Text.Json;
using CarbonApp.Engine.Kelp.Scenes;
using CarbonApp.Tests.Shared;

namespace CarbonApp.Engine.Tests.Kelp.Scenes;

/// <summary>Real items, and ones written for a test.</summary>
internal static class SharedItems
{
    public static SceneItem Read(string file) => Parse(File.ReadAllText(SharedData.File($"kelp/{file}")));

    public static SceneItem Parse(string json)
    {
        using var document = JsonDocument.Parse(json);
        return StacItemReader.Read(document.RootElement);
    }

    /// <summary>The least that is an item, with one band.</summary>
    public static string Item(string properties = "", string asset = "") =>
        "{\"type\":\"Feature\",\"id\":\"a\",\"bbox\":[10,50,11,51],\"properties\":{\"datetime\":\"2024-06-01T10:30:00Z\"" + Comma(properties)
        + "},\"assets\":{\"B04\":{\"href\":\"B04.tif\"" + Comma(asset) + "}}}";

    private static string Comma(string members) => members.Length > 0 ? "," + members : "";
}
