using System.Globalization;
using CarbonApp.Api.Grid.Plans;
using CarbonApp.Cli.Terminal;
using Spectre.Console;

namespace CarbonApp.Cli.Plans;

/// <summary>The sites of a plan beside each other, and the next best starts.</summary>
internal static class PlanSitesTable
{
    public static void Write(PlanResponse plan, IAnsiConsole console)
    {
        if (plan.SitesConsidered > 1 && plan.Sites.Count > 0)
        {
            WriteSites(plan, console);
        }

        if (plan.Alternatives.Count > 0)
        {
            WriteAlternatives(plan, console);
        }
    }

    /// <summary>"aws/eu-west-2 (GB)" or "GB".</summary>
    internal static string Name(SiteItem site) => site.Region is null ? site.Zone : $"{site.Provider}/{site.Region} ({site.Zone})";

    private static void WriteSites(PlanResponse plan, IAnsiConsole console)
    {
        var (priced, far) = (plan.Sites.Any(s => s.CostEur is not null), plan.Sites.Any(s => s.LatencyMs is not null));
        List<string> columns = ["Site", "Start (UTC)", "Mean intensity", "Emissions (with transfer)"];
        columns.AddRange(priced ? ["Cost"] : []);
        columns.AddRange(far ? ["Latency"] : []);
        var table = PlainTable.Create([.. columns, ""]);
        foreach (var site in plan.Sites)
        {
            List<string> cells =
            [
                Name(site.Site), site.Start is { } start ? Quantities.Time(start) : "–", site.Start is null ? "–" : Quantities.Intensity(site.MeanIntensity),
                site.EmissionsWithTransferG is { } grams ? Quantities.Grams(grams) : "–",
            ];
            cells.AddRange(priced ? [site.CostEur is { } cost ? Euros(cost) : "–"] : []);
            cells.AddRange(far ? [site.LatencyMs is { } ms ? string.Create(CultureInfo.InvariantCulture, $"{ms:0} ms{(site.LatencyEstimated ? " (est.)" : "")}") : "–"] : []);
            table.Add([.. cells, site.Reason ?? (site.Status == "chosen" ? "chosen" : "")]);
        }

        console.Write(table);
        if (plan.SitesConsidered > plan.Sites.Count)
        {
            console.MarkupLineInterpolated(CultureInfo.InvariantCulture, $"{plan.SitesConsidered - plan.Sites.Count} more sites are not shown; see --compare.");
        }
    }

    private static void WriteAlternatives(PlanResponse plan, IAnsiConsole console)
    {
        var table = PlainTable.Create("Or start (UTC)", "Site", "Mean intensity", "Emissions (with transfer)", "More");
        foreach (var other in plan.Alternatives)
        {
            table.Add(
                Quantities.Time(other.Start), Name(other.Site), Quantities.Intensity(other.MeanIntensity), Quantities.Grams(other.EmissionsWithTransferG),
                Quantities.Grams(other.ExtraG));
        }

        console.Write(table);
    }

    internal static string Euros(double euros) => string.Create(CultureInfo.InvariantCulture, $"{euros:#,0.00##} EUR");
}
