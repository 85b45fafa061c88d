using System.CommandLine;
using CarbonApp.Api.Grid.Schedules;
using CarbonApp.Cli.Http;
using CarbonApp.Cli.Terminal;

namespace CarbonApp.Cli.Schedules;

/// <summary><c>carbon schedule</c>: jobs that the Api keeps and starts by a call.</summary>
internal static class ScheduleCommand
{
    public const string Path = "api/v2/schedules";

    public static Command Create(ApiOption api, Screen screen) => new(
        "schedule", "Lets the Api keep a job, plan it again as forecasts change, and call an address when it is to start.")
    {
        ScheduleCreateCommand.Create(api, screen),
        List(api, screen),
        One("show", "Shows a schedule: state, plan, changes of plan, attempts to call.", HttpMethod.Get, api, screen),
        One("cancel", "Cancels a schedule whose call has not begun.", HttpMethod.Delete, api, screen),
    };

    private static Command List(ApiOption api, Screen screen)
    {
        var state = new Option<string>("--state") { Description = "Only schedules in this state.", HelpName = "STATE" };
        state.AcceptOnlyFromAmong("waiting", "calling", "delivered", "failed", "cancelled");
        var limit = new Option<int>("--limit") { Description = "Most schedules shown, newest first, 1 to 200.", HelpName = "N", DefaultValueFactory = _ => 50 };
        var output = OutputOption.Create();
        var command = new Command("list", "Lists schedules, newest first.") { state, limit, output };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            using var connection = api.Connect(parsed);
            var filter = parsed.GetValue(state) is { } only ? $"&state={only}" : "";
            var page = await connection.GetAsync<ScheduleListResponse>($"{Path}?limit={parsed.GetValue(limit)}{filter}", cancellationToken);
            if (OutputOption.IsJson(parsed, output))
            {
                screen.Print(page.Text);
            }
            else
            {
                ScheduleTable.Write(page.Value, screen);
            }

            return ExitCode.Ok;
        });
        return command;
    }

    private static Command One(string name, string description, HttpMethod method, ApiOption api, Screen screen)
    {
        var id = new Argument<string>("id") { Description = "Id of the schedule, as create and list say it." };
        var output = OutputOption.Create();
        var command = new Command(name, description) { id, output };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            using var connection = api.Connect(parsed);
            var request = new HttpRequestMessage(method, $"{Path}/{Uri.EscapeDataString(parsed.GetValue(id)!)}");
            var schedule = await connection.AskAsync<ScheduledJobResponse>(request, cancellationToken);
            ScheduleTable.Write(schedule, OutputOption.IsJson(parsed, output), screen);
            return ExitCode.Ok;
        });
        return command;
    }
}
