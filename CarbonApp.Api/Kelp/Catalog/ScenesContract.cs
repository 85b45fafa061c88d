namespace CarbonApp.Api.Kelp.Catalog;

/// <summary>Scenes of a place and period. Answer of <c>GET /api/v2/scenes</c>.</summary>
internal sealed record ScenesResponse
{
    /// <summary>The catalogue that answered: <c>planetary-computer</c>, <c>earth-search</c> or <c>local</c>.</summary>
    public required string Catalog { get; init; }

    /// <summary>West, south, east, north of the place, degrees; west above east crosses the antimeridian.</summary>
    public required IReadOnlyList<double> Bbox { get; init; }

    /// <summary>Beginning of the period, UTC.</summary>
    public required DateTimeOffset From { get; init; }

    /// <summary>End of the period, UTC, exclusive.</summary>
    public required DateTimeOffset To { get; init; }

    /// <summary>The scenes, oldest first; of a pass that was processed more than once only the newest processing.</summary>
    public required IReadOnlyList<SceneListItem> Scenes { get; init; }

    /// <summary>False where there are more than <c>limit</c>.</summary>
    public required bool Complete { get; init; }

    /// <summary>For people: catalogues that failed, and where nothing was found, why that may be and what to change.</summary>
    public required IReadOnlyList<string> Notes { get; init; }

    /// <summary>Who to name beside whatever is made from the scenes.</summary>
    public required IReadOnlyList<string> Attributions { get; init; }

    /// <summary>True in demo mode: only files at hand were looked at.</summary>
    public required bool Demo { get; init; }
}

/// <summary>A scene of Sentinel-2 L2A: one tile on one pass.</summary>
internal sealed record SceneListItem
{
    /// <summary>Id of the item in the catalogue.</summary>
    public required string Id { get; init; }

    /// <summary>Collection of the catalogue; null where the item names none.</summary>
    public string? Collection { get; init; }

    /// <summary>When it was taken, UTC.</summary>
    public required DateTimeOffset DatetimeUtc { get; init; }

    /// <summary><c>sentinel-2a</c>, <c>sentinel-2b</c> or <c>sentinel-2c</c>; null where the item does not say.</summary>
    public string? Platform { get; init; }

    /// <summary>MGRS tile, such as 29RKH; null where the item does not say.</summary>
    public string? Tile { get; init; }

    /// <summary>EPSG code of the tile's UTM zone; null where the item does not say.</summary>
    public int? Epsg { get; init; }

    /// <summary>Share of the whole tile under cloud, 0 to 1; null where the item does not say. Of the place it says little.</summary>
    public double? TileCloudShare { get; init; }

    /// <summary>Processing baseline, such as 05.09; null where the item does not say.</summary>
    public string? ProcessingBaseline { get; init; }

    /// <summary>Added to digital numbers before they are scaled to reflectance: −1000 or 0; null while nothing decides it.</summary>
    public double? OffsetDn { get; init; }

    /// <summary>What decides the offset: <c>raster:bands</c>, <c>boa_offset_applied</c>, <c>MTD_MSIL2A.xml</c>, <c>s2:processing_baseline</c>,
    /// <c>reflectance_offset</c> or <c>undecided</c>. The product's MTD_MSIL2A.xml is read, and may overrule a baseline, when the scene is opened.</summary>
    public required string OffsetRule { get; init; }

    /// <summary>Bands there are, such as B04, and <c>SCL</c>, the scene classification.</summary>
    public required IReadOnlyList<string> Bands { get; init; }

    /// <summary>What the item says that does not fit together.</summary>
    public required IReadOnlyList<string> Warnings { get; init; }
}
