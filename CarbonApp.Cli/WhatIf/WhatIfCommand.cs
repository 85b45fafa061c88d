using System.CommandLine;
using System.Xml;
using CarbonApp.Api.Grid.Plans;
using CarbonApp.Api.Grid.WhatIf;
using CarbonApp.Cli.Http;
using CarbonApp.Cli.Terminal;
using Spectre.Console;

namespace CarbonApp.Cli.WhatIf;

/// <summary><c>carbon whatif</c>: what did a past run emit, and what would it have at its best time?</summary>
internal static class WhatIfCommand
{
    public static Command Create(ApiOption api, Screen screen)
    {
        var zone = new Option<string>("--zone") { Description = "Grid zone, such as GB or US-MIDA-PJM.", HelpName = "ZONE" };
        var region = new Option<string>("--region") { Description = "Cloud region, such as aws/eu-west-2.", HelpName = "[PROVIDER/]CODE" };
        var start = new Option<string?>("--start") { Description = "When it ran, such as 2026-03-14T04:00Z; UTC where no offset is given.", HelpName = "TIME", Required = true, CustomParser = TimeArguments.CheckTime };
        var duration = new Option<TimeSpan>("--duration") { Description = $"How long it ran, {TimeArguments.DurationHelp}.", HelpName = "DURATION", Required = true, CustomParser = TimeArguments.ParseDuration };
        var slack = new Option<TimeSpan?>("--slack") { Description = "How much later it could have been done; 24h if not given.", HelpName = "DURATION", CustomParser = result => TimeArguments.ParseDuration(result) };
        var watts = new Option<double?>("--watts") { Description = "Power while it ran, W.", HelpName = "W" };
        var energy = new Option<double?>("--kwh") { Description = "Energy of the whole run, kWh, instead of --watts.", HelpName = "KWH" };
        var mode = new Option<string>("--mode") { Description = "Moved in one piece, or with pauses.", DefaultValueFactory = _ => "contiguous" };
        var output = OutputOption.Create();
        mode.AcceptOnlyFromAmong("contiguous", "interruptible");
        var command = new Command("whatif", "Says what a past run emitted, what it would have at its best time, and what could have been known.")
        {
            zone, region, start, duration, slack, watts, energy, mode, output,
        };
        command.Validators.Add(result =>
        {
            if ((result.GetResult(zone) is null) == (result.GetResult(region) is null))
            {
                result.AddError("Give one site: --zone ZONE or --region [PROVIDER/]CODE.");
            }

            if ((result.GetResult(watts) is null) == (result.GetResult(energy) is null))
            {
                result.AddError("Give the power or the energy: --watts W or --kwh KWH.");
            }
        });
        command.SetAction(async (parsed, cancellationToken) =>
        {
            TimeArguments.TryParseTime(parsed.GetValue(start)!, TimeProvider.System.GetUtcNow(), out var began);
            using var connection = api.Connect(parsed);
            var answer = await connection.PostAsync<WhatIfResponse>(
                "api/v2/whatif",
                new WhatIfRequest
                {
                    Site = Site(parsed.GetValue(zone), parsed.GetValue(region)),
                    Segments = [new WhatIfSegment { Start = began, End = began + parsed.GetValue(duration) }],
                    Watts = parsed.GetValue(watts),
                    EnergyKwh = parsed.GetValue(energy),
                    Slack = XmlConvert.ToString(parsed.GetValue(slack) ?? TimeSpan.FromHours(24)),
                    Mode = parsed.GetValue(mode),
                },
                cancellationToken);
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

    private static PlanSite Site(string? zone, string? region)
    {
        var slash = region?.IndexOf('/', StringComparison.Ordinal) ?? -1;
        return region is null ? new PlanSite { Zone = zone } : new PlanSite { Provider = slash < 0 ? null : region[..slash], Region = region[(slash + 1)..] };
    }

    private static void Write(WhatIfResponse answer, IAnsiConsole console)
    {
        var table = PlainTable.Create("Run", "Start (UTC)", "End (UTC)", "Parts", "Mean intensity", "Emissions", "Saving");
        Add(table, "as it ran", answer.Actual, null);
        Add(table, "at its best", answer.Best, answer.BestSavingPct);
        if (answer.Foreseeable is { } foreseeable)
        {
            Add(table, "as forecast then", foreseeable, answer.ForeseeableSavingPct);
        }

        console.Write(table);
        console.MarkupLineInterpolated($"Movable from {Quantities.Time(answer.Earliest)} to {Quantities.Time(answer.Deadline)}, zone {answer.Site.Zone}.");
        foreach (var warning in answer.Warnings)
        {
            console.MarkupLineInterpolated($"[yellow]! {warning}[/]: {Meaning(warning)}");
        }
    }

    private static void Add(Table table, string name, WhatIfRun run, double? saving) => table.Add(
        name, Quantities.Time(run.Segments[0].Start), Quantities.Time(run.Segments[^1].End), Quantities.Count(run.Segments.Count), Quantities.Intensity(run.MeanIntensity),
        Quantities.Grams(run.EmissionsG), saving is { } percent ? Quantities.Percent(percent) : "");

    private static string Meaning(string warning) => warning switch
    {
        "NO_FORECAST" => "too little was known before the run to say what a planner would have chosen.",
        "DEADLINE_CUT" => "the slack reaches beyond what has been measured; what is to come was left out.",
        _ => Plans.PlanTable.Meaning(warning),
    };
}
