using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using CarbonApp.Api.Grid.Ledger;
using CarbonApp.Cli.Http;
using CarbonApp.Cli.Terminal;

namespace CarbonApp.Cli.Ledger;

/// <summary><c>carbon actuals</c>: how was a plan run, and what came of it?</summary>
internal static class ActualsCommand
{
    public static Command Create(ApiOption api, Screen screen)
    {
        var plan = new Argument<string>("plan") { Description = "The plan's id, as carbon plan gives it.", HelpName = "PLAN" };
        var start = Time("--start", "When it started");
        var end = Time("--end", "When it ended");
        var energy = new Option<double?>("--energy-kwh") { Description = "What it drew from the grid, PUE included, kWh; at the plan's mean power if not given.", HelpName = "KWH" };
        var runs = new Option<ActualSegment[]>("--run")
        {
            Description = "One stretch of a run with pauses, START/END or START/END/KWH; once per stretch.",
            HelpName = "START/END[/KWH]",
            CustomParser = result => [.. result.Tokens.Select(token => ParseRun(token.Value, result))],
        };
        var output = OutputOption.Create();
        var command = new Command("actuals", "Says how a plan was run, and what came of it. Without a run it only asks.") { plan, start, end, energy, runs, output };
        command.Validators.Add(result =>
        {
            if (result.GetValue(start) is null != result.GetValue(end) is null)
            {
                result.AddError("Give both --start and --end.");
            }

            if (result.GetValue(energy) is not null && result.GetValue(start) is null)
            {
                result.AddError("--energy-kwh belongs to --start and --end; of a stretch it is the third part of --run.");
            }
        });
        command.SetAction(async (parsed, cancellationToken) =>
        {
            using var connection = api.Connect(parsed);
            var path = $"api/v2/plans/{Uri.EscapeDataString(parsed.GetValue(plan)!)}";
            var request = new ActualsRequest
            {
                Segments = parsed.GetValue(runs) is { Length: > 0 } segments ? segments : null,
                Start = TimeOf(parsed.GetValue(start)),
                End = TimeOf(parsed.GetValue(end)),
                EnergyKwh = parsed.GetValue(energy),
            };
            var answer = request.Segments is null && request.Start is null
                ? await connection.GetAsync<StoredPlanResponse>(path, cancellationToken)
                : await connection.PostAsync<StoredPlanResponse>(path + "/actuals", request, cancellationToken);
            if (OutputOption.IsJson(parsed, output))
            {
                screen.Print(answer.Text);
            }
            else
            {
                OutcomeTable.Write(answer.Value, screen.Out);
            }

            return ExitCode.Ok;
        });
        return command;
    }

    private static Option<string?> Time(string name, string meaning) => new(name)
    {
        Description = $"{meaning}, such as 2026-03-15T04:00Z; UTC where no offset is given.",
        HelpName = "TIME",
        CustomParser = TimeArguments.CheckTime,
    };

    private static DateTimeOffset? TimeOf(string? text) =>
        text is not null && TimeArguments.TryParseTime(text, TimeProvider.System.GetUtcNow(), out var time) ? time : null;

    private static ActualSegment ParseRun(string text, ArgumentResult result)
    {
        var parts = text.Split('/');
        var kilowattHours = 0.0;
        if (parts.Length is 2 or 3 && TimeOf(parts[0]) is { } start && TimeOf(parts[1]) is { } end
            && (parts.Length == 2 || double.TryParse(parts[2], NumberStyles.Float, CultureInfo.InvariantCulture, out kilowattHours)))
        {
            return new ActualSegment { Start = start, End = end, EnergyKwh = parts.Length == 3 ? kilowattHours : null };
        }

        result.AddError($"'{text}' is not START/END or START/END/KWH, such as 2026-03-15T04:00Z/2026-03-15T05:30Z/1.2.");
        return new ActualSegment();
    }
}
