using System.Collections.Frozen;
using CarbonApp.Engine.Grid.Signals;

namespace CarbonApp.Engine.Grid.Forecasting;

/// <summary>
/// Part of a year's electricity that comes from the sun, rounded to whole percents: Ember, yearly electricity data 2024 (CC BY 4.0), by
/// country; zones of a country whose parts are alike have the country's. California is the California Energy Commission's "Total system
/// electric generation" 2022. Zones of countries whose parts differ widely, and countries below 5 %, are left out: they stay flat.
/// </summary>
internal static class SolarShares
{
    private static readonly FrozenDictionary<string, double> Percent = new Dictionary<string, int>
    {
        ["HU"] = 25, ["CL"] = 22, ["CL-SEN"] = 22, ["GR"] = 22, ["ES"] = 21, ["CY"] = 20, ["NL"] = 18,
        ["AU"] = 18, ["AU-NSW"] = 18, ["AU-QLD"] = 18, ["AU-SA"] = 18, ["AU-VIC"] = 18, ["AU-WA"] = 18,
        ["US-CAL-CISO"] = 17, ["US-CAL-BANC"] = 17, ["US-CAL-LDWP"] = 17, ["US-CAL-TIDC"] = 17, ["US-CAL-IID"] = 17,
        ["BG"] = 15, ["DE"] = 14,
        ["IT"] = 14, ["IT-CNO"] = 14, ["IT-CSO"] = 14, ["IT-NO"] = 14, ["IT-SAR"] = 14, ["IT-SIC"] = 14, ["IT-SO"] = 14,
        ["BE"] = 12, ["PT"] = 12, ["DK"] = 11, ["DK-DK1"] = 11, ["DK-DK2"] = 11,
        ["JP"] = 10, ["JP-CB"] = 10, ["JP-CG"] = 10, ["JP-HR"] = 10, ["JP-KN"] = 10, ["JP-KY"] = 10, ["JP-SK"] = 10, ["JP-TH"] = 10, ["JP-TK"] = 10,
        ["PL"] = 10, ["BR"] = 10, ["RO"] = 9, ["CN"] = 8, ["TR"] = 8, ["ZA"] = 8, ["IN"] = 7, ["IN-WE"] = 7, ["IN-NO"] = 7, ["IN-SO"] = 7,
        ["GB"] = 5, ["KR"] = 5,
    }.ToFrozenDictionary(pair => pair.Key, pair => pair.Value / 100.0);

    /// <summary>Share of 0 to 1; null where it is not known, or too small to give the day a shape.</summary>
    public static double? Of(ZoneId zone) => Percent.TryGetValue(zone.Value, out var share) ? share : null;
}
