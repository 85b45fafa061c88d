using System.CommandLine;
using System.Globalization;
using CarbonApp.Api.Grid.Ledger;
using CarbonApp.Cli.Http;
using CarbonApp.Cli.Terminal;
using Spectre.Console;

namespace CarbonApp.Cli.Ledger;

/// <summary><c>carbon ledger</c>: what did plans promise, and what came of them?</summary>
internal static class LedgerCommand
{
    public static Command Create(ApiOption api, Screen screen)
    {
        var zone = new Option<string>("--zone") { Description = "Plans that begin in this grid zone only.", HelpName = "ZONE" };
        var policy = new Option<string>("--policy") { Description = "Plans of one policy only, such as contiguous or interruptible:p90.", HelpName = "POLICY" };
        var from = Time("--from", "Plans made for this time or later");
        var to = Time("--to", "Plans made for an earlier time");
        var bucket = new Option<string>("--bucket") { Description = "One row per day, week or month; all time in one if not given.", HelpName = "BUCKET" };
        var noReplays = new Option<bool>("--no-replays") { Description = "Leave out plans over stored history, which promise what is already known." };
        var output = OutputOption.CreateWithCsv();
        bucket.AcceptOnlyFromAmong("day", "week", "month");
        var command = new Command("ledger", "Shows what plans promised and what came of them, per zone and policy.") { zone, policy, from, to, bucket, noReplays, output };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            using var connection = api.Connect(parsed);
            var path = "api/v2/ledger" + QueryText.Of(
                ("zone", parsed.GetValue(zone)), ("policy", parsed.GetValue(policy)), ("from", Utc(parsed.GetValue(from))), ("to", Utc(parsed.GetValue(to))),
                ("bucket", parsed.GetValue(bucket)), ("replays", parsed.GetValue(noReplays) ? "false" : null),
                ("format", OutputOption.IsCsv(parsed, output) ? "csv" : null));
            if (OutputOption.IsCsv(parsed, output))
            {
                screen.Print((await connection.GetTextAsync(path, cancellationToken)).TrimEnd('\n'));
                return ExitCode.Ok;
            }

            var ledger = await connection.GetAsync<LedgerResponse>(path, cancellationToken);
            if (OutputOption.IsJson(parsed, output))
            {
                screen.Print(ledger.Text);
            }
            else
            {
                Write(ledger.Value, screen);
            }

            return ExitCode.Ok;
        });
        return command;
    }

    private static Option<string?> Time(string name, string meaning) => new(name)
    {
        Description = $"{meaning}, such as 2026-03-01; UTC where no offset is given.",
        HelpName = "TIME",
        CustomParser = TimeArguments.CheckTime,
    };

    private static string? Utc(string? text) =>
        text is not null && TimeArguments.TryParseTime(text, TimeProvider.System.GetUtcNow(), out var time)
            ? time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture)
            : null;

    private static void Write(LedgerResponse ledger, Screen screen)
    {
        if (ledger.Rows.Count == 0)
        {
            screen.Say("Nothing was planned.");
            return;
        }

        var table = PlainTable.Create(
            "From", "Zone", "Signal", "Policy", "Plans", "Settled", "Pending", "Promised", "", "Came of it", "", "Regret", "", "Forecast off by", "In the band");
        foreach (var row in ledger.Rows)
        {
            table.Add(
                ledger.Bucket is null ? "all time" : Quantities.Time(row.From)[..10],
                row.Zone,
                $"{row.Kind}, {row.Factor}",
                row.Policy,
                Quantities.Count(row.Plans),
                Quantities.Count(row.Settled),
                Quantities.Count(row.Pending),
                OutcomeTable.Known(row.Promised?.SavingG, Quantities.Grams),
                OutcomeTable.Known(row.Promised?.SavingPct, Quantities.Percent),
                OutcomeTable.Known(row.Realised?.SavingG, Quantities.Grams),
                OutcomeTable.Known(row.Realised?.SavingPct, Quantities.Percent),
                OutcomeTable.Known(row.RegretG, Quantities.Grams),
                OutcomeTable.Known(row.RegretPct, Quantities.Percent),
                OutcomeTable.Known(row.ForecastErrorPct, Quantities.Percent),
                OutcomeTable.Known(row.CoveragePct, Quantities.Percent));
        }

        screen.Out.Write(table);
        screen.Say("Promised and came of it: saved against starting at once, over settled plans.");
    }
}
