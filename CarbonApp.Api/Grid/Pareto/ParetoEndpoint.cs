using Microsoft.AspNetCore.Http.HttpResults;

namespace CarbonApp.Api.Grid.Pareto;

internal static class ParetoEndpoint
{
    /// <summary>Finds every sensible choice between emissions, cost and finish of one job over several sites, and the one that gives up least.</summary>
    /// <remarks>In one piece the front is exact; with pauses each point is the cleanest plan of its site that finishes by then. Moving the job's data is not counted.</remarks>
    /// <param name="request">The job, its sites, and what counts.</param>
    /// <response code="200">The front.</response>
    /// <response code="400">The request is malformed or out of range: VALIDATION, INVALID_DURATION.</response>
    /// <response code="422">Understood, but without an answer: DEADLINE_TOO_TIGHT, UNKNOWN_REGION, UNKNOWN_ZONE, UNKNOWN_INSTANCE, NO_SIGNAL, HORIZON_EXCEEDED.</response>
    public static Task<Results<Ok<ParetoResponse>, ProblemHttpResult>> PostAsync(
        ParetoRequest request, ParetoMaker fronts, CancellationToken cancellationToken) => fronts.MakeAsync(request, cancellationToken);
}
