using System.Globalization;
using System.Text.Json;

namespace CarbonApp.AppHost.Tests.Acceptance;

/// <summary>A window of Great Britain 2020 whose optimum is known: one contiguous job, asked with the plan's now at the window's begin.</summary>
/// <remarks>From a one-second brute force over gb_ci.csv of the Let's Wait Awhile study (Wiesner 2021), read half-hourly.</remarks>
public sealed record GreatBritainWindow(string AsOf, string Deadline, string Duration, string Start, double Mean, int Digits)
{
    /// <summary>Mean of the run started at once, of the dirtiest start, and of the job in pieces; null where not published.</summary>
    public (double RunNow, double Worst, double Interruptible)? Others { get; init; }

    /// <summary>All six.</summary>
    public static IReadOnlyList<GreatBritainWindow> All { get; } =
    [
        new("2020-03-15T00:00:00Z", "2020-03-16T00:00:00Z", "PT3H", "2020-03-15T04:00:00Z", 96.1719, 4) { Others = (106.7271, 248.1367, 94.7249) },
        new("2020-06-01T09:00:00Z", "2020-06-03T09:00:00Z", "PT4H30M", "2020-06-03T01:00:00Z", 143.6298, 4) { Others = (178.5170, 250.9790, 143.6298) },
        new("2020-12-31T12:00:00Z", "2021-01-02T12:00:00Z", "PT24H", "2020-12-31T20:00:00Z", 252.6789, 4) { Others = (256.1704, 271.0873, 229.4301) },
        new("2020-03-29T00:00:00Z", "2020-03-30T00:00:00Z", "PT2H", "2020-03-29T02:30:00Z", 118.4820, 4) { Others = (136.4797, 223.7858, 116.4065) },
        new("2020-03-15T00:10:00Z", "2020-03-16T00:00:00Z", "PT6000S", "2020-03-15T04:20:00Z", 94.728392, 6),
        new("2020-06-01T09:17:30Z", "2020-06-02T09:00:00Z", "PT13500S", "2020-06-01T10:15:00Z", 175.710977, 6),
    ];

    public string Question(string mode = "contiguous") => string.Create(CultureInfo.InvariantCulture, $$"""
        {"job":{"mode":"{{mode}}","duration":"{{Duration}}","deadline":"{{Deadline}}"},"sites":[{"zone":"GB"}],"asOf":"{{AsOf}}"}
        """);

    /// <summary>Null when a plan says what is published, else what it says.</summary>
    public string? Fault(JsonElement plan)
    {
        var (start, mean) = (plan.GetProperty("segments")[0].GetProperty("start").GetString(), MeanOf(plan));
        return start == Start && Math.Round(mean, Digits) == Mean
            ? null
            : string.Create(CultureInfo.InvariantCulture, $"{AsOf} {Duration}: planned {start} with {mean}, not {Start} with {Mean}");
    }

    public static double MeanOf(JsonElement plan) => plan.GetProperty("totals").GetProperty("meanIntensity").GetDouble();

    public override string ToString() => $"{AsOf} {Duration}";
}
