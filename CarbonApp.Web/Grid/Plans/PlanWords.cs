using System.Globalization;
using CarbonApp.Api.Grid.Plans;
using CarbonApp.Web.ApiClient;
using CarbonApp.Web.Wording;

namespace CarbonApp.Web.Grid.Plans;

/// <summary>What Api says in codes, in plain words.</summary>
internal static class PlanWords
{
    /// <summary>Says what the question lacked, not what is wrong with the signal.</summary>
    public const string AssumedPower = "ASSUMED_POWER";

    public static string Warning(string code) => code switch
    {
        "FLAT_SIGNAL" => "The intensity hardly changes over this time, so it makes little difference when the job runs.",
        "STALE_FORECAST" => "The forecast is old: its source has not answered lately. Plan again later if the choice matters.",
        "ESTIMATED_SIGNAL" => "Part of the intensity is an estimate from the zone's yearly mean and a modelled day. Take the hours as a hint and the saving as rough.",
        "NO_UNCERTAINTY" => "Nothing tells how sure this forecast is, so no range is given for the emissions.",
        "MARGINAL_NOT_REDUCED" => "Marginal emissions do not fall: by the consequence of the run, this plan brings nothing.",
        "AVERAGE_NOT_REDUCED" => "Average emissions do not fall: by attribution, this plan brings nothing.",
        "ESTIMATED_LATENCY" => "The latency is an estimate from the distance.",
        AssumedPower => "You named no power, so 1,000 W is assumed. The best time does not depend on it; the grams do.",
        _ => code,
    };

    public static string Confidence(string confidence) => confidence switch
    {
        "given" => "as you gave it",
        "measured" => "measured on this instance type",
        "estimated" => "estimated for this instance type",
        "assumed" => "assumed, as none was given",
        _ => confidence,
    };

    public static (string Title, string Remedy) Problem(ApiProblem problem) => problem.Code switch
    {
        "INVALID_DURATION" => ("That length of time does not work", "Write it like 3 h, 1 h 30 min or PT3H20M; at most 366 days."),
        "DEADLINE_TOO_TIGHT" => ("The job does not fit before its deadline", "Give it a later deadline, an earlier start or less time to run."),
        "UNKNOWN_REGION" or "UNKNOWN_ZONE" or "AMBIGUOUS_REGION" => ("We do not know that place", "Pick a zone or a cloud region from the list, such as GB or aws/eu-west-2."),
        "UNKNOWN_INSTANCE" => ("We do not know that instance type", "Check the name and the provider, or give the power in watts instead."),
        "NO_SIGNAL" => ("No intensity is known for that time", "Choose another time or zone, or import history for it."),
        "BUDGET_EXCEEDED" => ("The carbon budget is too small", "Raise it, move the deadline, or allow more sites."),
        "NO_SITE" => ("No site is left", "Allow more sites, or loosen what they must keep to."),
        "HORIZON_EXCEEDED" => ("That is farther ahead than any forecast", "Choose an earlier deadline."),
        _ => ("The plan cannot be made as asked", ""),
    };

    /// <summary>One sentence: when, and what it saves.</summary>
    public static string Headline(PlanResponse plan)
    {
        var first = plan.Segments[0];
        var when = plan.Segments.Count == 1
            ? first.Start <= plan.Earliest ? "Start at once" : $"Start at {Times.Short(first.Start, plan.AsOf)}"
            : $"Run in {plan.Segments.Count.ToString(CultureInfo.InvariantCulture)} pieces, the first at {Times.Short(first.Start, plan.AsOf)}";
        return plan.Baselines.RunNow is { } now && Saved(plan, now) > 0 && now.SavingPct >= 0.05
            ? $"{when} and emit {Quantity.Percent(now.SavingPct)} less{(plan.Warnings.Contains("ESTIMATED_SIGNAL") ? ", by estimate" : "")}"
            : $"{when}: no later start is cleaner";
    }

    /// <summary>Grams less than a baseline.</summary>
    public static double Saved(PlanResponse plan, BaselineItem baseline) => baseline.EmissionsG - plan.Totals.EmissionsG;
}
