using CarbonApp.Api.Grid.Signals;
using CarbonApp.Api.Problems;
using CarbonApp.Engine.Grid.Planning;
using CarbonApp.Engine.Grid.Regions;
using CarbonApp.Engine.Grid.Signals;

namespace CarbonApp.Api.Grid.Plans;

/// <summary>What is minimised and what must be kept to, understood.</summary>
/// <param name="Basis">Kind and factor of the signal; the zone is each site's.</param>
/// <param name="Market">True to count what was contracted instead of the grid's intensity.</param>
/// <param name="Risk">By what a plan is chosen when the intensity may turn out in several ways.</param>
/// <param name="GramsPerEuro">Weight of a euro; 0 where cost does not count.</param>
/// <param name="Latest">True to take the latest of equal times.</param>
/// <param name="Countries">Allowed ones, upper case; null for all.</param>
/// <param name="Providers">Allowed ones; null for all, and for zones.</param>
/// <param name="MostEuros">Infinite for no limit.</param>
/// <param name="MostGrams">Infinite for no limit.</param>
internal sealed record PlanGoal(
    SignalBasis Basis, bool Market, RiskMeasure Risk, double GramsPerEuro, bool Latest,
    IReadOnlySet<string>? Countries, IReadOnlyList<CloudProvider>? Providers, double MostEuros, double MostGrams)
{
    private const int MostCountries = 300;

    /// <summary>True where what is minimised is expected emissions and nothing else.</summary>
    public bool IsCarbonAlone => GramsPerEuro == 0 && Risk == RiskMeasure.Mean;

    /// <summary>True where a site must have a price of electricity.</summary>
    public bool NeedsPrice => GramsPerEuro > 0 || !double.IsPositiveInfinity(MostEuros);

    /// <summary>Reads objective and constraints; adds what is wrong with them.</summary>
    public static PlanGoal Read(PlanRequest request, FieldErrors errors)
    {
        var (objective, limits) = (request.Objective, request.Constraints);
        errors.OneOf("objective.signal", objective.Signal, "average", "marginal");
        errors.OneOf("objective.factor", objective.Factor, "lifecycle", "direct");
        var accounting = errors.OneOf("objective.accounting", objective.Accounting, "location", "market");
        var risk = errors.OneOf("objective.risk", objective.Risk, "mean", "p90", "minimaxRegret");
        var tie = errors.OneOf("objective.tieBreak", objective.TieBreak, "earliest", "latest");
        if (objective.CarbonPriceEurPerT != 0)
        {
            errors.Within("objective.carbonPriceEurPerT", objective.CarbonPriceEurPerT, 0.001, 1e6, " EUR/t, and is not 0");
        }

        errors.Within("options.alternatives", request.Options.Alternatives, 0, 20, "");
        errors.Within("options.compareSites", request.Options.CompareSites, 0, 500, " sites");
        errors.Within("constraints.maxCostEur", limits.MaxCostEur ?? 0, -1e12, 1e12, " EUR");
        errors.Within("constraints.carbonBudgetG", limits.CarbonBudgetG ?? 0, 0, 1e15, " g");
        var goal = new PlanGoal(
            new SignalBasis(default, WireNames.Kind(objective.Signal) ?? default, WireNames.Factor(objective.Factor) ?? default),
            accounting == "market",
            risk switch { "p90" => RiskMeasure.P90, "minimaxRegret" => RiskMeasure.MinimaxRegret, _ => RiskMeasure.Mean },
            objective.CarbonPriceEurPerT > 0 ? 1e6 / objective.CarbonPriceEurPerT : 0,
            tie == "latest",
            ReadCountries(limits.AllowCountries, errors),
            ReadProviders(limits.Providers, errors),
            limits.MaxCostEur ?? double.PositiveInfinity,
            limits.CarbonBudgetG ?? double.PositiveInfinity);
        goal.RefuseWhatDoesNotGoTogether(request, errors);
        return goal;
    }

    private void RefuseWhatDoesNotGoTogether(PlanRequest request, FieldErrors errors)
    {
        var hasLimits = request.Job is { Startup: not null } or { MinRun: not null } or { MinPause: not null } or { MaxStarts: not null };
        var mode = request.Job?.Mode;
        if (Risk != RiskMeasure.Mean)
        {
            Refuse(NeedsPrice, "objective.risk", "p90 and minimaxRegret weigh carbon alone: leave out carbonPriceEurPerT and maxCostEur, or plan by mean.");
            Refuse(Market, "objective.risk", "what was contracted is certain: plan by mean, or count by location.");
            Refuse(!double.IsPositiveInfinity(MostGrams), "objective.risk", "p90 and minimaxRegret keep to no budget: leave out carbonBudgetG, or plan by mean.");
            Refuse(Latest, "objective.tieBreak", "latest goes with mean only.");
            Refuse(
                hasLimits || mode == "elastic", "objective.risk",
                "p90 and minimaxRegret are for jobs in one piece or with free pauses: leave out startup, minRun, minPause and maxStarts, or plan by mean.");
        }

        Refuse(
            Latest && hasLimits, "objective.tieBreak",
            "latest is not for jobs whose starts cost something or whose runs and pauses have limits: leave it out.");
        Refuse(
            request.Options.Alternatives > 0 && mode is ("interruptible" or "elastic"), "options.alternatives",
            "are other starts of a job in one piece: leave it out for jobs that may pause.");

        void Refuse(bool wrong, string field, string message)
        {
            if (wrong)
            {
                errors.Add(field, message);
            }
        }
    }

    private static HashSet<string>? ReadCountries(IReadOnlyList<string>? items, FieldErrors errors)
    {
        if (items is null)
        {
            return null;
        }

        errors.Within("constraints.allowCountries", items.Count, 1, MostCountries, " countries");
        var wrong = items.Take(MostCountries).FirstOrDefault(c => c is not [var first, var second] || !char.IsAsciiLetter(first) || !char.IsAsciiLetter(second));
        if (items.Take(MostCountries).Any(c => c is null) || wrong is not null)
        {
            errors.Add("constraints.allowCountries", $"'{Shorten(wrong ?? "null")}' is no country; expected ISO 3166-1 alpha-2 codes such as DE.");
        }

        return items.Take(MostCountries).OfType<string>().Select(c => c.ToUpperInvariant()).ToHashSet(StringComparer.Ordinal);
    }

    private static List<CloudProvider>? ReadProviders(IReadOnlyList<string>? items, FieldErrors errors)
    {
        if (items is null)
        {
            return null;
        }

        errors.Within("constraints.providers", items.Count, 1, 3, " providers");
        foreach (var item in items.Take(3).Where(i => WireNames.Provider(i) is null))
        {
            errors.Add("constraints.providers", $"'{Shorten(item ?? "null")}' is not one of aws, azure, gcp.");
        }

        return [.. items.Take(3).Select(WireNames.Provider).OfType<CloudProvider>()];
    }

    private static string Shorten(string text) => text.Length <= 40 ? text : text[..40] + "…";
}
