using System.Globalization;
using CarbonApp.Api.Grid.Footprint;
using CarbonApp.Cli.Terminal;
using Spectre.Console;

namespace CarbonApp.Cli.Footprints;

/// <summary>A footprint for people: the score, what each part adds, and how sure each figure is.</summary>
internal static class FootprintTable
{
    public static void Write(FootprintResponse footprint, IAnsiConsole console)
    {
        var (sci, totals) = (footprint.Sci, footprint.Totals);
        var bound = totals.EmbodiedUnknownOf.Count > 0 ? "at least " : "";
        console.MarkupLineInterpolated(
            $"[bold]{bound}{Small(sci.ScoreG)} gCO2eq per {sci.UnitName}[/] (SCI; {Small(sci.LowG)} to {Small(sci.HighG)}), {Quantities.Time(footprint.Start)} to {Quantities.Time(footprint.End)}, zone {footprint.Site.Zone}.");
        WriteComponents(footprint, console);
        console.MarkupLineInterpolated(
            $"Electricity: location-based {Quantities.Grams(totals.LocationBasedG)} ({Quantities.Intensity(footprint.LocationIntensity.Value)}, {footprint.LocationIntensity.Confidence}), market-based {Quantities.Grams(totals.MarketBasedG)} ({Quantities.Intensity(footprint.Market.Intensity.Value)}, {footprint.Market.RestBasis}).");
        WriteCoefficients(footprint, console);
        foreach (var warning in footprint.Warnings)
        {
            console.MarkupLineInterpolated($"[yellow]! {warning}[/]: {Meaning(warning, totals)}");
        }
    }

    private static void WriteComponents(FootprintResponse footprint, IAnsiConsole console)
    {
        var table = PlainTable.Create("Part", "Energy (with PUE)", "Location-based", "Market-based", "Embodied");
        foreach (var part in footprint.Components)
        {
            table.Add(
                part.Name, Quantities.Energy(part.EnergyKwh), Quantities.Grams(part.LocationBasedG), Quantities.Grams(part.MarketBasedG),
                part.EmbodiedG is { } embodied ? Quantities.Grams(embodied) : "no data");
        }

        var totals = footprint.Totals;
        table.Add("total", Quantities.Energy(totals.EnergyKwh), Quantities.Grams(totals.LocationBasedG), Quantities.Grams(totals.MarketBasedG), Quantities.Grams(totals.EmbodiedG));
        console.Write(table);
    }

    /// <summary>By lines, not as a table: sources are long, and a table would wrap every other column to make room for them.</summary>
    private static void WriteCoefficients(FootprintResponse footprint, IAnsiConsole console)
    {
        console.WriteLine("Figures used:");
        foreach (var figure in footprint.Components.SelectMany(c => c.Coefficients).Append(footprint.LocationIntensity).Distinct())
        {
            var value = $"{Small(figure.Value)} {figure.Unit}".TrimEnd();
            var range = figure is { Low: { } low, High: { } high } ? $"{Small(low)} to {Small(high)}" : "range not stated";
            console.Write(new Text($"  {figure.Name}: {value} ({range}), {figure.Confidence}; {figure.Source}{Environment.NewLine}"));
        }
    }

    internal static string Meaning(string warning, FootprintTotals totals) => warning switch
    {
        "ESTIMATED_SIGNAL" => "part of the grid's intensity is an estimate, neither measured nor forecast.",
        "STALE_FORECAST" => "part of the grid's intensity is older than it should be.",
        "LOCATION_STANDS_IN" => "nothing is known of what was bought; the grid's mix stands in for the market-based figure. Give --residual or --supplier.",
        "CARBON_FREE_REST_UNKNOWN" => "the market-based figure is too low: say how much of the grid itself is carbon-free with --grid-carbon-free.",
        "ASSUMED_PUE" => "no data centre is known; its overhead is taken to be none. Give --pue or --region.",
        "EMBODIED_UNKNOWN" => $"nobody has weighed the making of {string.Join(", ", totals.EmbodiedUnknownOf)}; it is missing from the sum.",
        _ => "see the documentation of the Api.",
    };

    private static string Small(double value) => value.ToString("#,0.####", CultureInfo.InvariantCulture) is var text && text == "0" && value > 0
        ? value.ToString("0.###e+0", CultureInfo.InvariantCulture)
        : text;
}
