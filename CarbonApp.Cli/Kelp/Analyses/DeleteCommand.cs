using System.CommandLine;
using CarbonApp.Cli.Http;
using CarbonApp.Cli.Terminal;

namespace CarbonApp.Cli.Kelp.Analyses;

/// <summary><c>carbon kelp delete</c>: removes an analysis with all its files.</summary>
internal static class DeleteCommand
{
    public static Command Create(ApiOption api, Screen screen)
    {
        var id = IdArgument.Create();
        var command = new Command("delete", "Removes an analysis with all its files; stops it first if it has not ended.") { id };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            using var connection = api.Connect(parsed);
            await connection.DeleteAsync(AnalysisFollow.PathOf(parsed.GetValue(id)!), cancellationToken);
            screen.Say($"Analysis {parsed.GetValue(id)} is gone.");
            return ExitCode.Ok;
        });
        return command;
    }
}
