using CarbonApp.Api.Grid.Plans;
using CarbonApp.Cli.Terminal;
using Spectre.Console;

namespace CarbonApp.Cli.Plans;

/// <summary>A plan for people: when, what it emits, against what that is a saving, and where the numbers come from.</summary>
internal static class PlanTable
{
    public static void Write(PlanResponse plan, IAnsiConsole console)
    {
        WriteHeadline(plan, console);
        PlanChart.Write(plan, console);
        WriteSegments(plan, console);
        WriteTotals(plan, console);
        PlanSitesTable.Write(plan, console);
        WriteBaselines(plan, console);
        WriteProvenance(plan, console);
        foreach (var warning in plan.Warnings)
        {
            console.MarkupLineInterpolated($"[yellow]! {warning}[/]: {Meaning(warning)}");
        }

        if (!plan.Warnings.Contains("NOT_STORED"))
        {
            console.MarkupLineInterpolated($"Plan {plan.PlanId}: say how it was run, and see what came of it, with carbon actuals {plan.PlanId}.");
        }
    }

    /// <summary>What a warning means for the reader.</summary>
    internal static string Meaning(string warning) => warning switch
    {
        "FLAT_SIGNAL" => "the intensity is the same at all times, so when it runs makes no difference.",
        "STALE_FORECAST" => "part of the signal is older than it should be.",
        "ESTIMATED_SIGNAL" => "part of the signal is an estimate, neither measured nor forecast.",
        "ASSUMED_POWER" => "no power was given; the grams count for the power assumed. Give --watts or --instance.",
        "NOT_STORED" => "the database is away, so the plan cannot be looked up, reported on or counted in the ledger.",
        "MARGINAL_NOT_REDUCED" => "the plan lowers average, not marginal emissions.",
        "AVERAGE_NOT_REDUCED" => "the plan lowers marginal, not average emissions.",
        "NO_UNCERTAINTY" => "part of the signal is a forecast or estimate of which nobody says how sure it is.",
        "ESTIMATED_LATENCY" => "the latency is estimated from the distance.",
        _ => "see the documentation of the Api.",
    };

    private static void WriteHeadline(PlanResponse plan, IAnsiConsole console)
    {
        var first = plan.Segments[0];
        var site = first.Site.Region is { } region ? $"{first.Site.Provider}/{region} (zone {first.Site.Zone})" : $"zone {first.Site.Zone}";
        var wait = first.Start - plan.AsOf;
        var when = wait < TimeSpan.FromSeconds(1) ? "at once" : $"in {Quantities.Span(wait)}";
        console.MarkupLineInterpolated($"[bold]Start {when}, at {Quantities.Time(first.Start)}[/], in {site}; done by {Quantities.Time(plan.Totals.Finish)}.");
        if (plan.Explanation is { } explanation)
        {
            console.Write(new Text(explanation + Environment.NewLine));
        }
    }

    private static void WriteSegments(PlanResponse plan, IAnsiConsole console)
    {
        var sized = plan.Segments.Any(s => s.Replicas is not null);
        string[] columns = ["Start (UTC)", "End (UTC)", "Duration", "Mean intensity", "Energy (with PUE)", "Emissions"];
        var table = PlainTable.Create(sized ? [.. columns, "Replicas"] : columns);
        foreach (var segment in plan.Segments)
        {
            string[] cells =
            [
                Quantities.Time(segment.Start),
                Quantities.Time(segment.End),
                Quantities.Span(segment.End - segment.Start),
                Quantities.Intensity(segment.MeanIntensity),
                Quantities.Energy(segment.EnergyKwh),
                Quantities.Grams(segment.EmissionsG),
            ];
            table.Add(sized ? [.. cells, Quantities.Count(segment.Replicas ?? 0)] : cells);
        }

        if (plan.Segments.Count > 1)
        {
            var running = plan.Segments.Aggregate(TimeSpan.Zero, (sum, segment) => sum + (segment.End - segment.Start));
            string[] cells =
            [
                "total",
                "",
                Quantities.Span(running),
                Quantities.Intensity(plan.Totals.MeanIntensity),
                Quantities.Energy(plan.Totals.EnergyKwh),
                Quantities.Grams(plan.Totals.EmissionsG),
            ];
            table.Add(sized ? [.. cells, ""] : cells);
        }

        console.Write(table);
        if (plan.Status == "feasible")
        {
            console.MarkupLineInterpolated($"Not proven to be the best: no plan emits less than {Quantities.Grams(plan.BestBoundG)}; by what was asked for, one could be better by {Quantities.Percent(100 * plan.Gap)} at most.");
        }

        console.MarkupLineInterpolated($"Power {Quantities.Watts(plan.Power.Watts)} ({plan.Power.Confidence}), PUE {plan.Segments[0].Site.Pue}.");
    }

    /// <summary>What a plan adds up to beside its running emissions, and how sure they are; nothing where nothing is known.</summary>
    private static void WriteTotals(PlanResponse plan, IAnsiConsole console)
    {
        var totals = plan.Totals;
        if (totals.TransferG > 0)
        {
            console.MarkupLineInterpolated($"Moving the data emits {Quantities.Grams(totals.TransferG)}; with it {Quantities.Grams(totals.EmissionsWithTransferG)}.");
        }

        if (totals is { EmissionsGP10: { } low, EmissionsGP90: { } high })
        {
            console.MarkupLineInterpolated($"In eight cases of ten between {Quantities.Grams(low)} and {Quantities.Grams(high)}.");
        }

        if (plan.Confidence?.PBetterThanRunNow is { } chance)
        {
            console.MarkupLineInterpolated($"Better than running now with a chance of {Quantities.Percent(100 * chance)}.");
        }

        if (plan.OtherSignal is { } other)
        {
            var saved = other.RunNow is { } now ? $", {Quantities.Percent(now.SavingPct)} less than running now" : "";
            console.MarkupLineInterpolated($"By {other.Kind} intensity: {Quantities.Grams(other.EmissionsG)}{saved}.");
        }

        if (totals.CostEur is { } cost)
        {
            console.MarkupLineInterpolated($"Costs {PlanSitesTable.Euros(cost)}.");
        }
    }

    private static void WriteBaselines(PlanResponse plan, IAnsiConsole console)
    {
        var baselines = plan.Baselines;
        var table = PlainTable.Create("Instead of", "Mean intensity", "Emissions", "Saved");
        Add("running now", baselines.RunNow);
        Add("a random start", baselines.MeanStart);
        Add("the worst start", baselines.WorstStart);
        if (plan.SitesConsidered > 1)
        {
            Add("now at home", baselines.HomeRegion);
        }

        console.Write(table);

        void Add(string name, BaselineItem? baseline) => table.Add(
            name,
            Quantities.Intensity(baseline?.MeanIntensity),
            baseline is null ? "no data" : Quantities.Grams(baseline.EmissionsG),
            baseline is null ? "no data" : Quantities.Percent(baseline.SavingPct));
    }

    private static void WriteProvenance(PlanResponse plan, IAnsiConsole console)
    {
        var table = PlainTable.Create("Signal", "Source", "Status", "Issued (UTC)", "Age", "Share of the window");
        foreach (var origin in plan.Provenance)
        {
            table.Add(
                $"{origin.Zone}, {origin.Kind}, {origin.Factor}",
                origin.Source,
                origin.Status,
                Quantities.Time(origin.IssuedAt),
                Quantities.Span(TimeSpan.FromSeconds(Math.Round(origin.AgeSeconds))),
                Quantities.Percent(100 * origin.Share));
        }

        console.Write(table);
    }
}
