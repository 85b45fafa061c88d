using System.CommandLine;
using CarbonApp.Api.Grid.Plans;
using CarbonApp.Cli.Http;
using CarbonApp.Cli.Terminal;

namespace CarbonApp.Cli.Plans;

/// <summary><c>carbon plan</c>: when and where should this job run?</summary>
internal static class PlanCommand
{
    public const string Path = "api/v2/plan";

    public static Command Create(ApiOption api, Screen screen)
    {
        var options = new PlanOptionSet();
        var command = new Command("plan", "Says when and where a job should run so that it emits the least.");
        options.AddTo(command, full: true);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            using var connection = api.Connect(parsed);
            var request = options.ToRequest(parsed, TimeProvider.System.GetUtcNow());
            var plan = await connection.PostAsync<PlanResponse>(Path, request, cancellationToken);
            if (OutputOption.IsJson(parsed, options.Output))
            {
                screen.Print(plan.Text);
            }
            else
            {
                PlanTable.Write(plan.Value, screen.Out);
            }

            return ExitCode.Ok;
        });
        return command;
    }
}
