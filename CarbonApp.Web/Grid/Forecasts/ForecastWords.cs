using System.Globalization;
using CarbonApp.Api.Grid.Forecasts;
using CarbonApp.Web.Wording;

namespace CarbonApp.Web.Grid.Forecasts;

/// <summary>A forecast's warnings, method and record in plain words.</summary>
internal static class ForecastWords
{
    /// <summary>The band is made to hold this part of the hours, %; this much off is chance within a month.</summary>
    private const double WantedCoverage = 80, CoverageSlack = 7;

    public static string Warning(string code) => code switch
    {
        "MEAN_DAY" => "Less than 60 days were measured, too few to learn from: each hour is the mean of that hour over the week before.",
        "NO_BAND" => "Too few past forecasts can be compared with what came, so it is not known how far this one may be off.",
        "STALE_HISTORY" => "The last measured hour is more than 3 hours old; the forecast knows nothing of what happened since.",
        _ => code,
    };

    public static string Method(ForecastMethodItem method) => method.Name switch
    {
        "ridge" => $"Ridge regression (λ {Text(method.Penalty ?? 0)}) on the zone's own hours of {Text(method.Days)} days, fitted anew each time."
            + (method.Scenarios > 0 ? $" The band comes from {Text(method.Scenarios)} past days of its errors." : ""),
        "mean-day" => "The mean day of the week before: each hour is the mean of that hour.",
        _ => method.Name,
    };

    /// <summary>"Off by 14.2 % on average".</summary>
    public static string Error(ForecastErrorItem error) => error.MeanAbsolutePercent is { } percent ? Quantity.Percent(percent) : Quantity.Intensity(error.MeanAbsolute);

    /// <summary>Whether the forecast was worth having, in a sentence.</summary>
    public static string Verdict(ForecastSkillItem skill)
    {
        var rival = Math.Min(skill.Persistence.MeanAbsolute, skill.MeanDay.MeanAbsolute);
        return skill.Own.MeanAbsolute <= rival
            ? "It was closer to what came than either simple guess."
            : "A simple guess was closer to what came: this zone is hard to foresee at present, or hardly changes.";
    }

    /// <summary>Whether the band tells the truth.</summary>
    public static string Coverage(double percent) =>
        $"Of the measured hours {Quantity.Percent(percent)} fell inside the band, which is meant to hold {Text(WantedCoverage)} %. "
        + (percent - WantedCoverage) switch
        {
            < -CoverageSlack => "It was too narrow: trust it less than it looks.",
            > CoverageSlack => "It was wider than it need be: reality was tamer.",
            _ => "So it can be taken at its word.",
        };

    private static string Text(double value) => value.ToString("#,0.###", CultureInfo.InvariantCulture);
}
