using System.Globalization;
using System.Text.Json;
using CarbonApp.Engine.Kelp.Aoi;
using CarbonApp.Engine.Kelp.Imagery;

namespace CarbonApp.Engine.Kelp.Scenes;

/// <summary>Reads the description beside a chip: one GeoTIFF with several bands of one scene, cut to an area.</summary>
/// <remarks>Members: docs/methods/scenes.md. <c>reflectance_offset</c> is what is to be added still; the file's numbers are as the product has them.</remarks>
public static class ChipReader
{
    private const int MaxBands = 64;

    /// <summary>Whether a JSON object is such a description.</summary>
    public static bool IsChip(JsonElement description) => description.Text("scene_id") is not null && description.Member("bands") is { ValueKind: JsonValueKind.Array };

    /// <summary>The scene a chip was cut from, with the chip as the file of all its bands.</summary>
    /// <param name="description">The JSON.</param>
    /// <param name="href">Where the GeoTIFF is.</param>
    /// <exception cref="SceneException">A member is missing or makes no sense; the message names it.</exception>
    public static SceneItem Read(JsonElement description, string href)
    {
        var id = description.Text("scene_id") ?? throw new SceneException("The chip's description has no scene_id.");
        try
        {
            return Read(description, href, id);
        }
        catch (SceneException fault)
        {
            throw new SceneException($"Chip of {id}: {fault.Message}", fault);
        }
    }

    private static SceneItem Read(JsonElement description, string href, string id)
    {
        var scale = description.Number("reflectance_scale") ?? throw new SceneException("its description has no reflectance_scale, such as 0.0001.");
        var offset = description.Number("reflectance_offset") ?? throw new SceneException("its description has no reflectance_offset, such as -0.1, or 0 for none.");
        if (scale <= 0)
        {
            throw new SceneException(string.Create(CultureInfo.InvariantCulture, $"reflectance_scale is {scale}; it has to be above 0."));
        }

        return new SceneItem
        {
            Id = id,
            Collection = description.Text("collection"),
            AcquiredAt = description.Time("datetime") ?? throw new SceneException("its description has no datetime."),
            Platform = StacItemReader.PlatformOf(description.Text("platform")),
            MgrsTile = ItemJson.TileInName(id),
            Baseline = ProcessingBaseline.InName(id),
            CloudPercent = description.Number("cloud_cover") is { } cloud and >= 0 and <= 100 ? cloud : null,
            Epsg = ItemJson.Epsg(description.Text("crs")),
            Footprint = FootprintOf(description),
            Assets = ReadBands(description, href, new BandScale(scale, offset)),
        };
    }

    private static SortedDictionary<SentinelBand, SceneAsset> ReadBands(JsonElement description, string href, BandScale scale)
    {
        var assets = new SortedDictionary<SentinelBand, SceneAsset>();
        var index = 0;
        foreach (var name in description.GetProperty("bands").EnumerateArray().Take(MaxBands))
        {
            if (name.ValueKind == JsonValueKind.String && BandNames.OfAsset(name.GetString()!) is { } band)
            {
                var classes = band == SentinelBand.Scl;
                assets[band] = new SceneAsset
                {
                    Band = band,
                    Href = href,
                    FileBand = index,
                    MediaType = "image/tiff; application=geotiff",
                    Scale = classes ? new BandScale(1, 0) : scale,
                    Rule = classes ? null : OffsetRule.ChipDescription,
                    Transform = description.Transform("transform"),
                };
            }

            index++;
        }

        return assets.Count > 0 ? assets : throw new SceneException("its bands name no band of Sentinel-2, such as B04.");
    }

    private static SceneFootprint FootprintOf(JsonElement description)
    {
        if (description.Member("bbox_wgs84") is not { ValueKind: JsonValueKind.Array } box || box.GetArrayLength() != 4 || box.EnumerateArray().Any(v => v.ValueKind != JsonValueKind.Number))
        {
            throw new SceneException("its description has no bbox_wgs84 of four numbers.");
        }

        var read = new GeoBounds(box[0].GetDouble(), box[1].GetDouble(), box[2].GetDouble(), box[3].GetDouble());
        return read.IsValid ? SceneFootprint.Of(read) : throw new SceneException($"bbox_wgs84 {read} is no box on earth.");
    }
}
