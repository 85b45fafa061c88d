using CarbonApp.Api.Problems;
using Microsoft.AspNetCore.Http.HttpResults;

namespace CarbonApp.Api.Kelp.Catalog;

internal static class ScenesEndpoint
{
    public static IEndpointRouteBuilder MapScenes(this IEndpointRouteBuilder v2)
    {
        v2.MapGet("/scenes", GetAsync).WithName("scenes").ProducesProblem(400).ProducesProblem(404);
        return v2;
    }

    /// <summary>Scenes of Sentinel-2 L2A that saw a place.</summary>
    /// <param name="bbox">Place as west,south,east,north in degrees; west above east crosses the antimeridian. Or give lat and lon.</param>
    /// <param name="lat">Latitude of the middle of the place, degrees.</param>
    /// <param name="lon">Longitude of it, degrees.</param>
    /// <param name="radiusKm">Radius around it, 0.1 to 50 km; 5 when left out.</param>
    /// <param name="from">Beginning of the period, inclusive; 90 days before its end when left out. A date is its midnight UTC.</param>
    /// <param name="to">End of the period, exclusive; now when left out.</param>
    /// <param name="maxCloud">Most cloud over the whole tile, share 0 to 1; any when left out.</param>
    /// <param name="limit">Most scenes, 1 to 1000; 100 when left out.</param>
    /// <param name="catalog"><c>planetary-computer</c>, <c>earth-search</c> or <c>local</c>; when left out, the first in the service's order that has scenes.</param>
    /// <response code="200">The scenes; an empty list comes with notes on why.</response>
    /// <response code="400">The place, period, cloud share or limit makes no sense.</response>
    /// <response code="404">The service has no such catalogue: UNKNOWN_CATALOG.</response>
    /// <response code="502">No catalogue could be asked: CATALOG_FAILED, with what each said.</response>
    public static async Task<Results<Ok<ScenesResponse>, ProblemHttpResult>> GetAsync(
        string? bbox, string? lat, string? lon, string? radiusKm, string? from, string? to, string? maxCloud, string? limit, string? catalog,
        SceneFinder finder, TimeProvider time, CancellationToken cancellationToken)
    {
        var (query, errors) = SceneQueryReader.Read(new SceneParameters(bbox, lat, lon, radiusKm, from, to, maxCloud, limit), time.GetUtcNow());
        if (query is null)
        {
            return DomainProblems.Invalid(errors);
        }

        if (!string.IsNullOrEmpty(catalog) && finder.Find(catalog) is null)
        {
            return CatalogProblems.Unknown(catalog, finder);
        }

        var found = await finder.FindAsync(query, string.IsNullOrEmpty(catalog) ? null : catalog, progress: null, cancellationToken);
        return TypedResults.Ok(new ScenesResponse
        {
            Catalog = found.Catalog.Name,
            Bbox = [query.Box.West, query.Box.South, query.Box.East, query.Box.North],
            From = query.From,
            To = query.To,
            Scenes = [.. found.Scenes.Select(SceneWire.Of)],
            Complete = found.Complete,
            Notes = found.Notes,
            Attributions = [SceneWire.CopernicusNotice(found.Scenes), found.Catalog.Host],
            Demo = finder.IsDemo,
        });
    }
}
