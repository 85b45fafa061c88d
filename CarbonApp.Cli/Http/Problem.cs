using System.Net;
using System.Text;
using System.Text.Json;

namespace CarbonApp.Cli.Http;

/// <summary>Reads an error answer: RFC 9457 with <c>code</c> and <c>errors</c>, or whatever else stands there.</summary>
internal static class Problem
{
    public static ApiProblemException Read(HttpStatusCode status, string body)
    {
        try
        {
            using var document = JsonDocument.Parse(body);
            if (document.RootElement.ValueKind == JsonValueKind.Object)
            {
                return Read(status, document.RootElement);
            }
        }
        catch (JsonException)
        {
            // Not from the Api: a proxy's page, or another program on that port.
        }

        return new ApiProblemException($"HTTP {(int)status} without a reason: is this address the Api of CarbonApp?", status, null);
    }

    /// <summary>The problem that a job ended with.</summary>
    public static ApiProblemException Read(JsonElement problem) =>
        Read((HttpStatusCode)(problem.TryGetProperty("status", out var status) && status.TryGetInt32(out var given) ? given : 500), problem);

    private static ApiProblemException Read(HttpStatusCode status, JsonElement problem)
    {
        var code = Text(problem, "code");
        var message = new StringBuilder(Text(problem, "detail") ?? Text(problem, "title") ?? Text(problem, "message") ?? $"HTTP {(int)status}");
        if (code is not null)
        {
            message.Append(" (").Append(code).Append(')');
        }

        foreach (var line in Details(problem))
        {
            message.Append("\n  ").Append(line);
        }

        return new ApiProblemException(message.ToString(), status, code);
    }

    /// <summary>Errors by field, as validation gives them, or by line, as imports do.</summary>
    private static IEnumerable<string> Details(JsonElement problem)
    {
        if (!problem.TryGetProperty("errors", out var errors))
        {
            return [];
        }

        return errors.ValueKind switch
        {
            JsonValueKind.Object => errors.EnumerateObject().Select(field => $"{field.Name}: {Flat(field.Value)}"),
            JsonValueKind.Array => errors.EnumerateArray().Select(ByLine),
            _ => [],
        };
    }

    private static string ByLine(JsonElement error) =>
        error.ValueKind == JsonValueKind.Object && error.TryGetProperty("line", out var line) && Text(error, "message") is { } message
            ? $"line {line}: {message}"
            : error.ToString();

    private static string Flat(JsonElement value) => value.ValueKind == JsonValueKind.Array
        ? string.Join(" ", value.EnumerateArray().Select(item => item.ToString()))
        : value.ToString();

    private static string? Text(JsonElement problem, string name) =>
        problem.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}
