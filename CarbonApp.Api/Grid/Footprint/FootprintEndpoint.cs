using Microsoft.AspNetCore.Http.HttpResults;

namespace CarbonApp.Api.Grid.Footprint;

internal static class FootprintEndpoint
{
    /// <summary>Counts what a run or a service emits over a period: SCI, and both ways of the GHG Protocol side by side.</summary>
    /// <remarks>Energy of instances, machines, memory, storage and network, times the intensity of the site's grid over the period (past, present or forecast), and the share of making the machines. Each figure that goes in is given back with how sure it is.</remarks>
    /// <param name="request">Where, when, what drew energy, what was bought and what was delivered.</param>
    /// <response code="200">The emissions, component by component.</response>
    /// <response code="400">The request is malformed or out of range: VALIDATION.</response>
    /// <response code="422">Understood, but without an answer: UNKNOWN_REGION, UNKNOWN_ZONE, UNKNOWN_INSTANCE, NO_SIGNAL, HORIZON_EXCEEDED.</response>
    public static Task<Results<Ok<FootprintResponse>, ProblemHttpResult>> PostAsync(
        FootprintRequest request, FootprintMaker footprints, CancellationToken cancellationToken) => footprints.MakeAsync(request, cancellationToken);
}
