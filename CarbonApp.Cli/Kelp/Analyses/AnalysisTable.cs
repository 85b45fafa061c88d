using System.Globalization;
using CarbonApp.Api.Kelp.Analyses;
using CarbonApp.Cli.Terminal;
using Spectre.Console;

namespace CarbonApp.Cli.Kelp.Analyses;

/// <summary>An analysis for people.</summary>
internal static class AnalysisTable
{
    public static void Write(AnalysisResponse analysis, Screen screen)
    {
        var console = screen.Out;
        var title = analysis.Request.Name is { } name ? $"{analysis.Id} ({name})" : analysis.Id;
        console.MarkupLineInterpolated($"[bold]Analysis {title}: {analysis.State}[/]{Course(analysis)}");
        if (analysis.Result is not { } result)
        {
            return;
        }

        if (result.Provenance.Demo)
        {
            console.MarkupLine("[yellow]DEMO: made from the files at hand; no statement about any coast.[/]");
        }

        WriteFacts(result, console);
        WriteQuantities(result, console);
        AnalysisSceneTable.Write(result, console);
        WriteTrend(result.Trend, console);
        WriteProvenance(result.Provenance, console);
    }

    private static string Course(AnalysisResponse analysis) => analysis.EndedAt is null
        ? $", {Quantities.Percent(100 * analysis.Progress)} done{(analysis.Step is { } step ? $", {step}" : "")}"
        : $" at {Quantities.Time(analysis.EndedAt.Value)}";

    private static void WriteFacts(AnalysisResult result, IAnsiConsole console)
    {
        var facts = PlainTable.Create("What", "");
        facts.Add("Area", $"{KelpQuantities.SquareKilometres(result.AoiAreaM2)} within {KelpQuantities.Degrees(result.Bbox)} (west, south, east, north)");
        facts.Add("Estimate of", $"{Quantities.Time(result.EstimateFrom)} to {Quantities.Time(result.EstimateTo)}");
        facts.Add("Species", $"{result.Species}, {SpeciesRule(result.SpeciesRule)}");
        facts.Add("Beds", $"{Quantities.Count(result.Beds)} on {KelpQuantities.Hectares(result.BedAreaM2)} of ground, {Cover(result.CoverShare)} under canopy");
        facts.Add("Canopy as mapped", KelpQuantities.Hectares(result.MappedCanopyM2));
        facts.Add("Just below the surface", $"{KelpQuantities.Hectares(result.NearSurfaceM2)}, in no other number");
        facts.Add("Seen", Masks(result.Masks));
        console.Write(facts);
    }

    /// <summary>Stock, production, export and sequestration are four lines: none is another.</summary>
    private static void WriteQuantities(AnalysisResult result, IAnsiConsole console)
    {
        var table = PlainTable.Create("Quantity", "Median (5–95 %)", "What it is");
        table.Add("Canopy", KelpQuantities.Hectares(result.CanopyAreaM2), "at the reference level, with tide and map error");
        table.Add("Wet biomass", KelpQuantities.Interval(result.WetBiomassT, "t"), "canopy and floor");
        table.Add("Dry biomass", KelpQuantities.Interval(result.DryBiomassT, "t"), "");
        table.Add("STOCK", KelpQuantities.Interval(result.CarbonStockT, "t C"), $"carbon in the tissue now, {KelpQuantities.Interval(result.CarbonStockCo2eT, "t CO2e")}; no removal of carbon");
        table.Add("PRODUCTION", KelpQuantities.Interval(result.ProductionTPerYear, "t C/y"), "carbon fixed per year");
        table.Add("EXPORT", KelpQuantities.Interval(result.ExportTPerYear, "t C/y"), "of it carried past the shelf");
        table.Add(
            "SEQUESTRATION", KelpQuantities.Interval(result.SequestrationTPerYear, "t C/y"),
            $"of it kept from the air 100 years or more; {KelpQuantities.Tonnes(result.SequestrationIfNoNetSinkTPerYear, "t C/y")} if kelp beds are no net sink (Gallagher et al. 2022)");
        console.Write(table);
        if (result.StockTornado.Count > 0)
        {
            console.MarkupLineInterpolated($"Stock is widest by {string.Join("; ", result.StockTornado.Take(3).Select(Swing))}.");
        }
    }

    private static string Swing(AnalysisSwing swing) =>
        $"{swing.Input}, {KelpQuantities.Tonnes(swing.AtP5T, "")}to {KelpQuantities.Tonnes(swing.AtP95T, "t C")}";

    private static string SpeciesRule(string rule) => rule switch
    {
        "given" => "as given",
        "region" => "which this coast is known for",
        "assumed" => "assumed",
        _ => rule,
    };

    private static string Cover(AnalysisInterval? share) => share is null
        ? "nothing"
        : KelpQuantities.Interval(new AnalysisInterval { P5 = 100 * share.P5, P50 = 100 * share.P50, P95 = 100 * share.P95 }, "%");

    private static string Masks(AnalysisMasks masks)
    {
        return $"{Of(masks.ValidPixels)} of {Quantities.Count(masks.TotalPixels)} pixels clearly: sea {Of(masks.WaterPixels)}, land {Of(masks.LandPixels)}, intertidal {Of(masks.IntertidalPixels)}; " +
            $"cloud {Of(masks.CloudPixels)}, no data {Of(masks.NoDataPixels)}";

        string Of(long pixels) => masks.TotalPixels == 0 ? "no data" : Quantities.Percent(100.0 * pixels / masks.TotalPixels);
    }

    private static void WriteTrend(AnalysisTrend trend, IAnsiConsole console)
    {
        var text = trend is { SlopeM2PerYear: { } slope, Probability: { } probability }
            ? string.Create(
                CultureInfo.InvariantCulture,
                $"Trend of {trend.Years} yearly maxima: {slope / 1e4:+#,0.00;-#,0.00;0} ha/y ({trend.SlopeLowM2PerYear / 1e4:+#,0.00;-#,0.00;0} to {trend.SlopeHighM2PerYear / 1e4:+#,0.00;-#,0.00;0}, 95 %), as likely as {probability:0.000} without one (Mann-Kendall).")
            : $"Trend: none told from {trend.Years} of at least {trend.YearsNeeded} years.";
        console.MarkupLineInterpolated($"{text}");
    }

    private static void WriteProvenance(AnalysisProvenance provenance, IAnsiConsole console)
    {
        console.MarkupLineInterpolated(
            $"Engine {provenance.EngineVersion}, parameters {Short(provenance.ParameterHash)}, seed {Short(provenance.Seed)}, {Quantities.Count(provenance.Draws)} draws; {provenance.Catalog}/{provenance.Collection}, {Quantities.Megabytes(provenance.BytesRead)} read, EPSG:{provenance.GridEpsg}.");
        foreach (var attribution in provenance.Attributions)
        {
            console.MarkupLineInterpolated($"{attribution}");
        }
    }

    private static string Short(string hash) => hash.Length <= 12 ? hash : hash[..12];
}
