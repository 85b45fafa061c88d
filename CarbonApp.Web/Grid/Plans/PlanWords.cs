using System.Globalization;
using CarbonApp.Api.Grid.Plans;
using CarbonApp.Web.ApiClient;
using CarbonApp.Web.Wording;

namespace CarbonApp.Web.Grid.Plans;

/// <summary>What Api says in codes, in plain words.</summary>
internal static class PlanWords
{
    /// <summary>Say what the question or the forecast lacked, not what is wrong with the signal: small print.</summary>
    public static readonly string[] SmallPrint = ["ASSUMED_POWER", "NO_UNCERTAINTY", "ESTIMATED_LATENCY", "NOT_STORED"];

    public static string Warning(string code) => code switch
    {
        "FLAT_SIGNAL" => "The intensity hardly changes over this time, so it makes little difference when the job runs.",
        "STALE_FORECAST" => "The forecast is old: its source has not answered lately. Plan again later if the choice matters.",
        "ESTIMATED_SIGNAL" => "Part of the intensity is an estimate from the zone's yearly mean and a modelled day. Take the hours as a hint and the saving as rough.",
        "ASSUMED_POWER" => "You named no power, so 1,000 W is assumed. The best time does not depend on it; the grams do.",
        "MARGINAL_NOT_REDUCED" => "By marginal intensity this plan saves nothing against starting at once: your share of the grid's emissions falls, what your use causes may not.",
        "AVERAGE_NOT_REDUCED" => "By average intensity this plan saves nothing against starting at once: what your use causes falls, your share of the grid's emissions does not.",
        "NO_UNCERTAINTY" => "How far the forecast may be off is not known here, so no range is given.",
        "ESTIMATED_LATENCY" => "Round trips are estimated from the distance; measure them before you rely on one near the limit.",
        "NOT_STORED" => "The plan could not be kept, so it will not be counted in the ledger.",
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

    /// <summary>How sure the plan is, in a sentence or two; null where nothing tells.</summary>
    public static string? HowSure(PlanConfidence? confidence)
    {
        if (confidence is null)
        {
            return null;
        }

        var chance = confidence.PBetterThanRunNow is { } better
            ? $"In {(better * 100).ToString("0", CultureInfo.InvariantCulture)} of 100 likely courses it emits less than starting at once. "
            : "";
        var regret = confidence is { ExpectedRegretG: { } expected, WorstRegretG: { } worst }
            ? $"On average it misses the best that could be done, knowing the future, by {Quantity.Mass(expected)}; at worst by {Quantity.Mass(worst)}."
            : "";
        return $"{chance}{regret}" is { Length: > 0 } text ? text.TrimEnd() : null;
    }

    public static (string Title, string Remedy) Problem(ApiProblem problem) => problem.Code switch
    {
        "INVALID_DURATION" => ("That length of time does not work", "Write it like 3 h, 1 h 30 min or PT3H20M; at most 366 days."),
        "DEADLINE_TOO_TIGHT" => ("The job does not fit before its deadline", "Give it a later deadline, an earlier start or less time to run."),
        "UNKNOWN_REGION" or "UNKNOWN_ZONE" or "AMBIGUOUS_REGION" => ("We do not know that place", "Pick a zone or a cloud region from the list, such as GB or aws/eu-west-2."),
        "UNKNOWN_INSTANCE" => ("We do not know that instance type", "Check the name and the provider, or give the power in watts instead."),
        "NO_SIGNAL" => ("No intensity is known for that time", "Choose another time or zone, or import history for it."),
        "NO_SITE" => ("No site is left", "Allow more sites, or loosen what they must keep to."),
        "HORIZON_EXCEEDED" => ("That is farther ahead than any forecast", "Choose an earlier deadline."),
        "BUDGET_EXCEEDED" => ("Nothing keeps to that limit", "Raise it, or give the job more places or more time."),
        "NO_UNCERTAINTY" => ("The forecast does not say how sure it is", "Choose by what is to be expected instead."),
        _ => ("The plan cannot be made as asked", ""),
    };

    /// <summary>One sentence: where, when, and what it saves.</summary>
    public static string Headline(PlanResponse plan)
    {
        var first = plan.Segments[0];
        var when = Times.Short(first.Start, plan.AsOf);
        var several = plan.SitesConsidered > 1;
        var pieces = plan.Segments.Count.ToString(CultureInfo.InvariantCulture);
        var what = (plan.Segments.Count > 1, several) switch
        {
            (true, true) => $"Run in {Place(first.Site)} in {pieces} pieces, the first at {when},",
            (true, false) => $"Run in {pieces} pieces, the first at {when}",
            (false, true) => first.Start <= plan.Earliest ? $"Run in {Place(first.Site)} at once" : $"Run in {Place(first.Site)} at {when}",
            _ => first.Start <= plan.Earliest ? "Start at once" : $"Start at {when}",
        };
        var estimate = plan.Warnings.Contains("ESTIMATED_SIGNAL") ? ", by estimate" : "";
        return (several, plan.Baselines.HomeRegion, plan.Baselines.RunNow) switch
        {
            (true, { SavingPct: >= 0.05 } home, _) => $"{what} and emit {OnOneLine(home)} less than at home{estimate}",
            (_, _, { SavingPct: >= 0.05 } now) => $"{what} and emit {OnOneLine(now)} less{estimate}",
            _ => first.Start <= plan.Earliest ? $"{what}: no later start is cleaner" : $"{what}: hardly cleaner than at once",
        };
    }

    /// <summary>A headline breaks anywhere, but not between a figure and its unit.</summary>
    private static string OnOneLine(BaselineItem baseline) => Quantity.Percent(baseline.SavingPct).Replace(' ', '\u00a0');

    /// <summary>A site as people name it: "aws/eu-west-2", or the zone.</summary>
    public static string Place(SiteItem site) => site.Region is null ? site.Zone : site.Provider is null ? site.Region : $"{site.Provider}/{site.Region}";

    /// <summary>Grams less than a baseline.</summary>
    public static double Saved(PlanResponse plan, BaselineItem baseline) => baseline.EmissionsG - plan.Totals.EmissionsG;
}
