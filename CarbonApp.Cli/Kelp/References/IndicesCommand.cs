using System.CommandLine;
using System.Globalization;
using CarbonApp.Api.Kelp.Results;
using CarbonApp.Cli.Http;
using CarbonApp.Cli.Terminal;

namespace CarbonApp.Cli.Kelp.References;

/// <summary><c>carbon kelp indices</c>: which spectral indices are there?</summary>
internal static class IndicesCommand
{
    public static Command Create(ApiOption api, Screen screen)
    {
        var output = OutputOption.Create();
        var command = new Command("indices", "Lists the spectral indices there are, with formula, range and source.") { output };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            using var connection = api.Connect(parsed);
            var answer = await connection.GetAsync<IndicesResponse>("api/v2/indices", cancellationToken);
            if (OutputOption.IsJson(parsed, output))
            {
                screen.Print(answer.Text);
            }
            else
            {
                Write(answer.Value, screen);
            }

            return ExitCode.Ok;
        });
        return command;
    }

    private static void Write(IndicesResponse answer, Screen screen)
    {
        var table = PlainTable.Create("Index", "What it is", "Formula", "Shown from", "to", "Source");
        foreach (var index in answer.Indices)
        {
            table.Add(index.Name, index.Title, index.Formula, Number(index.Min), Number(index.Max), index.Source);
        }

        screen.Out.Write(table);
    }

    private static string Number(double value) => value.ToString("0.###", CultureInfo.InvariantCulture);
}
