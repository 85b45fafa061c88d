using System.Globalization;
using System.Text.Json;
using CarbonApp.Engine.Kelp.Aoi;
using CarbonApp.Engine.Kelp.Imagery;

namespace CarbonApp.Engine.Kelp.Scenes;

/// <summary>Reads a STAC item of Sentinel-2 L2A, as Planetary Computer, Earth Search (both its generations), stactools and the Copernicus
/// Data Space write it, and resolves its offsets.</summary>
/// <remarks>Sources: STAC 1.0 and 1.1; extensions eo, raster, projection, grid, mgrs, sentinel-2; docs/methods/scenes.md.</remarks>
public static class StacItemReader
{
    private const int MaxAssets = 512;
    private const int LongestHref = 4096;

    /// <summary>The scene an item describes.</summary>
    /// <exception cref="SceneException">No item, no id or time, no outline, or no band of Sentinel-2; the message names the item.</exception>
    public static SceneItem Read(JsonElement item)
    {
        if (item.Text("type") != "Feature" || item.Text("id") is not { } id)
        {
            throw new SceneException("This is no STAC item: it has to be a GeoJSON Feature with an id of at most 256 characters.");
        }

        try
        {
            return Read(item, id);
        }
        catch (SceneException fault)
        {
            throw new SceneException($"Scene {id}: {fault.Message}", fault);
        }
    }

    private static SceneItem Read(JsonElement item, string id)
    {
        var properties = item.Member("properties") ?? throw new SceneException("it has no properties.");
        var assets = ReadAssets(item);
        var product = properties.Text("s2:product_uri") ?? properties.Text("sentinel:product_id") ?? id;
        return OffsetResolution.Apply(
            new SceneItem
            {
                Id = id,
                Collection = item.Text("collection"),
                AcquiredAt = properties.Time("datetime") ?? properties.Time("start_datetime") ?? throw new SceneException("it has no datetime."),
                Platform = PlatformOf(properties.Text("platform")),
                MgrsTile = TileOf(properties) ?? ItemJson.TileInName(product),
                Baseline = BaselineOf(properties, product),
                CloudPercent = properties.Number("eo:cloud_cover") is { } cloud and >= 0 and <= 100 ? cloud : null,
                Epsg = EpsgOf(properties) ?? EpsgOf(assets.Values.First().Json),
                Footprint = FootprintOf(item),
                Assets = assets.ToDictionary(a => a.Key, a => a.Value.Asset),
                ProductMetadataHref = MetadataHref(item),
                BoaOffsetApplied = properties.Flag("earthsearch:boa_offset_applied") ?? properties.Flag("sentinel:boa_offset_applied"),
            },
            metadata: null);
    }

    private static SortedDictionary<SentinelBand, (SceneAsset Asset, JsonElement Json)> ReadAssets(JsonElement item)
    {
        var assets = new SortedDictionary<SentinelBand, (SceneAsset, JsonElement)>();
        if (item.Member("assets") is { ValueKind: JsonValueKind.Object } list)
        {
            foreach (var asset in list.EnumerateObject().Take(MaxAssets))
            {
                if (BandNames.OfAsset(asset.Name) is { } band && asset.Value.Text("href", LongestHref) is { } href)
                {
                    assets[band] = (Read(band, href, asset.Value), asset.Value);
                }
            }
        }

        return assets.Count > 0 ? assets : throw new SceneException("it has no asset that is a band of Sentinel-2, such as B04 or red.");
    }

    private static SceneAsset Read(SentinelBand band, string href, JsonElement asset)
    {
        // STAC 1.1 moved both extensions into "bands" or the asset itself.
        var raster = asset.First("raster:bands") ?? default;
        var common = asset.First("bands") ?? default;
        var stated = new StatedScale(
            raster.Number("scale") ?? common.Number("raster:scale") ?? asset.Number("raster:scale"),
            raster.Number("offset") ?? common.Number("raster:offset") ?? asset.Number("raster:offset"));
        if (stated.Scale is <= 0)
        {
            throw new SceneException(string.Create(CultureInfo.InvariantCulture, $"its band {band} has a scale of {stated.Scale}, which has to be above 0."));
        }

        var micrometres = (asset.First("eo:bands") ?? default).Number("center_wavelength") ?? common.Number("eo:center_wavelength");
        return new SceneAsset
        {
            Band = band,
            Href = href,
            MediaType = asset.Text("type"),
            Scale = new BandScale(1, 0),
            CentreWavelengthNm = band != SentinelBand.Scl && micrometres is > 0.3 and < 3 ? Math.Round(micrometres.Value * 1000, 3) : null,
            Transform = asset.Transform("proj:transform"),
            Stated = stated,
        };
    }

    /// <summary>"Sentinel-2A" and "sentinel-2a" are one satellite.</summary>
    internal static string? PlatformOf(string? platform) => platform?.ToLowerInvariant().Replace(' ', '-');

    private static string? TileOf(JsonElement properties)
    {
        if (properties.Text("s2:mgrs_tile") is { } tile)
        {
            return tile;
        }

        if (properties.Text("grid:code") is { } code && code.StartsWith("MGRS-", StringComparison.Ordinal))
        {
            return code[5..].PadLeft(5, '0');
        }

        var zone = properties.Number("mgrs:utm_zone") ?? properties.Number("sentinel:utm_zone");
        var latitude = properties.Text("mgrs:latitude_band") ?? properties.Text("sentinel:latitude_band");
        var square = properties.Text("mgrs:grid_square") ?? properties.Text("sentinel:grid_square");
        return zone is >= 1 and <= 60 && latitude is not null && square is not null ? $"{(int)zone:00}{latitude}{square}" : null;
    }

    private static ProcessingBaseline? BaselineOf(JsonElement properties, string product) =>
        ProcessingBaseline.TryParse(properties.Text("s2:processing_baseline") ?? properties.Text("sentinel:processing_baseline"), out var baseline)
        || ProcessingBaseline.TryParse(properties.Text("processing:version"), out baseline)
            ? baseline
            : ProcessingBaseline.InName(product) ?? ProcessingBaseline.InName(properties.Text("s2:datatake_id"));

    private static int? EpsgOf(JsonElement json) =>
        json.Number("proj:epsg") is { } epsg and > 0 and < 1_000_000 ? (int)epsg : ItemJson.Epsg(json.Text("proj:code"));

    private static SceneFootprint FootprintOf(JsonElement item)
    {
        if (item.Member("geometry") is { } geometry)
        {
            return SceneFootprint.Read(geometry);
        }

        if (item.Member("bbox") is { ValueKind: JsonValueKind.Array } box && box.GetArrayLength() == 4 && box.EnumerateArray().All(v => v.ValueKind == JsonValueKind.Number))
        {
            var read = new GeoBounds(box[0].GetDouble(), box[1].GetDouble(), box[2].GetDouble(), box[3].GetDouble());
            return read.IsValid ? SceneFootprint.Of(read) : throw new SceneException($"its bbox {read} is no box on earth.");
        }

        throw new SceneException("it has neither a geometry nor a bbox.");
    }

    /// <summary>Only the XML of the product: Earth Search's JSON of the same name does not hold the offsets.</summary>
    private static string? MetadataHref(JsonElement item)
    {
        var assets = item.Member("assets") ?? default;
        return new[] { "product-metadata", "product_metadata" }
            .Select(name => assets.Member(name)?.Text("href", LongestHref))
            .FirstOrDefault(href => href is not null && href.Split('?')[0].EndsWith(".xml", StringComparison.OrdinalIgnoreCase));
    }
}
