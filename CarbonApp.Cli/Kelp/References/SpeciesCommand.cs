using System.CommandLine;
using System.Globalization;
using CarbonApp.Api.Kelp.Results;
using CarbonApp.Cli.Http;
using CarbonApp.Cli.Terminal;
using Spectre.Console;

namespace CarbonApp.Cli.Kelp.References;

/// <summary><c>carbon kelp species</c>: which kelps are known, and by which constants?</summary>
internal static class SpeciesCommand
{
    public static Command Create(ApiOption api, Screen screen)
    {
        var output = OutputOption.Create();
        var command = new Command("species", "Lists the kelps there are and the constants between their canopy and carbon, with sources.") { output };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            using var connection = api.Connect(parsed);
            var answer = await connection.GetAsync<SpeciesResponse>("api/v2/species", cancellationToken);
            if (OutputOption.IsJson(parsed, output))
            {
                screen.Print(answer.Text);
            }
            else
            {
                Write(answer.Value, screen.Out);
            }

            return ExitCode.Ok;
        });
        return command;
    }

    private static void Write(SpeciesResponse answer, IAnsiConsole console)
    {
        foreach (var species in answer.Species)
        {
            console.MarkupLineInterpolated($"[bold]{species.Name}[/]: {species.LatinName}, {species.CommonName}; assumed in {species.AssumedIn}");
            var table = PlainTable.Create("Constant", "Median (5–95 %)", "Unit", "Source");
            foreach (var constant in species.Constants)
            {
                table.Add(constant.Name, string.Create(CultureInfo.InvariantCulture, $"{constant.P50:G3} ({constant.P5:G3}–{constant.P95:G3})"), constant.Unit, constant.Source);
            }

            console.Write(table);
        }
    }
}
