using System.CommandLine;
using CarbonApp.Api.Kelp.Analyses;
using CarbonApp.Cli.Http;
using CarbonApp.Cli.Terminal;

namespace CarbonApp.Cli.Kelp.Analyses;

/// <summary><c>carbon kelp analyze</c>: how much kelp does this area hold?</summary>
internal static class AnalyzeCommand
{
    public const string Path = "api/v2/analyses";

    public static Command Create(ApiOption api, Screen screen, StopSignals stop)
    {
        var options = new AnalyzeOptionSet();
        var noWait = new Option<bool>("--no-wait") { Description = "Print the analysis's id and end; it goes on in the Api." };
        var save = SaveOption.Create();
        var command = new Command(
            "analyze",
            "Says how much kelp an area holds: canopy, biomass and carbon with intervals. The Api does the work and keeps the result; " +
            "the same question is answered from what is kept. Ctrl+C leaves it running.");
        options.AddTo(command);
        command.Options.Add(noWait);
        command.Options.Add(save);
        command.Validators.Add(result =>
        {
            if (result.GetValue(noWait) && result.GetResult(save) is not null)
            {
                result.AddError("--save needs the result: leave out --no-wait, or save later with carbon kelp show ID --wait --save FOLDER.");
            }
        });
        command.SetAction(async (parsed, cancellationToken) =>
        {
            using var connection = api.Connect(parsed);
            var posted = await connection.PostAsync<AnalysisResponse>(Path, options.ToRequest(parsed), cancellationToken);
            var follow = new AnalysisFollow(connection, screen, stop, api.Suffix(parsed));
            if (parsed.GetValue(noWait))
            {
                screen.Print(OutputOption.IsJson(parsed, options.Output) ? posted.Text : posted.Value.Id);
                follow.SayHow(posted.Value.Id);
                return ExitCode.Ok;
            }

            return await follow.UntilEndAsync(posted.Value, OutputOption.IsJson(parsed, options.Output), parsed.GetValue(save), cancellationToken);
        });
        return command;
    }
}
