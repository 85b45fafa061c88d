namespace CarbonApp.Api.Kelp.Catalog;

/// <summary>Query string of <c>GET /api/v2/scenes</c>; texts, so that a wrong one is answered by name.</summary>
internal sealed record SceneParameters(string? Bbox, string? Lat, string? Lon, string? RadiusKm, string? From, string? To, string? MaxCloud, string? Limit);
