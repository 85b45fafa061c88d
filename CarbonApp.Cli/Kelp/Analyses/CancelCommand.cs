using System.CommandLine;
using CarbonApp.Api.Kelp.Analyses;
using CarbonApp.Cli.Http;
using CarbonApp.Cli.Terminal;

namespace CarbonApp.Cli.Kelp.Analyses;

/// <summary><c>carbon kelp cancel</c>: stops an analysis that has not ended.</summary>
internal static class CancelCommand
{
    public static Command Create(ApiOption api, Screen screen)
    {
        var id = IdArgument.Create();
        var output = OutputOption.Create();
        var command = new Command("cancel", "Stops an analysis that has not ended; one that has stays as it is.") { id, output };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            using var connection = api.Connect(parsed);
            var request = new HttpRequestMessage(HttpMethod.Post, $"{AnalysisFollow.PathOf(parsed.GetValue(id)!)}/cancel");
            var answer = await connection.AskAsync<AnalysisResponse>(request, cancellationToken);
            screen.Print(OutputOption.IsJson(parsed, output) ? answer.Text : $"Analysis {answer.Value.Id} is {answer.Value.State}.");
            return ExitCode.Ok;
        });
        return command;
    }
}
