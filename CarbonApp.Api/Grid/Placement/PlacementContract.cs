using System.ComponentModel.DataAnnotations;
using CarbonApp.Api.Grid.Plans;

namespace CarbonApp.Api.Grid.Placement;

/// <summary>Asks at which sites requests from several origins should be served, within latency and capacity, so that they emit the least.</summary>
internal sealed record PlacementRequest
{
    /// <summary>Requests by origin: 1 to 2,000.</summary>
    [Required]
    public IReadOnlyList<PlacementOriginRequest>? Requests { get; init; }

    /// <summary>Where they may be served: 1 to 200 sites.</summary>
    [Required]
    public IReadOnlyList<PlacementSiteRequest>? Sites { get; init; }

    /// <summary>Beginning of the time the placement is for, UTC; the present hour when left out. Intensities are means over it.</summary>
    public DateTimeOffset? From { get; init; }

    /// <summary>End of that time, exclusive, UTC; 1 h after the beginning when left out, at most 366 days after it.</summary>
    public DateTimeOffset? To { get; init; }

    /// <summary>Which signal is minimised; the average life-cycle intensity unless said otherwise.</summary>
    public SignalObjective Objective { get; init; } = new();
}

/// <summary>Requests from one origin.</summary>
internal sealed record PlacementOriginRequest
{
    /// <summary>The caller's own name for the origin, given back unchanged.</summary>
    [Required]
    public string? Origin { get; init; }

    /// <summary>Number of requests, 0 to 1e12.</summary>
    [Required]
    public long? Count { get; init; }

    /// <summary>Longest latency allowed to the serving site, ms; any when left out.</summary>
    public double? MaxLatencyMs { get; init; }

    /// <summary>Energy of one request at the servers, Wh, before PUE; more than 0, at most 1e6.</summary>
    [Required]
    public double? WattHoursPerRequest { get; init; }

    /// <summary>Measured latency by site id, ms. What is left out is estimated from the distance where both places are known.</summary>
    public IReadOnlyDictionary<string, double>? LatencyMs { get; init; }

    /// <summary>Degrees north of the origin, WGS 84, −90 to 90.</summary>
    public double? Latitude { get; init; }

    /// <summary>Degrees east of the origin, WGS 84, −180 to 180.</summary>
    public double? Longitude { get; init; }
}

/// <summary>A site that serves requests: a cloud region (with provider), or a grid zone.</summary>
internal sealed record PlacementSiteRequest
{
    /// <summary>Name by which the site is referred to; the region, else the zone, when left out. Unique.</summary>
    public string? Id { get; init; }

    /// <summary><c>aws</c>, <c>azure</c> or <c>gcp</c>; may be left out where the region's code is used by one provider only.</summary>
    public string? Provider { get; init; }

    /// <summary>The provider's region code, such as eu-west-2.</summary>
    public string? Region { get; init; }

    /// <summary>Electricity grid zone, such as GB or US-MIDA-PJM.</summary>
    public string? Zone { get; init; }

    /// <summary>Power usage effectiveness, 1 to 3; the provider's mean for a region and 1 for a zone when left out.</summary>
    public double? Pue { get; init; }

    /// <summary>Requests it can serve in the time asked for, 0 to 1e12.</summary>
    [Required]
    public long? Capacity { get; init; }
}

/// <summary>Which site serves whom, what that emits, and what more capacity would save.</summary>
internal sealed record PlacementResponse
{
    /// <summary><c>optimal</c>: no other placement within latency and capacity emits less.</summary>
    public required string Status { get; init; }

    /// <summary>Beginning of the time the placement is for, UTC.</summary>
    public required DateTimeOffset From { get; init; }

    /// <summary>Its end, exclusive, UTC.</summary>
    public required DateTimeOffset To { get; init; }

    /// <summary>gCO2eq of all requests.</summary>
    public required double EmissionsG { get; init; }

    /// <summary>Energy of all requests from the grid, PUE included, kWh.</summary>
    public required double EnergyKwh { get; init; }

    /// <summary>Lower bound of the emissions of any placement, gCO2eq, from the prices alone; equals the total up to rounding.</summary>
    public required double BestBoundG { get; init; }

    /// <summary>(total − bound) / total; 0 up to rounding.</summary>
    public required double Gap { get; init; }

    /// <summary>By origin, then site, in the order of the request.</summary>
    public required IReadOnlyList<PlacementAssignment> Assignments { get; init; }

    /// <summary>In the order of the request.</summary>
    public required IReadOnlyList<PlacementSiteUse> Sites { get; init; }

    /// <summary>In the order of the request.</summary>
    public required IReadOnlyList<PlacementOriginPrice> Origins { get; init; }

    /// <summary>
    /// Every origin in turn served by the nearest sites with room and of known latency; null where that way not all are served.
    /// </summary>
    public BaselineItem? Nearest { get; init; }

    /// <summary>ESTIMATED_LATENCY, SITE_WITHOUT_SIGNAL, ESTIMATED_SIGNAL.</summary>
    public required IReadOnlyList<string> Warnings { get; init; }

    /// <summary>Origin of every intensity used.</summary>
    public required IReadOnlyList<ProvenanceItem> Provenance { get; init; }
}

/// <summary>Requests of an origin served at a site.</summary>
internal sealed record PlacementAssignment
{
    /// <summary>The origin's name.</summary>
    public required string Origin { get; init; }

    /// <summary>Id of the site.</summary>
    public required string Site { get; init; }

    /// <summary>Number of requests.</summary>
    public required long Count { get; init; }

    /// <summary>ms; null where it is not known and any is allowed.</summary>
    public double? LatencyMs { get; init; }

    /// <summary>gCO2eq of these requests.</summary>
    public required double EmissionsG { get; init; }
}

/// <summary>A site under the placement.</summary>
internal sealed record PlacementSiteUse
{
    /// <summary>Its id.</summary>
    public required string Id { get; init; }

    /// <summary>The site as understood.</summary>
    public required SiteItem Site { get; init; }

    /// <summary>Requests it can serve.</summary>
    public required long Capacity { get; init; }

    /// <summary>Requests it serves.</summary>
    public required long Used { get; init; }

    /// <summary>Mean over the time asked for, gCO2eq/kWh; null where unknown, and then nothing is served there.</summary>
    public double? MeanIntensity { get; init; }

    /// <summary>Shadow price: gCO2eq that capacity for one more request would save; 0 where room is left.</summary>
    public required double CapacityPriceG { get; init; }
}

/// <summary>What more requests of an origin would cost.</summary>
internal sealed record PlacementOriginPrice
{
    /// <summary>The origin's name.</summary>
    public required string Origin { get; init; }

    /// <summary>Number of requests.</summary>
    public required long Count { get; init; }

    /// <summary>gCO2eq that one more request would add, others making way for it where that is cleaner; null for an origin without requests.</summary>
    public double? MarginalG { get; init; }
}

/// <summary>An origin not all of whose requests can be served; member <c>unplaced</c> of the problem that says so.</summary>
internal sealed record UnservedItem
{
    /// <summary>The origin's name.</summary>
    public required string Origin { get; init; }

    /// <summary>Requests left over when as many as possible of all origins are served.</summary>
    public required long Missing { get; init; }

    /// <summary>Ids of the sites within its latency whose intensity is known; empty when that alone is the reason.</summary>
    public required IReadOnlyList<string> SitesInReach { get; init; }
}
