using System.CommandLine;
using System.Reflection;
using CarbonApp.Cli.Http;
using CarbonApp.Cli.Terminal;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;

namespace CarbonApp.Cli.Mcp;

/// <summary><c>carbon mcp</c>: the Api's questions as tools of the Model Context Protocol, over standard input and output.</summary>
internal static class McpCommand
{
    private const string Instructions =
        "CarbonApp knows the carbon intensity of electricity grids (gCO2eq/kWh). Ask plan when a job should run so that it emits least, rank where the grid is " +
        "cleanest now, forecast how a zone's intensity will go, footprint what a run or service emits. Times are UTC; a missing value is null, never zero. " +
        "Say the warnings of an answer along with its numbers.";

    public static Command Create(ApiOption api, Screen screen)
    {
        var command = new Command(
            "mcp",
            "Serves plan, rank, forecast and footprint as tools of the Model Context Protocol over standard input and output, for an assistant to call. " +
            "Ends when its input does.");
        command.SetAction(async (parsed, cancellationToken) =>
        {
            using var connection = api.Connect(parsed);
            screen.Say($"Serving MCP on standard input and output, asking {connection.Address}.");
            var options = Options(connection);
            await using var output = Console.OpenStandardOutput();
            var conversation = new Conversation(output);
            await using var transport = new StreamServerTransport(conversation.Input, conversation.Output, "carbon");
            await using var server = McpServer.Create(transport, options);

            // Not waited for: reading a terminal cannot be cancelled, and a signal ends the process all the same.
            _ = conversation.PumpAsync(Console.OpenStandardInput(), cancellationToken);
            await server.RunAsync(cancellationToken);
            cancellationToken.ThrowIfCancellationRequested();
            return ExitCode.Ok;
        });
        return command;
    }

    private static McpServerOptions Options(CarbonApi api) => new()
    {
        ServerInfo = new Implementation { Name = "carbon", Title = "CarbonApp", Version = Assembly.GetExecutingAssembly().GetName().Version!.ToString(3) },
        ServerInstructions = Instructions,
        ToolCollection = [new PlanTool(api), new RankTool(api), new ForecastTool(api), new FootprintTool(api)],
    };
}
