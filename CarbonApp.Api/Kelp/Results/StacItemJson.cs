using System.Text.Json;
using System.Text.Json.Nodes;
using CarbonApp.Api.Kelp.Analyses;

namespace CarbonApp.Api.Kelp.Results;

/// <summary>An analysis as a STAC item (STAC 1.0.0 with the projection extension 1.1.0), so that catalogues can hold results beside scenes.</summary>
internal static class StacItemJson
{
    private const string ProjectionExtension = "https://stac-extensions.github.io/projection/v1.1.0/schema.json";

    /// <param name="id">Of the analysis.</param>
    /// <param name="result">Its numbers.</param>
    /// <param name="geometry">GeoJSON geometry of the area.</param>
    public static byte[] Write(string id, AnalysisResult result, JsonNode geometry)
    {
        var assets = new JsonObject();
        foreach (var file in ResultFiles.DownloadsOf(id, result))
        {
            assets[file.Name] = new JsonObject
            {
                ["href"] = file.Url,
                ["title"] = file.Title,
                ["type"] = file.MediaType,
                ["roles"] = new JsonArray(file.Name.EndsWith(".tif", StringComparison.Ordinal) ? "data" : "metadata"),
            };
        }

        var item = new JsonObject
        {
            ["type"] = "Feature",
            ["stac_version"] = "1.0.0",
            ["stac_extensions"] = new JsonArray(ProjectionExtension),
            ["id"] = $"{(result.Provenance.Demo ? "DEMO-" : "")}kelp-{id}",
            ["bbox"] = new JsonArray([.. result.Bbox.Select(value => JsonValue.Create(value))]),
            ["geometry"] = geometry,
            ["properties"] = Properties(result),
            ["links"] = new JsonArray(
                Link("self", $"/api/v2/analyses/{id}/stac-item.json"),
                Link("via", $"/api/v2/analyses/{id}")),
            ["assets"] = assets,
        };
        return JsonSerializer.SerializeToUtf8Bytes(item);
    }

    private static JsonObject Properties(AnalysisResult result) => new()
    {
        ["datetime"] = null,
        ["start_datetime"] = Utc(result.EstimateFrom),
        ["end_datetime"] = Utc(result.EstimateTo),
        ["proj:epsg"] = result.Provenance.GridEpsg,
        ["kelp:species"] = result.Species,
        ["kelp:canopy_area_m2"] = Interval(result.CanopyAreaM2),
        ["kelp:carbon_stock_t"] = Interval(result.CarbonStockT),
        ["kelp:scenes"] = new JsonArray([.. result.Scenes.Where(s => s.Used).Select(s => JsonValue.Create(s.Id))]),
        ["kelp:parameter_hash"] = result.Provenance.ParameterHash,
        ["kelp:demo"] = result.Provenance.Demo,
    };

    private static JsonArray Interval(AnalysisInterval interval) => [interval.P5, interval.P50, interval.P95];

    private static JsonObject Link(string relation, string href) => new() { ["rel"] = relation, ["href"] = href };

    private static string Utc(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", System.Globalization.CultureInfo.InvariantCulture);
}
