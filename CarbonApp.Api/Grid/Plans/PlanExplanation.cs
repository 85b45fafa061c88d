using System.Globalization;
using System.Text;
using CarbonApp.Engine.Grid.Planning;

namespace CarbonApp.Api.Grid.Plans;

/// <summary>Puts a plan into a few sentences, in English.</summary>
internal static class PlanExplanation
{
    private static readonly CultureInfo Culture = CultureInfo.InvariantCulture;

    public static string Of(PlanContext context, PlanResponse plan)
    {
        var (question, best) = (context.Question, context.Best);
        var text = new StringBuilder(200);
        var start = plan.Segments[0].Start;
        var isNow = start == plan.Earliest && plan.Segments.Count == 1;
        var where = question.Places.Count > 1 ? $" in {best.Place.Name}" + (best.Place.Site.Region is null ? "" : $" (grid zone {best.Place.Site.Zone})") : "";
        text.Append(plan.Segments.Count > 1
            ? string.Create(Culture, $"Run in {plan.Segments.Count} parts{where} from {Clock(start, question)} to {Clock(plan.Totals.Finish, question)}")
            : $"{(isNow ? "Start now" : "Start")}{where}{(isNow ? ", " : " at ")}{Clock(start, question)}");
        Compare(text, !isNow, question.Goal, plan.Totals, plan.Baselines.RunNow);
        Sites(text, context, plan);
        Sureness(text, question.Goal, plan);
        foreach (var warning in plan.Warnings)
        {
            text.Append(Meaning(warning));
        }

        return text.ToString();
    }

    private static void Compare(StringBuilder text, bool waits, PlanGoal goal, PlanTotals totals, BaselineItem? runNow)
    {
        if (runNow is null)
        {
            text.Append(Culture, $": {totals.MeanIntensity:0.00} g/kWh. What running now would emit is not known.");
        }
        else if (waits)
        {
            text.Append(Culture, $" instead of now: {totals.MeanIntensity:0.00} instead of {runNow.MeanIntensity:0.00} g/kWh, {Math.Abs(runNow.SavingPct):0.0} % {(runNow.SavingPct < 0 ? "more" : "less")} ({Grams(totals.EmissionsG)} instead of {Grams(runNow.EmissionsG)}).");
        }
        else
        {
            text.Append(Culture, $": {totals.MeanIntensity:0.00} g/kWh ({Grams(totals.EmissionsG)}), and no later start before the deadline is {(goal.IsCarbonAlone ? "cleaner" : "better")}.");
        }
    }

    private static void Sites(StringBuilder text, PlanContext context, PlanResponse plan)
    {
        var (possible, excluded) = (context.Choice.Possible, context.Choice.Excluded);
        if (possible.Count > 1)
        {
            text.Append(Culture, $" Of {possible.Count} possible sites it is the best by {By(context.Question.Goal)}; next is {possible[1].Place.Name} with {Grams(possible[1].EmissionsWithTransferG)} against {Grams(plan.Totals.EmissionsWithTransferG)}.");
        }

        if (excluded.Count > 0)
        {
            text.Append(Culture, $" {excluded.Count} of {plan.SitesConsidered} sites {(excluded.Count == 1 ? "is" : "are")} left out ({string.Join(", ", excluded.GroupBy(e => e.Reason).OrderByDescending(g => g.Count()).Select(g => g.Key).Take(3))}).");
        }

        if (plan.Totals.TransferG > 0)
        {
            text.Append(Culture, $" Moving {context.Question.DataGb:0.##} GB there adds {Grams(plan.Totals.TransferG)}.");
        }

        if (plan.Totals.CostEur is { } cost)
        {
            text.Append(Culture, $" It costs {cost:0.00##} EUR.");
        }
    }

    private static void Sureness(StringBuilder text, PlanGoal goal, PlanResponse plan)
    {
        if (plan.Confidence is { PBetterThanRunNow: { } chance })
        {
            text.Append(Culture, $" It emits less than running now with a chance of {100 * chance:0} %.");
        }

        if (goal.Risk != RiskMeasure.Mean && plan.Warnings.Contains(PlanWarnings.NoUncertainty))
        {
            text.Append(" Planned by the mean, as the risk is not known.");
        }
    }

    private static string By(PlanGoal goal) => goal switch
    {
        { Risk: RiskMeasure.P90 } => "emissions that are not exceeded in nine cases of ten",
        { Risk: RiskMeasure.MinimaxRegret } => "largest regret",
        { GramsPerEuro: > 0 } => "cost and priced emissions",
        _ => "emissions",
    };

    private static string Meaning(string warning) => warning switch
    {
        PlanWarnings.MarginalNotReduced => " Marginal emissions do not fall: by that measure the plan brings nothing.",
        PlanWarnings.AverageNotReduced => " Average emissions do not fall: by that measure the plan brings nothing.",
        PlanWarnings.FlatSignal => " The signal is the same all through the window, so waiting changes nothing.",
        PlanWarnings.EstimatedSignal => " Part of the signal is an estimate, not a measurement or forecast.",
        PlanWarnings.StaleForecast => " The forecast is old: ask again before relying on it.",
        PlanWarnings.AssumedPower => " Grams assume 1 kW, as no power was given.",
        PlanWarnings.EstimatedLatency => " The latency is an estimate from the distance.",
        _ => "",
    };

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
