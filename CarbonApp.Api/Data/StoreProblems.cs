using CarbonApp.Api.Problems;
using Microsoft.AspNetCore.Mvc;

namespace CarbonApp.Api.Data;

/// <summary>What a failure of the database is to who asked for something that needs it: 503, as the same call will be answered later.</summary>
internal static class StoreProblems
{
    /// <param name="fault">What the database said.</param>
    /// <param name="remedy">What the caller does about it, in a sentence, where it is more than to ask again later.</param>
    public static ProblemDetails Describe(UpstreamException fault, string? remedy = null)
    {
        var (code, title) = fault.Fault == UpstreamFault.NoRoom
            ? (ProblemCode.StoreFull, "The database has no room")
            : (ProblemCode.StoreUnavailable, "The database does not answer");
        return new ProblemDetails
        {
            Status = StatusCodes.Status503ServiceUnavailable, Title = title, Detail = remedy is null ? fault.Message : $"{fault.Message} {remedy}", Extensions = { ["code"] = code },
        };
    }
}
