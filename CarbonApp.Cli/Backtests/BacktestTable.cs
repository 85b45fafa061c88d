using System.Globalization;
using CarbonApp.Api.Grid.Backtests;
using CarbonApp.Cli.Terminal;
using Spectre.Console;

namespace CarbonApp.Cli.Backtests;

/// <summary>Results of a backtest for people.</summary>
internal static class BacktestTable
{
    public static void Write(BacktestResponse answer, IAnsiConsole console)
    {
        var table = PlainTable.Create("Zone", "Jobs", "Policy", "Count", "Mean intensity", "Saving against run-now", "Regret against the oracle");
        foreach (var row in answer.Rows)
        {
            table.Add(
                row.Zone, row.JobSet, row.Policy, Quantities.Count(row.Jobs), Quantities.Intensity(row.MeanIntensity),
                Percent(row.SavingPct) + (row.SavingPctDeviation is { } deviation ? string.Create(CultureInfo.InvariantCulture, $" ± {deviation:0.000}") : ""),
                Percent(row.RegretPct));
        }

        console.Write(table);
        var forecast = answer.ErrorPercent is { } error ? string.Create(CultureInfo.InvariantCulture, $"noise of {error:0.##} %") : answer.Forecast;
        console.MarkupLineInterpolated(
            $"{answer.Preset}{(answer.Mode is { } mode ? $", {mode}" : "")}; forecast: {forecast}; {answer.Signal} {answer.Factor}, {Quantities.Time(answer.From)} to {Quantities.Time(answer.To)}; computed in {Quantities.Seconds(answer.Seconds)}.");
        foreach (var zone in answer.Zones.Where(z => z.KnownSlots < z.Slots || z.JobsLeftOut > 0))
        {
            console.MarkupLineInterpolated(
                $"[yellow]! {zone.Zone}[/]: {Quantities.Count(zone.Slots - zone.KnownSlots)} of {Quantities.Count(zone.Slots)} slots are not known; up to {Quantities.Count(zone.JobsLeftOut)} jobs of a set were left out.");
        }
    }

    private static string Percent(double? percent) => percent is { } value ? string.Create(CultureInfo.InvariantCulture, $"{value:0.000} %") : "no data";
}
