using Microsoft.AspNetCore.Http.HttpResults;

namespace CarbonApp.Api.Grid.WhatIf;

internal static class WhatIfEndpoint
{
    /// <summary>What a past run emitted, what it would have at its best time, and what a planner could have known.</summary>
    /// <param name="request">Where and when it ran, what it drew, and by how much it could have moved.</param>
    /// <response code="200">The three runs.</response>
    /// <response code="400">The request is malformed or out of range: VALIDATION.</response>
    /// <response code="422">Understood, but without an answer: UNKNOWN_REGION, UNKNOWN_ZONE, NO_SIGNAL, HORIZON_EXCEEDED (only part of the run is known).</response>
    public static Task<Results<Ok<WhatIfResponse>, ProblemHttpResult>> PostAsync(
        WhatIfRequest request, WhatIfMaker questions, CancellationToken cancellationToken) => questions.MakeAsync(request, cancellationToken);
}
