using CarbonApp.Api.Grid.Signals;
using CarbonApp.Engine.Grid.Regions;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Net.Http.Headers;

namespace CarbonApp.Api.Grid.Regions;

internal static class RegionsEndpoint
{
    private static readonly RegionsResponse All = new()
    {
        Regions =
        [
            .. CloudRegionTable.All.Select(r => new RegionItem
            {
                Provider = WireNames.Of(r.Provider),
                Code = r.Code,
                Place = r.Place,
                Latitude = r.Latitude,
                Longitude = r.Longitude,
                Zone = r.Zone.Value,
                Pue = r.Pue,
            }),
        ],
    };

    /// <summary>The table is compiled in, so it changes with the build and with nothing else.</summary>
    private static readonly EntityTagHeaderValue Tag = new($"\"{typeof(CloudRegionTable).Module.ModuleVersionId:N}\"");

    /// <summary>All cloud regions known, by provider and code, with place, grid zone and PUE.</summary>
    /// <response code="200">The regions.</response>
    /// <response code="304">Unchanged since the answer whose ETag was sent in If-None-Match.</response>
    public static Results<Ok<RegionsResponse>, StatusCodeHttpResult> Get(HttpRequest request, HttpResponse response)
    {
        response.GetTypedHeaders().ETag = Tag;
        response.Headers.CacheControl = "public, max-age=3600";
        return request.GetTypedHeaders().IfNoneMatch.Any(t => t.Compare(Tag, useStrongComparison: false))
            ? TypedResults.StatusCode(StatusCodes.Status304NotModified)
            : TypedResults.Ok(All);
    }
}
