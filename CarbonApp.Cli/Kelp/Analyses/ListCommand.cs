using System.CommandLine;
using CarbonApp.Api.Kelp.Analyses;
using CarbonApp.Cli.Http;
using CarbonApp.Cli.Terminal;

namespace CarbonApp.Cli.Kelp.Analyses;

/// <summary><c>carbon kelp list</c>: which analyses are there?</summary>
internal static class ListCommand
{
    public static Command Create(ApiOption api, Screen screen)
    {
        var state = new Option<string?>("--state") { Description = "Only analyses in this state." };
        state.AcceptOnlyFromAmong("queued", "running", "completed", "failed", "cancelled");
        var limit = new Option<int>("--limit") { Description = "Most analyses shown, newest first, 1 to 200.", HelpName = "N", DefaultValueFactory = _ => 50 };
        var before = new Option<string?>("--before") { Description = "Only those older than this one, to read on.", HelpName = "ID" };
        var output = OutputOption.Create();
        var command = new Command("list", "Lists analyses, newest first.") { state, limit, before, output };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            using var connection = api.Connect(parsed);
            var path = AnalyzeCommand.Path + QueryText.Of(
                ("limit", $"{parsed.GetValue(limit)}"), ("state", parsed.GetValue(state)), ("before", parsed.GetValue(before)));
            var page = await connection.GetAsync<AnalysesResponse>(path, cancellationToken);
            if (OutputOption.IsJson(parsed, output))
            {
                screen.Print(page.Text);
            }
            else
            {
                Write(page.Value, screen);
            }

            return ExitCode.Ok;
        });
        return command;
    }

    private static void Write(AnalysesResponse page, Screen screen)
    {
        var table = PlainTable.Create("Analysis", "Name", "State", "Posted (UTC)", "From", "To", "West, south, east, north", "Canopy", "Stock");
        foreach (var item in page.Analyses)
        {
            table.Add(
                item.Id, item.Name ?? "", State(item), Quantities.Time(item.CreatedAt), Day(item.From), Day(item.To), KelpQuantities.Degrees(item.Bbox),
                item.CanopyAreaM2 is null ? "" : KelpQuantities.Hectares(item.CanopyAreaM2),
                item.CarbonStockT is null ? "" : KelpQuantities.Interval(item.CarbonStockT, "t C"));
        }

        screen.Out.Write(table);
        if (page.Next is { } next)
        {
            screen.Say($"There are more: --before {next}");
        }
    }

    private static string State(AnalysisItem item) =>
        (item.State == "running" ? $"running, {Quantities.Percent(100 * item.Progress)}" : item.State) + (item.Demo ? ", DEMO" : "");

    private static string Day(DateTimeOffset time) => Quantities.Time(time)[..10];
}
