using System.ComponentModel.DataAnnotations;
using System.Text.Json;

namespace CarbonApp.Api.Kelp.Analyses;

/// <summary>Asks how much kelp an area holds. Body of <c>POST /api/v2/analyses</c>.</summary>
/// <remarks>
/// The same request gives the analysis made before (the key is a hash of the input) unless that failed, was cancelled or <see cref="Refresh"/> is
/// set; a header <c>Idempotency-Key</c> takes the place of the hash.
/// </remarks>
internal sealed record AnalysisRequest
{
    /// <summary>Where.</summary>
    [Required]
    public AnalysisArea? Aoi { get; init; }

    /// <summary>Land, lakes among it, from a coastline or a layer of your own: GeoJSON as in <c>aoi.geometry</c>, at most 10,000 km² and 10,000 points. All else then
    /// counts as sea. When left out, land is told from each scene by itself, with one body of water as the sea.</summary>
    public JsonElement? Land { get; init; }

    /// <summary>Water too deep for the species, given in the same way; canopy is not looked for there.</summary>
    public JsonElement? TooDeep { get; init; }

    /// <summary>Beginning of the period, UTC, inclusive; a date such as 2024-06-01 is its midnight.</summary>
    [Required]
    public DateTimeOffset? From { get; init; }

    /// <summary>End of the period, UTC, exclusive; at most 12 years later. The estimate is of its last 365 days, earlier ones feed time series and trend.</summary>
    [Required]
    public DateTimeOffset? To { get; init; }

    /// <summary>Calendar months to take scenes from, 1 to 12, such as [7, 8, 9] for a season; all when left out.</summary>
    public IReadOnlyList<int>? Months { get; init; }

    /// <summary><c>nereocystis</c> or <c>macrocystis</c>. When left out: the one that the coast is known for, else macrocystis, with a warning; no satellite tells them apart.</summary>
    public string? Species { get; init; }

    /// <summary><c>standard</c> (the default), <c>strict</c>, <c>clear-target</c> or <c>high-recall</c>.</summary>
    public string Detector { get; init; } = "standard";

    /// <summary>True (the default): canopy is corrected for the tide of each overpass where a station is within 50 km.</summary>
    public bool TideCorrection { get; init; } = true;

    /// <summary>Water level the canopy is stated at, m above chart datum, −1 to 5; 0, chart datum itself, when left out.</summary>
    public double ReferenceLevelM { get; init; }

    /// <summary>Scenes with more of the area under cloud are left out; share 0 to 1, 0.5 when left out.</summary>
    public double MaxCloudShare { get; init; } = 0.5;

    /// <summary>Best scenes to take of each quarter of a year, 1 to 20; 4 when left out.</summary>
    public int ScenesPerQuarter { get; init; } = 4;

    /// <summary><c>planetary-computer</c>, <c>earth-search</c> or <c>local</c>; when left out, those the service is set up with, one after the other until one has scenes.</summary>
    public string? Catalog { get; init; }

    /// <summary>For people, up to 120 characters; shown in lists and the report.</summary>
    public string? Name { get; init; }

    /// <summary>True: make a new analysis although the same was made before, for instance because scenes were added since.</summary>
    public bool Refresh { get; init; }
}

/// <summary>An area, in exactly one of three ways: <see cref="Geometry"/>, <see cref="Bbox"/>, or <see cref="Point"/> with <see cref="RadiusKm"/>. At most 10,000 km².</summary>
internal sealed record AnalysisArea
{
    /// <summary>GeoJSON (RFC 7946): Polygon, MultiPolygon, or a Feature or FeatureCollection of those; longitude, latitude in degrees WGS 84.</summary>
    public JsonElement? Geometry { get; init; }

    /// <summary>West, south, east, north in degrees; west above east crosses the antimeridian.</summary>
    public IReadOnlyList<double>? Bbox { get; init; }

    /// <summary>Centre of a circle.</summary>
    public AnalysisPoint? Point { get; init; }

    /// <summary>Radius of the circle, km, 0.1 to 50.</summary>
    public double? RadiusKm { get; init; }
}

/// <summary>A place.</summary>
internal sealed record AnalysisPoint
{
    /// <summary>Latitude, degrees north, −80 to 84 (where Sentinel-2's grid is).</summary>
    [Required]
    public double? Lat { get; init; }

    /// <summary>Longitude, degrees east, −180 to 180.</summary>
    [Required]
    public double? Lon { get; init; }
}

/// <summary>An analysis. Answer of <c>POST /api/v2/analyses</c> (202, without result) and <c>GET /api/v2/analyses/{id}</c>.</summary>
internal sealed record AnalysisResponse
{
    /// <summary>ULID; also the id of its job, see <c>GET /api/v2/jobs/{id}</c>.</summary>
    public required string Id { get; init; }

    /// <summary><c>queued</c>, <c>running</c>, or ended as <c>completed</c>, <c>failed</c> or <c>cancelled</c>.</summary>
    public required string State { get; init; }

    /// <summary>Part done, 0 to 1.</summary>
    public required double Progress { get; init; }

    /// <summary>What it is at, for people, such as "scene 3 of 12"; null before it first runs.</summary>
    public string? Step { get; init; }

    /// <summary>How often it was begun: more than once where a replica died over it; what was done before is kept.</summary>
    public required int Attempts { get; init; }

    /// <summary>When it was posted, UTC.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>When it was first begun, UTC; null while it never was.</summary>
    public DateTimeOffset? StartedAt { get; init; }

    /// <summary>When it ended, UTC; null before.</summary>
    public DateTimeOffset? EndedAt { get; init; }

    /// <summary>What was asked, with every default filled in.</summary>
    public required AnalysisRequest Request { get; init; }

    /// <summary>Why it failed, as a problem (RFC 9457) with a code; null unless failed.</summary>
    public JsonElement? Problem { get; init; }

    /// <summary>Its numbers; null unless completed.</summary>
    public AnalysisResult? Result { get; init; }

    /// <summary>Where to go from here.</summary>
    public required AnalysisLinks Links { get; init; }
}

/// <summary>Addresses of an analysis, each beginning with a slash.</summary>
internal sealed record AnalysisLinks
{
    /// <summary>The analysis itself; DELETE there cancels it if it has not ended, and removes it with all results.</summary>
    public required string Self { get; init; }

    /// <summary>Its course as server-sent events: <c>progress</c>, then one <c>ended</c>; the data of each is a JobResponse.</summary>
    public required string Events { get; init; }

    /// <summary>POST there stops it; null once it has ended.</summary>
    public string? Cancel { get; init; }

    /// <summary>Downloads; empty until it has completed.</summary>
    public required IReadOnlyList<AnalysisDownload> Downloads { get; init; }
}

/// <summary>A file of an analysis.</summary>
internal sealed record AnalysisDownload
{
    /// <summary>Such as <c>report.html</c>, <c>features.geojson</c>, <c>timeseries.csv</c>, <c>stac-item.json</c>, <c>cog/cover.tif</c>.</summary>
    public required string Name { get; init; }

    /// <summary>What it is, for people.</summary>
    public required string Title { get; init; }

    /// <summary>Its media type.</summary>
    public required string MediaType { get; init; }

    /// <summary>Where it is.</summary>
    public required string Url { get; init; }
}

/// <summary>Analyses, the newest first. Answer of <c>GET /api/v2/analyses</c>.</summary>
internal sealed record AnalysesResponse
{
    /// <summary>One page of them.</summary>
    public required IReadOnlyList<AnalysisItem> Analyses { get; init; }

    /// <summary>Give it as <c>before</c> to read on; null on the last page.</summary>
    public string? Next { get; init; }
}

/// <summary>An analysis in a list.</summary>
internal sealed record AnalysisItem
{
    /// <summary>ULID.</summary>
    public required string Id { get; init; }

    /// <summary>As given; null where none was.</summary>
    public string? Name { get; init; }

    /// <summary><c>queued</c>, <c>running</c>, <c>completed</c>, <c>failed</c> or <c>cancelled</c>.</summary>
    public required string State { get; init; }

    /// <summary>Part done, 0 to 1.</summary>
    public required double Progress { get; init; }

    /// <summary>What it is at, for people.</summary>
    public string? Step { get; init; }

    /// <summary>When it was posted, UTC.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>When it ended, UTC; null before.</summary>
    public DateTimeOffset? EndedAt { get; init; }

    /// <summary>West, south, east, north of the area, degrees; west above east crosses the antimeridian.</summary>
    public required IReadOnlyList<double> Bbox { get; init; }

    /// <summary>Beginning of the period, UTC.</summary>
    public required DateTimeOffset From { get; init; }

    /// <summary>End of the period, UTC, exclusive.</summary>
    public required DateTimeOffset To { get; init; }

    /// <summary>Canopy, m²; null unless completed.</summary>
    public AnalysisInterval? CanopyAreaM2 { get; init; }

    /// <summary>Carbon in the tissue, t C; null unless completed.</summary>
    public AnalysisInterval? CarbonStockT { get; init; }

    /// <summary>True where it was made in demo mode from the files at hand.</summary>
    public required bool Demo { get; init; }

    /// <summary>The analysis.</summary>
    public required string Url { get; init; }
}
