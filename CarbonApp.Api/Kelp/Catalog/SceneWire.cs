using CarbonApp.Engine.Kelp.Scenes;

namespace CarbonApp.Api.Kelp.Catalog;

/// <summary>How a scene is written.</summary>
internal static class SceneWire
{
    /// <summary>The sentence the licence asks for; the year is that of the data.</summary>
    public static string CopernicusNotice(IEnumerable<SceneItem> scenes)
    {
        var years = scenes.Select(s => s.AcquiredAt.UtcDateTime.Year).ToArray();
        return years.Length == 0 ? "Contains modified Copernicus Sentinel data"
            : years.Min() == years.Max() ? $"Contains modified Copernicus Sentinel data {years[0]}"
            : $"Contains modified Copernicus Sentinel data {years.Min()}–{years.Max()}";
    }

    public static SceneListItem Of(SceneItem scene) => new()
    {
        Id = scene.Id,
        Collection = scene.Collection,
        DatetimeUtc = scene.AcquiredAt,
        Platform = scene.Platform,
        Tile = scene.MgrsTile,
        Epsg = scene.Epsg,
        TileCloudShare = scene.CloudPercent is { } percent ? Math.Round(percent / 100, 8) : null,
        ProcessingBaseline = scene.Baseline?.ToString(),
        OffsetDn = OffsetDn(scene.FirstReflectance),
        OffsetRule = NameOf(scene.FirstReflectance?.Rule ?? OffsetRule.Undecided),
        Bands = [.. scene.Assets.Keys.Select(NameOf)],
        Warnings = scene.Warnings,
    };

    /// <summary>The offset in digital numbers; null where it is not decided.</summary>
    public static double? OffsetDn(SceneAsset? asset) =>
        asset is { Rule: not (null or OffsetRule.Undecided) } ? Math.Round(asset.Scale.Offset / asset.Scale.Scale, 6) : null;

    /// <summary>The name of the rule, which is that of what decides.</summary>
    public static string NameOf(OffsetRule rule) => rule switch
    {
        OffsetRule.RasterBands => "raster:bands",
        OffsetRule.BoaOffsetApplied => "boa_offset_applied",
        OffsetRule.ProductMetadata => "MTD_MSIL2A.xml",
        OffsetRule.ProcessingBaseline => "s2:processing_baseline",
        OffsetRule.ChipDescription => "reflectance_offset",
        _ => "undecided",
    };

    public static string NameOf(SentinelBand band) => band == SentinelBand.Scl ? "SCL" : band.ToString();
}
