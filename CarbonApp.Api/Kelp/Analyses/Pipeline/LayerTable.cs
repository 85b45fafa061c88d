using System.Globalization;
using CarbonApp.Api.Kelp.Tiles;
using CarbonApp.Engine.Kelp.Scenes;

namespace CarbonApp.Api.Kelp.Analyses.Pipeline;

/// <summary>The layers of an analysis as the answer lists them.</summary>
internal static class LayerTable
{
    private const int DeepestZoom = 16;

    public static IReadOnlyList<AnalysisLayer> Of(string id, IReadOnlySet<SentinelBand> bands, string sceneId) =>
        [.. Layers.All.Where(layer => Layers.BandsOf(layer).All(bands.Contains)).Select(layer => ToItem(id, layer, sceneId))];

    private static AnalysisLayer ToItem(string id, Layer layer, string sceneId)
    {
        var scale = (layer as Layer.Quantity)?.Map.Scale;
        return new AnalysisLayer
        {
            Name = layer.Name,
            Title = layer.Title,
            Group = layer.Group,
            Unit = layer is Layer.Quantity { Map.Unit: { Length: > 0 } unit } ? unit : null,
            Min = scale?.Low,
            Max = scale?.High,
            SceneId = layer.Group is "base" or "index" ? sceneId : null,
            TilesUrl = $"/api/v2/analyses/{id}/tiles/{layer.Name}/{{z}}/{{x}}/{{y}}.png",
            LegendUrl = layer.Legend is null ? null : $"/api/v2/analyses/{id}/legends/{layer.Name}.svg",
            Legend = LegendOf(layer),
            CogUrl = $"/api/v2/analyses/{id}/cog/{layer.Name}.tif",
            MinZoom = 0,
            MaxZoom = DeepestZoom,
        };
    }

    public static IReadOnlyList<AnalysisLegendEntry> LegendOf(Layer layer) => layer.Legend is not { } legend ? [] :
        [.. legend.Stops.Select(stop => new AnalysisLegendEntry
        {
            Value = legend.IsContinuous ? double.Parse(stop.Label, CultureInfo.InvariantCulture) : null,
            Label = stop.Label,
            Color = stop.Colour.ToString(),
        })];
}
