using CarbonApp.Api.Json;
using Microsoft.AspNetCore.Mvc;

namespace CarbonApp.Api.Kelp.V1;

/// <summary>Writes every problem of the Kelpie v1 paths in the shape its clients know, with what to try.</summary>
internal sealed class KelpieErrorWriter : IProblemDetailsWriter
{
    public bool CanWrite(ProblemDetailsContext context) => Speaks(context.HttpContext.Request.Path);

    public async ValueTask WriteAsync(ProblemDetailsContext context)
    {
        var response = context.HttpContext.Response;
        response.StatusCode = context.ProblemDetails.Status ?? response.StatusCode;
        await response.WriteAsJsonAsync(
            new KelpieErrorResponse { Detail = new KelpieErrorDetail { Error = Describe(context.ProblemDetails, response.StatusCode, context.HttpContext) } },
            WireJson.Readable.KelpieErrorResponse,
            cancellationToken: context.HttpContext.RequestAborted);
    }

    internal static bool Speaks(PathString path) => path == "/api/run" || path.StartsWithSegments("/api/imagery");

    private static KelpieError Describe(ProblemDetails problem, int status, HttpContext context)
    {
        var field = problem.Extensions.TryGetValue("errors", out var errors) && errors is IReadOnlyDictionary<string, string[]> byField ? byField.Keys.FirstOrDefault() : null;
        var code = problem.Extensions.TryGetValue(KelpieCode.Extension, out var given) && given is string own ? own : KelpieCode.Of(status, field, problem.Detail);
        return new KelpieError
        {
            Code = code,
            Message = problem.Detail ?? Sentence(status, context),
            Details = problem.Title,
            Field = field,
            Suggestions = KelpieCode.SuggestionsFor(code),
        };
    }

    private static string Sentence(int status, HttpContext context) => status switch
    {
        404 => $"There is nothing at {context.Request.Path}: the calls are listed at /docs.",
        405 => $"{context.Request.Path} does not take {context.Request.Method}; it takes {context.Response.Headers.Allow}.",
        415 => "Send the body as JSON with the header Content-Type: application/json.",
        _ => "The request failed.",
    };
}
