using CarbonApp.Api.Grid.V1;
using CarbonApp.Api.Json;

namespace CarbonApp.Api.Problems;

/// <summary>Writes every problem of <c>/api/v1</c> and <c>/health</c> in the shape its clients know.</summary>
internal sealed class V1ErrorWriter(TimeProvider time) : IProblemDetailsWriter
{
    public bool CanWrite(ProblemDetailsContext context) => Speaks(context.HttpContext.Request.Path);

    public async ValueTask WriteAsync(ProblemDetailsContext context)
    {
        var status = context.ProblemDetails.Status ?? context.HttpContext.Response.StatusCode;
        context.HttpContext.Response.StatusCode = status;
        await context.HttpContext.Response.WriteAsJsonAsync(
            new ErrorResponse
            {
                ErrorType = ErrorType(status),
                Message = Message(context, status),
                Timestamp = time.GetUtcNow(),
                TraceId = status >= 500 ? context.HttpContext.TraceIdentifier : null,
            },
            WireJson.Readable.ErrorResponse,
            cancellationToken: context.HttpContext.RequestAborted);
    }

    internal static bool Speaks(PathString path) => path.StartsWithSegments("/api/v1") || path == "/health";

    private static string Message(ProblemDetailsContext context, int status) => context.ProblemDetails.Detail ?? status switch
    {
        404 => $"There is nothing at {context.HttpContext.Request.Path}: the calls are listed at /docs.",
        405 => $"{context.HttpContext.Request.Path} does not take {context.HttpContext.Request.Method}; it takes {context.HttpContext.Response.Headers.Allow}.",
        415 => "Send the body as JSON with the header Content-Type: application/json.",
        _ => context.ProblemDetails.Title ?? "The request failed.",
    };

    private static string ErrorType(int status) => status switch
    {
        401 => "unauthorized",
        403 => "forbidden",
        404 => "not_found",
        405 => "method_not_allowed",
        413 => "payload_too_large",
        415 => "unsupported_media_type",
        429 => "rate_limit_exceeded",
        >= 400 and < 500 => "validation_error",
        _ => "internal_error",
    };
}
