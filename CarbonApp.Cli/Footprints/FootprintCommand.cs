using System.CommandLine;
using System.Text.Json;
using CarbonApp.Api.Grid.Footprint;
using CarbonApp.Cli.Http;
using CarbonApp.Cli.Terminal;

namespace CarbonApp.Cli.Footprints;

/// <summary><c>carbon footprint</c>: what did this run or service emit, or will it?</summary>
internal static class FootprintCommand
{
    public const string Path = "api/v2/footprint";

    public static Command Create(ApiOption api, Screen screen)
    {
        var options = new FootprintOptionSet();
        var command = new Command("footprint", "Counts what a run or a service emits over a period: SCI, location- and market-based, embodied.");
        options.AddTo(command);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var request = parsed.GetValue(options.File) is { } file
                ? await ReadAsync(file, cancellationToken)
                : JsonSerializer.SerializeToElement(options.ToRequest(parsed, TimeProvider.System.GetUtcNow()), CarbonApi.Json);
            using var connection = api.Connect(parsed);
            var footprint = await connection.PostAsync<FootprintResponse>(Path, request, cancellationToken);
            if (OutputOption.IsJson(parsed, options.Output))
            {
                screen.Print(footprint.Text);
            }
            else
            {
                FootprintTable.Write(footprint.Value, screen.Out);
            }

            return ExitCode.Ok;
        });
        return command;
    }

    /// <summary>The request as somebody wrote it: what is in it is the Api's to judge.</summary>
    private static async Task<JsonElement> ReadAsync(string file, CancellationToken cancellationToken)
    {
        await using var stream = file == "-" ? Console.OpenStandardInput() : File.OpenRead(file);
        try
        {
            return await JsonSerializer.DeserializeAsync<JsonElement>(stream, CarbonApi.Json, cancellationToken);
        }
        catch (JsonException e)
        {
            throw new IOException($"{file} is no JSON: {e.Message}", e);
        }
    }
}
