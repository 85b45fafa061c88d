namespace CarbonApp.Web.Wording;

/// <summary>Names of sources in Api's provenance, as people know them.</summary>
internal static class SourceNames
{
    /// <summary>The yearly mean that stands in where nobody knows the hours.</summary>
    public const string AnnualMean = "annual-mean";

    /// <summary>Made by Api itself from the zone's measured past.</summary>
    public const string OwnForecast = "forecaster";

    /// <summary>What Api adds to a feed whose direct factors stand in for life-cycle ones.</summary>
    private const string DirectFactors = " (direct factors)";

    /// <summary>A name given with <c>carbon import --source</c> is shown as it is.</summary>
    public static string Of(string? source) => source switch
    {
        null => "",
        AnnualMean => "yearly mean",
        OwnForecast => "CarbonApp's own",
        "import" => "imported",
        "neso" => "NESO",
        "energy-charts" => "Energy-Charts",
        "electricity-maps" => "Electricity Maps",
        "watttime" => "WattTime",
        _ when source.EndsWith(DirectFactors, StringComparison.Ordinal) => Of(source[..^DirectFactors.Length]) + ", direct factors",
        _ => source,
    };
}
