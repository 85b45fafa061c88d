using Microsoft.AspNetCore.Http.HttpResults;

namespace CarbonApp.Api.Grid.Sdk;

internal static class LocationsEndpoint
{
    /// <summary>All locations the SDK's calls take, with their places.</summary>
    /// <response code="200">By name: cloud regions of Azure, AWS and Google Cloud, and grid zones.</response>
    public static Ok<SortedDictionary<string, Location>> Get(HttpResponse response)
    {
        response.Headers.CacheControl = "public, max-age=3600";
        return TypedResults.Ok(SdkLocations.Places);
    }
}
