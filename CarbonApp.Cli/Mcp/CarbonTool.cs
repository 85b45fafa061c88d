using System.Text.Json;
using System.Text.Json.Serialization;
using CarbonApp.Cli.Http;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;

namespace CarbonApp.Cli.Mcp;

/// <summary>
/// A tool that asks the Api. Whatever goes wrong is an error of the tool, in words the model can act on; only a fault of the protocol
/// itself is an error of the protocol.
/// </summary>
internal abstract class CarbonTool<TArguments>(string name, string title, string description, string inputSchema) : McpServerTool
    where TArguments : class
{
    private static readonly JsonSerializerOptions Strict = new(JsonSerializerDefaults.Web)
    {
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        NumberHandling = JsonNumberHandling.Strict,
    };

    public override Tool ProtocolTool { get; } = new()
    {
        Name = name,
        Title = title,
        Description = description,
        InputSchema = JsonSerializer.Deserialize<JsonElement>(inputSchema),
        Annotations = new ToolAnnotations { ReadOnlyHint = true, IdempotentHint = true, OpenWorldHint = true },
    };

    public override IReadOnlyList<object> Metadata => [];

    public override async ValueTask<CallToolResult> InvokeAsync(RequestContext<CallToolRequestParams> request, CancellationToken cancellationToken = default)
    {
        try
        {
            var given = JsonSerializer.SerializeToElement(request.Params?.Arguments ?? new Dictionary<string, JsonElement>());
            var arguments = given.Deserialize<TArguments>(Strict)!;
            var (summary, answer) = await AskAsync(arguments, cancellationToken);
            return new CallToolResult { Content = [new TextContentBlock { Text = summary }], StructuredContent = JsonSerializer.Deserialize<JsonElement>(answer) };
        }
        catch (JsonException e)
        {
            return Failed($"The arguments do not fit the schema of {ProtocolTool.Name}{(e.Path is { Length: > 2 } path ? $" at {path[2..]}" : "")}: {Expectation(e.Message)}.");
        }
        catch (Exception e) when (e is ToolArgumentException or ApiProblemException or ApiUnreachableException)
        {
            return Failed(e.Message);
        }
    }

    /// <summary>A summary in words, and the answer as a JSON object.</summary>
    protected abstract Task<(string Summary, string Answer)> AskAsync(TArguments arguments, CancellationToken cancellationToken);

    private static CallToolResult Failed(string message) => new() { Content = [new TextContentBlock { Text = message }], IsError = true };

    /// <summary>The reader's words without its type names, which mean nothing to a caller.</summary>
    private static string Expectation(string message) =>
        message.Contains("could not be mapped", StringComparison.Ordinal) ? "no argument has this name"
        : message.Contains("Double", StringComparison.Ordinal) ? "expected a number, not in quotes"
        : message.Contains("Int32", StringComparison.Ordinal) ? "expected a whole number, not in quotes"
        : message.Contains("missing required", StringComparison.Ordinal) ? "a required argument is missing"
        : "expected another type of value";
}

/// <summary>An argument that the schema allows and that still says nothing.</summary>
internal sealed class ToolArgumentException(string message) : Exception(message);
