using System.Globalization;
using System.Text;

namespace CarbonApp.Api.Grid.Plans;

/// <summary>Puts a plan into a sentence or two, in English.</summary>
internal static class PlanExplanation
{
    public static string Of(PlanQuestion question, PlanSegmentItem[] segments, PlanTotals totals, PlanBaselinesItem baselines, string[] warnings)
    {
        var text = new StringBuilder(160);
        var culture = CultureInfo.InvariantCulture;
        var start = segments[0].Start;
        if (segments.Length > 1)
        {
            text.Append(culture, $"Run in {segments.Length} parts from {Clock(start, question)} to {Clock(totals.Finish, question)}");
        }
        else
        {
            text.Append(start == question.Job.Earliest ? "Start now, " : "Start at ").Append(Clock(start, question));
        }

        Compare(text, culture, start > question.Job.Earliest || segments.Length > 1, totals, baselines.RunNow);
        foreach (var warning in warnings)
        {
            text.Append(warning switch
            {
                "FLAT_SIGNAL" => " The signal is the same all through the window, so waiting changes nothing.",
                "ESTIMATED_SIGNAL" => " Part of the signal is an estimate, not a measurement or forecast.",
                "STALE_FORECAST" => " The forecast is old: ask again before relying on it.",
                "ASSUMED_POWER" => " Grams assume 1 kW, as no power was given.",
                _ => "",
            });
        }

        return text.ToString();
    }

    private static void Compare(StringBuilder text, CultureInfo culture, bool waits, PlanTotals totals, BaselineItem? runNow)
    {
        if (runNow is null)
        {
            text.Append(culture, $": {totals.MeanIntensity:0.00} g/kWh. What running now would emit is not known.");
        }
        else if (waits)
        {
            text.Append(culture, $" instead of now: {totals.MeanIntensity:0.00} instead of {runNow.MeanIntensity:0.00} g/kWh, {runNow.SavingPct:0.0} % less ({Grams(totals.EmissionsG)} instead of {Grams(runNow.EmissionsG)}).");
        }
        else
        {
            text.Append(culture, $": {totals.MeanIntensity:0.00} g/kWh ({Grams(totals.EmissionsG)}), and no later start before the deadline is cleaner.");
        }
    }

    /// <summary>The clock alone for the day of "now", the date too for any other.</summary>
    private static string Clock(DateTimeOffset time, PlanQuestion question)
    {
        var seconds = time.Second == 0 ? "" : ":ss";
        var day = time.UtcDateTime.Date == question.AsOf.UtcDateTime.Date ? "" : "yyyy-MM-dd ";
        return time.ToString($"{day}HH:mm{seconds} 'UTC'", CultureInfo.InvariantCulture);
    }

    private static string Grams(double grams) => grams < 1000
        ? grams.ToString("0.#", CultureInfo.InvariantCulture) + " g"
        : (grams / 1000).ToString("0.##", CultureInfo.InvariantCulture) + " kg";
}
