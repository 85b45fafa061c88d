using System.Text.Json;
using CarbonApp.Api.Data;
using CarbonApp.Api.Grid.Sources;
using CarbonApp.Api.Kelp.Catalog;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Mvc;

namespace CarbonApp.Api.Problems;

/// <summary>The one place where an exception becomes an answer.</summary>
internal sealed partial class ExceptionProblems(IProblemDetailsService problems, ILogger<ExceptionProblems> logger) : IExceptionHandler
{
    public ValueTask<bool> TryHandleAsync(HttpContext httpContext, Exception exception, CancellationToken cancellationToken)
    {
        if (exception is OperationCanceledException && httpContext.RequestAborted.IsCancellationRequested)
        {
            // Nobody is left to read an answer; 499 is what proxies write into their logs for it.
            httpContext.Response.StatusCode = StatusCodes.Status499ClientClosedRequest;
            return ValueTask.FromResult(true);
        }

        var problem = Describe(exception);
        if (problem.Status == 500)
        {
            LogUnexpected(logger, exception, httpContext.Request.Method, httpContext.Request.Path);
        }

        httpContext.Response.StatusCode = problem.Status!.Value;
        return problems.TryWriteAsync(new ProblemDetailsContext { HttpContext = httpContext, ProblemDetails = problem });
    }

    /// <summary>What the exception means to who asked.</summary>
    public static ProblemDetails Describe(Exception exception) => exception switch
    {
        // The server names the limit of the call.
        BadHttpRequestException { StatusCode: 413 } large => Problem(413, "The body is too large", $"{large.Message} Send less in one request."),
        BadHttpRequestException { StatusCode: 408 } => Problem(408, "The body came too slowly", "The body stopped coming, or came by a few bytes a second: send it again, in one go."),
        BadHttpRequestException { InnerException: JsonException json } => BadJson(json),
        BadHttpRequestException { StatusCode: 415 } => Problem(415, "Not JSON", "Send the body as JSON with the header Content-Type: application/json."),
        BadHttpRequestException bad => Problem(bad.StatusCode, "The request is not valid", RequestDetail(bad)),
        UpstreamException { SourceName: Database.Name } store => StoreProblems.Describe(store),
        UpstreamException { Fault: UpstreamFault.TimedOut } late => Problem(504, "A source did not answer in time", late.Message),
        UpstreamException upstream => Problem(502, "A source failed", upstream.Message),
        CatalogException catalog => CatalogProblems.Describe(catalog),
        _ => Problem(500, "An internal error occurred", "The fault is ours and has been logged; quote the traceId when you report it."),
    };

    private static string RequestDetail(BadHttpRequestException exception) =>
        exception.Message.Contains("body", StringComparison.OrdinalIgnoreCase)
            ? "A JSON body is needed and none was sent: send at least {}."
            : exception.Message;

    private static ProblemDetails BadJson(JsonException json)
    {
        var place = $"line {json.LineNumber + 1}, byte {json.BytePositionInLine + 1}";

        // The reader's own exception sits inside when the text is no JSON at all; a value of the wrong type has none.
        if (json.InnerException is JsonException)
        {
            return Problem(400, "The body is not valid JSON", $"The body is not valid JSON ({place}): {FirstSentence(json.Message)}");
        }

        if (json.Path is not { Length: > 2 } path)
        {
            return json.Message.Contains("IReadOnlyList", StringComparison.Ordinal)
                ? Problem(400, "The body is not a JSON list", $"The body must be a JSON list of objects, in brackets ({place}).")
                : Problem(400, "The body is not a JSON object", $"The body must be one JSON object, in braces ({place}).");
        }

        var (field, message) = (path[1] == '.' ? path[2..] : path[1..], $"{Expectation(json.Message)} ({place}).");
        var problem = Problem(400, "The request is not valid", $"{field}: {message}");
        problem.Extensions["errors"] = new Dictionary<string, string[]> { [field] = [message] };
        return problem;
    }

    /// <summary>Says in JSON's words what the framework says in .NET's, whose type names are none of the caller's business.</summary>
    private static string Expectation(string message)
    {
        if (message.StartsWith("Expected ", StringComparison.Ordinal))
        {
            return char.ToLowerInvariant(message[0]) + FirstSentence(message)[1..].TrimEnd('.');
        }

        var kind = message.Contains("System.Double", StringComparison.Ordinal) ? "a number, not in quotes"
            : message.Contains("System.Int32", StringComparison.Ordinal) ? "a whole number, not in quotes"
            : message.Contains("System.String", StringComparison.Ordinal) ? "a text in quotes"
            : message.Contains("System.Boolean", StringComparison.Ordinal) ? "true or false"
            : message.Contains("IReadOnlyList", StringComparison.Ordinal) ? "a list in brackets"
            : message.Contains("null values", StringComparison.Ordinal) ? "a value; null is none, leave the member out for its default"
            : "an object in braces";
        return "expected " + kind;
    }

    private static string FirstSentence(string message)
    {
        var end = message.IndexOf(" Path: ", StringComparison.Ordinal);
        var start = message.IndexOf(" LineNumber: ", StringComparison.Ordinal);
        return end >= 0 ? message[..end] : start >= 0 ? message[..start] : message;
    }

    private static ProblemDetails Problem(int status, string title, string detail) => new() { Status = status, Title = title, Detail = detail };

    [LoggerMessage(Level = LogLevel.Error, Message = "{Method} {Path} failed")]
    private static partial void LogUnexpected(ILogger logger, Exception exception, string method, string path);
}
