using System.Globalization;
using CarbonApp.Api.Kelp.Analyses;
using CarbonApp.Web.Wording;

namespace CarbonApp.Web.Kelp.Analyses;

/// <summary>Names of what an analysis is made of, in plain words.</summary>
internal static class AnalysisWords
{
    public static readonly (string Value, string Name)[] Species =
    [
        ("", "the one the coast is known for"), ("macrocystis", "Giant kelp (Macrocystis)"), ("nereocystis", "Bull kelp (Nereocystis)"),
    ];

    public static readonly (string Value, string Name)[] Detectors =
    [
        ("standard", "Standard"), ("strict", "Strict: fewer false finds"), ("clear-target", "Clear target: dense canopy only"), ("high-recall", "High recall: thin canopy too"),
    ];

    public static readonly (string Value, string Name)[] Catalogs =
    [
        ("", "those set up here, in turn"), ("planetary-computer", "Planetary Computer"), ("earth-search", "Earth Search"), ("local", "Local folder"),
    ];

    private static readonly (string Value, string Name)[] Inputs =
    [
        ("area", "Mapped area"), ("tide-slope", "Tide correction"), ("canopy-biomass", "Biomass of the canopy, by site"), ("year", "Good and bad years"), ("floor-biomass", "Biomass below the canopy"),
        ("dry-share", "Dry share of wet mass"), ("carbon-share", "Carbon share of dry mass"), ("production", "Production per area"), ("fate", "Share kept for 100 years"),
    ];

    public static string Catalog(string value) => Array.Find(Catalogs, c => c.Value == value).Name ?? value;

    public static string Detector(string value) => Array.Find(Detectors, d => d.Value == value).Name ?? value;

    public static string Input(string value) => Array.Find(Inputs, i => i.Value == value).Name ?? value;

    public static string SpeciesOf(AnalysisResult result) => (Array.Find(Species, s => s.Value == result.Species).Name ?? result.Species) + result.SpeciesRule switch
    {
        "region" => ", which this coast is known for",
        "assumed" => ", assumed: this coast is known for neither",
        _ => ", as asked",
    };

    public static string Group(string group) => group switch
    {
        "base" => "Pictures",
        "index" => "Indices",
        "mask" => "Masks",
        "result" => "Results",
        _ => group,
    };

    /// <summary>Such as "36.600° N, 121.900° W": the middle of a box.</summary>
    public static string Place(IReadOnlyList<double> bbox)
    {
        var east = bbox[2] < bbox[0] ? bbox[2] + 360 : bbox[2];
        var lon = (bbox[0] + east) / 2;
        return Place((bbox[1] + bbox[3]) / 2, lon > 180 ? lon - 360 : lon);
    }

    public static string Place(double lat, double lon) => string.Create(
        CultureInfo.InvariantCulture, $"{Math.Abs(lat):0.000}° {(lat < 0 ? "S" : "N")}, {Math.Abs(lon):0.000}° {(lon < 0 ? "W" : "E")}");

    /// <summary>"1 Jun 2024 to 1 Sep 2024", the second day not in it.</summary>
    public static string Period(DateTimeOffset from, DateTimeOffset to) => $"{Day(from)} to {Day(to)}";

    public static string Day(DateTimeOffset time) => time.UtcDateTime.ToString("d MMM yyyy", CultureInfo.InvariantCulture);

    /// <summary>"84 %", "0.4 %"; a dash where it is not known.</summary>
    public static string Share(double? share) => share is { } known ? Quantity.Percent(Math.Round(known * 100, known < 0.1 ? 1 : 0)) : "–";

    /// <summary>"+1.23 m"; a dash where it is not known.</summary>
    public static string Height(double? metres) => metres is { } known ? known.ToString("+0.00;−0.00;0.00", CultureInfo.InvariantCulture) + " m" : "–";

    /// <summary>Square metres in the unit that suits them: m², ha or km².</summary>
    public static string Area(double squareMetres)
    {
        var (unit, per) = AreaUnit(squareMetres);
        return $"{Quantity.Significant(squareMetres / per)} {unit}";
    }

    /// <summary>The unit for areas up to this, and its square metres.</summary>
    public static (string Unit, double SquareMetres) AreaUnit(double squareMetres) => Math.Abs(squareMetres) switch
    {
        >= 9.995e6 => ("km²", 1e6),
        >= 995 or 0 => ("ha", 1e4),
        _ => ("m²", 1),
    };

    /// <summary>Such as "0.81 to 3.80".</summary>
    public static string Range(AnalysisInterval interval, double per = 1) => $"{Figure(interval.P5 / per)} to {Figure(interval.P95 / per)}";

    /// <summary>Three significant figures; what is nothing is 0.</summary>
    public static string Figure(double value) => Quantity.Significant(value).Replace("-", "−", StringComparison.Ordinal);
}
