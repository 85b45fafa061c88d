namespace CarbonApp.Api.Kelp.Analyses;

/// <summary>A scene (granule) that was found, with what was made of it.</summary>
internal sealed record AnalysisScene
{
    /// <summary>Id of the item in the catalogue.</summary>
    public required string Id { get; init; }

    /// <summary>When it was taken, UTC.</summary>
    public required DateTimeOffset DatetimeUtc { get; init; }

    /// <summary>The same in mean solar time of the area's centre, yyyy-MM-ddTHH:mm:ss without zone: about 10:30 for Sentinel-2.</summary>
    public required string LocalOverpass { get; init; }

    /// <summary>MGRS tile, such as 29RKH.</summary>
    public required string Tile { get; init; }

    /// <summary>True where it was part of the estimate or the time series.</summary>
    public required bool Used { get; init; }

    /// <summary>Why it was left out, for people; null where used.</summary>
    public string? LeftOutReason { get; init; }

    /// <summary>How good a date it is, 0 to 1, against the others; null where it was left out before.</summary>
    public double? Score { get; init; }

    /// <summary>Share of the area that the granule covers, 0 to 1.</summary>
    public double? CoverageShare { get; init; }

    /// <summary>Share of the area under cloud, 0 to 1: of the area, not of the tile.</summary>
    public double? CloudShare { get; init; }

    /// <summary>Share of the area's sea that was seen clearly, 0 to 1; null where the area has no sea, or the scene was left out before.</summary>
    public double? ValidShare { get; init; }

    /// <summary>Processing baseline, such as 05.09; null where the item does not say.</summary>
    public string? ProcessingBaseline { get; init; }

    /// <summary>Added to digital numbers before they are divided by 10,000: −1000 or 0; null where the scene was left out before.</summary>
    public double? OffsetDn { get; init; }

    /// <summary>What decided the offset, such as <c>raster:bands</c>.</summary>
    public string? OffsetRule { get; init; }

    /// <summary>Tide at the overpass; null where it was not asked for or no station is near.</summary>
    public AnalysisTide? Tide { get; init; }

    /// <summary>Canopy on this date, m²: pixels times cover. Null where the scene was not used.</summary>
    public double? KelpAreaM2 { get; init; }

    /// <summary>Canopy just below the surface on this date, m².</summary>
    public double? NearSurfaceM2 { get; init; }

    /// <summary>The water the canopy stands out from; null where the scene was not used.</summary>
    public AnalysisWater? Water { get; init; }

    /// <summary>Bytes read of it.</summary>
    public long? BytesRead { get; init; }
}

/// <summary>The tide at an overpass.</summary>
internal sealed record AnalysisTide
{
    /// <summary>Above chart datum, m; predicted, without weather.</summary>
    public required double HeightM { get; init; }

    /// <summary>The chart datum that the height is above, such as MLLW or LAT.</summary>
    public required string ChartDatum { get; init; }

    /// <summary>Stations the height is from, nearest first.</summary>
    public required IReadOnlyList<AnalysisTideStation> Stations { get; init; }
}

/// <summary>A tide station's part in a height.</summary>
internal sealed record AnalysisTideStation
{
    /// <summary>Key of the publisher, such as noaa/9411340.</summary>
    public required string Id { get; init; }

    /// <summary>For people.</summary>
    public required string Name { get; init; }

    /// <summary>From the centre of the area, km.</summary>
    public required double DistanceKm { get; init; }

    /// <summary>Its share; the shares sum to 1.</summary>
    public required double Weight { get; init; }

    /// <summary>Licence of its constituents.</summary>
    public required string Licence { get; init; }
}

/// <summary>Statistics of the water of a scene.</summary>
internal sealed record AnalysisWater
{
    /// <summary>Blocks of 320 m whose water is known.</summary>
    public required int Blocks { get; init; }

    /// <summary>Those of which under 30 % could be sampled: canopy stands out less surely there.</summary>
    public required int BlocksWithFew { get; init; }

    /// <summary>Mean share of a block's window that could be sampled, 0 to 1; null without water.</summary>
    public double? SampleShare { get; init; }

    /// <summary>Median reflectance of the water at 1,614 nm, which guards the offset.</summary>
    public double? MedianB11 { get; init; }

    /// <summary>Median of the blocks' noise of FAI (MAD), reflectance.</summary>
    public double? SigmaFai { get; init; }

    /// <summary>The same of KD, reflectance.</summary>
    public double? SigmaKd { get; init; }
}
