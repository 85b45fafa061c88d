using System.CommandLine;
using CarbonApp.Api.Kelp.Analyses;
using CarbonApp.Cli.Http;
using CarbonApp.Cli.Terminal;

namespace CarbonApp.Cli.Kelp.Analyses;

/// <summary><c>carbon kelp show</c>: how far is an analysis, and what came of it?</summary>
internal static class ShowCommand
{
    public static Command Create(ApiOption api, Screen screen, StopSignals stop)
    {
        var id = IdArgument.Create();
        var wait = new Option<bool>("--wait") { Description = "Wait until it has ended." };
        var save = SaveOption.Create();
        var output = OutputOption.Create();
        var command = new Command("show", "Shows an analysis: how far it is, or its numbers, scenes and provenance.") { id, wait, save, output };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            using var connection = api.Connect(parsed);
            var follow = new AnalysisFollow(connection, screen, stop, api.Suffix(parsed));
            var (asked, json, folder) = (parsed.GetValue(id)!, OutputOption.IsJson(parsed, output), parsed.GetValue(save));
            if (!parsed.GetValue(wait))
            {
                return await follow.ShowAsync(asked, json, folder, cancellationToken);
            }

            var analysis = await connection.GetAsync<AnalysisResponse>(AnalysisFollow.PathOf(asked), cancellationToken);
            return await follow.UntilEndAsync(analysis.Value, json, folder, cancellationToken);
        });
        return command;
    }
}
