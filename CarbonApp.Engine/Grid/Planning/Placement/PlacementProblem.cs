namespace CarbonApp.Engine.Grid.Planning.Placement;

/// <summary>Requests from several origins to be served by sites of limited capacity.</summary>
/// <param name="Origins">Where requests come from.</param>
/// <param name="Sites">Where they may be served.</param>
public sealed record PlacementProblem(IReadOnlyList<PlacementOrigin> Origins, IReadOnlyList<PlacementSite> Sites);

/// <summary>Requests of one origin that are alike.</summary>
/// <param name="Count">Number of requests; zero or more.</param>
/// <param name="MaxLatencyMs">Longest latency allowed, ms; infinity for any.</param>
/// <param name="GramsPerRequest">gCO2eq of one request, per site; zero or more, NaN where unknown: such a site is not used.</param>
/// <param name="LatencyMs">Latency to each site, ms; NaN where unknown: such a site is used only when any latency is allowed.</param>
public sealed record PlacementOrigin(long Count, double MaxLatencyMs, IReadOnlyList<double> GramsPerRequest, IReadOnlyList<double> LatencyMs);

/// <summary>A site that serves requests.</summary>
/// <param name="Capacity">Requests it can take; zero or more.</param>
public sealed record PlacementSite(long Capacity);
