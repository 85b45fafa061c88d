namespace CarbonApp.Engine.Kelp.Scenes;

/// <summary>One Sentinel-2 L2A scene: one tile on one pass, as a catalogue describes it.</summary>
public sealed record SceneItem
{
    /// <summary>Name in the catalogue.</summary>
    public required string Id { get; init; }

    /// <summary>Collection of the catalogue; null when the item names none.</summary>
    public string? Collection { get; init; }

    /// <summary>When it was taken, UTC.</summary>
    public required DateTimeOffset AcquiredAt { get; init; }

    /// <summary>sentinel-2a, sentinel-2b or sentinel-2c; null when not said.</summary>
    public string? Platform { get; init; }

    /// <summary>Tile of the military grid, such as 29RKH; null when not said.</summary>
    public string? MgrsTile { get; init; }

    /// <summary>Version of the processor; null when not said.</summary>
    public ProcessingBaseline? Baseline { get; init; }

    /// <summary>Cloud over the whole tile, percent; null when not said. Of an area it says little: ask its scene classification.</summary>
    public double? CloudPercent { get; init; }

    /// <summary>EPSG code of the tile's UTM zone; null when not said.</summary>
    public int? Epsg { get; init; }

    /// <summary>Outline of what was seen.</summary>
    public required SceneFootprint Footprint { get; init; }

    /// <summary>The bands there are; every scene that can be used has several.</summary>
    public required IReadOnlyDictionary<SentinelBand, SceneAsset> Assets { get; init; }

    /// <summary>Where the product's MTD_MSIL2A.xml is; null when the item has no such asset.</summary>
    public string? ProductMetadataHref { get; init; }

    /// <summary>What the item says that does not fit together.</summary>
    public IReadOnlyList<string> Warnings { get; init; } = [];

    /// <summary>Whether the catalogue has subtracted the offset; null when it does not say.</summary>
    internal bool? BoaOffsetApplied { get; init; }

    /// <summary>Whether the offset of every band is decided, so that reflectance can be had.</summary>
    public bool IsRadiometryKnown => Assets.Values.All(a => a.Rule != OffsetRule.Undecided);

    /// <summary>Whether the product's own metadata would settle what the item leaves open or to the baseline.</summary>
    public bool NeedsProductMetadata => ProductMetadataHref is not null
        && Assets.Values.Any(a => a.Rule is OffsetRule.Undecided or OffsetRule.ProcessingBaseline);

    /// <summary>The rule and offset of the reflectance bands when it is one for all, as it is in every product so far; else the first band's.</summary>
    public SceneAsset? FirstReflectance => Assets.Values.Where(a => a.Rule is not null).OrderBy(a => a.Band).FirstOrDefault();

    /// <summary>The same scene with offsets and wavelengths as its product's metadata settles them.</summary>
    public SceneItem WithProductMetadata(ProductMetadata metadata)
    {
        ArgumentNullException.ThrowIfNull(metadata);
        return OffsetResolution.Apply(this with { Baseline = metadata.Baseline ?? Baseline }, metadata);
    }

    /// <summary>Of scenes processed more than once, only the newest baseline: the same pass over the same tile must not count twice. Parts of a
    /// pass that was cut in two share their baseline and are both kept.</summary>
    public static IReadOnlyList<SceneItem> NewestProcessing(IEnumerable<SceneItem> scenes)
    {
        ArgumentNullException.ThrowIfNull(scenes);
        return [.. scenes
            .GroupBy(s => s.MgrsTile is null ? s.Id : $"{s.Platform} {s.MgrsTile} {s.AcquiredAt.UtcDateTime:yyyyMMdd}")
            .SelectMany(same => same.Where(s => (s.Baseline ?? default) == same.Max(o => o.Baseline ?? default)))
            .OrderBy(s => s.AcquiredAt).ThenBy(s => s.Id, StringComparer.Ordinal)];
    }
}
