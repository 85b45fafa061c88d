namespace CarbonApp.Api.Kelp.Results;

/// <summary>The spectral indices there are. Answer of <c>GET /api/v2/indices</c>.</summary>
internal sealed record IndicesResponse
{
    /// <summary>By name.</summary>
    public required IReadOnlyList<IndexItem> Indices { get; init; }
}

/// <summary>A spectral index.</summary>
internal sealed record IndexItem
{
    /// <summary>Name in addresses.</summary>
    public required string Name { get; init; }

    /// <summary>For people.</summary>
    public required string Title { get; init; }

    /// <summary>Its formula over band names.</summary>
    public required string Formula { get; init; }

    /// <summary>Where the formula is from.</summary>
    public required string Source { get; init; }

    /// <summary>Value at the lower end of its legend.</summary>
    public required double Min { get; init; }

    /// <summary>Value at the upper end.</summary>
    public required double Max { get; init; }

    /// <summary>Unit; null for ratios.</summary>
    public string? Unit { get; init; }

    /// <summary>The formula v1 had under this name, given with <c>legacy=true</c>; null where it had none or the same.</summary>
    public string? LegacyFormula { get; init; }
}

/// <summary>The kelps whose constants are known. Answer of <c>GET /api/v2/species</c>.</summary>
internal sealed record SpeciesResponse
{
    /// <summary>By name.</summary>
    public required IReadOnlyList<SpeciesItem> Species { get; init; }
}

/// <summary>A kelp.</summary>
internal sealed record SpeciesItem
{
    /// <summary>Name to ask with.</summary>
    public required string Name { get; init; }

    /// <summary>Latin name.</summary>
    public required string LatinName { get; init; }

    /// <summary>Common name.</summary>
    public required string CommonName { get; init; }

    /// <summary>Where it is taken for granted when no species is given, for people.</summary>
    public required string AssumedIn { get; init; }

    /// <summary>Its constants.</summary>
    public required IReadOnlyList<SpeciesConstant> Constants { get; init; }
}

/// <summary>A constant between canopy and carbon.</summary>
internal sealed record SpeciesConstant
{
    /// <summary>Such as <c>dry-share</c>; named as in the tornado.</summary>
    public required string Name { get; init; }

    /// <summary>Unit; "share" where it has none.</summary>
    public required string Unit { get; init; }

    /// <summary>5 % are below.</summary>
    public required double P5 { get; init; }

    /// <summary>The median.</summary>
    public required double P50 { get; init; }

    /// <summary>5 % are above.</summary>
    public required double P95 { get; init; }

    /// <summary>Where it is from.</summary>
    public required string Source { get; init; }
}

/// <summary>The tide at a place. Answer of <c>GET /api/v2/tide</c>.</summary>
internal sealed record TideResponse
{
    /// <summary>Latitude asked about, degrees.</summary>
    public required double Lat { get; init; }

    /// <summary>Longitude asked about, degrees.</summary>
    public required double Lon { get; init; }

    /// <summary>Instant asked about, UTC.</summary>
    public required DateTimeOffset T { get; init; }

    /// <summary>Above chart datum, m; predicted, without weather.</summary>
    public required double HeightM { get; init; }

    /// <summary>The chart datum, such as MLLW or LAT.</summary>
    public required string ChartDatum { get; init; }

    /// <summary>Stations the height is from, nearest first.</summary>
    public required IReadOnlyList<Analyses.AnalysisTideStation> Stations { get; init; }

    /// <summary>The hours around, every 30 minutes from 12 h before to 12 h after; for a curve.</summary>
    public required IReadOnlyList<TidePoint> Curve { get; init; }
}

/// <summary>A point of the tide's curve.</summary>
internal sealed record TidePoint
{
    /// <summary>UTC.</summary>
    public required DateTimeOffset T { get; init; }

    /// <summary>Above chart datum, m.</summary>
    public required double HeightM { get; init; }
}
