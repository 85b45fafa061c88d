using CarbonApp.Api.Grid.Ledger;
using CarbonApp.Cli.Terminal;
using Spectre.Console;

namespace CarbonApp.Cli.Ledger;

/// <summary>What a plan promised and what came of it, for people.</summary>
internal static class OutcomeTable
{
    public static void Write(StoredPlanResponse plan, IAnsiConsole console)
    {
        var outcome = plan.Outcome;
        console.MarkupLineInterpolated($"[bold]Plan {plan.PlanId}[/] of {Quantities.Time(plan.AsOf)}, zone {plan.Zone}, {plan.Policy}: {outcome.Status}.");
        if (plan.Replay)
        {
            console.Write(new Text("Made over stored history: it promised what was already known." + Environment.NewLine));
        }

        if (outcome.WaitingFor is { } waitingFor)
        {
            console.Write(new Text($"Waits for {waitingFor}." + Environment.NewLine));
        }

        WriteSavings(outcome, console);
        WriteRun(plan, console);
    }

    private static void WriteSavings(OutcomeItem outcome, IAnsiConsole console)
    {
        var table = PlainTable.Create("", "Emissions", "Started at once", "Saved", "Saved, part");
        Add("promised", outcome.Promised);
        if (outcome.Realised is { } realised)
        {
            Add(outcome.AssumedAsPlanned ? "came of it, run as planned" : "came of it", realised);
        }

        console.Write(table);
        if (outcome is { BestG: { } best, RegretG: { } regret })
        {
            console.MarkupLineInterpolated($"The best in hindsight: {Quantities.Grams(best)}; regret {Quantities.Grams(regret)}.");
        }

        if (outcome.ForecastErrorPct is { } error)
        {
            console.MarkupLineInterpolated($"The forecast was {Quantities.Percent(Math.Abs(error))} too {(error < 0 ? "low" : "high")} for the hours planned.");
        }

        void Add(string name, LedgerSaving saving) => table.Add(
            name, Quantities.Grams(saving.EmissionsG), Known(saving.RunNowG, Quantities.Grams), Known(saving.SavingG, Quantities.Grams), Known(saving.SavingPct, Quantities.Percent));
    }

    private static void WriteRun(StoredPlanResponse plan, IAnsiConsole console)
    {
        if (plan.Actuals is null)
        {
            console.Write(new Text("No run was reported." + Environment.NewLine));
            return;
        }

        var table = PlainTable.Create("Ran from (UTC)", "To (UTC)", "Zone", "Energy (with PUE)");
        foreach (var segment in plan.Actuals.Segments)
        {
            table.Add(Quantities.Time(segment.Start), Quantities.Time(segment.End), segment.Zone, Quantities.Energy(segment.EnergyKwh));
        }

        console.Write(table);
    }

    internal static string Known(double? value, Func<double, string> text) => value is { } number ? text(number) : "no data";
}
