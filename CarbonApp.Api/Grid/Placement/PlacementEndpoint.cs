using Microsoft.AspNetCore.Http.HttpResults;

namespace CarbonApp.Api.Grid.Placement;

internal static class PlacementEndpoint
{
    /// <summary>Finds the sites that should serve requests from several origins, within latency and capacity, so that they emit the least.</summary>
    /// <remarks>Exact, in whole requests, with the shadow price of each site's capacity. The emissions of the network are not counted.</remarks>
    /// <param name="request">The requests, the sites, and what counts.</param>
    /// <response code="200">The placement.</response>
    /// <response code="400">The request is malformed or out of range: VALIDATION.</response>
    /// <response code="422">Understood, but without an answer: CAPACITY_SHORT, UNPLACEABLE (both name the origins), UNKNOWN_REGION, UNKNOWN_ZONE, NO_SIGNAL.</response>
    public static Task<Results<Ok<PlacementResponse>, ProblemHttpResult>> PostAsync(
        PlacementRequest request, PlacementMaker placements, CancellationToken cancellationToken) => placements.MakeAsync(request, cancellationToken);
}
