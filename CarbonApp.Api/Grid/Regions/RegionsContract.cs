namespace CarbonApp.Api.Grid.Regions;

/// <summary>All cloud regions known, by provider and code. Answer of <c>GET /api/v2/regions</c>.</summary>
internal sealed record RegionsResponse
{
    /// <summary>By provider, then code.</summary>
    public required IReadOnlyList<RegionItem> Regions { get; init; }
}

/// <summary>A cloud region and the grid that feeds it.</summary>
internal sealed record RegionItem
{
    /// <summary><c>aws</c>, <c>azure</c> or <c>gcp</c>.</summary>
    public required string Provider { get; init; }

    /// <summary>The provider's code.</summary>
    public required string Code { get; init; }

    /// <summary>Where the data centres stand, in English.</summary>
    public required string Place { get; init; }

    /// <summary>Degrees north, WGS 84, of the place named.</summary>
    public required double Latitude { get; init; }

    /// <summary>Degrees east, WGS 84, of the place named.</summary>
    public required double Longitude { get; init; }

    /// <summary>Grid zone.</summary>
    public required string Zone { get; init; }

    /// <summary>Power usage effectiveness.</summary>
    public required double Pue { get; init; }
}
