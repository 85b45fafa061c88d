using System.CommandLine;
using CarbonApp.Api.Grid.Plans;

namespace CarbonApp.Cli.Plans;

/// <summary>The options that say what counts, and what must be kept to.</summary>
internal sealed class PlanGoalOptions
{
    private Option<string> Signal { get; } = new("--signal") { Description = "Average (attribution) or marginal (consequence) intensity.", DefaultValueFactory = _ => "average" };

    public Option<string> Factor { get; } = new("--factor") { Description = "Life-cycle or direct emissions.", DefaultValueFactory = _ => "lifecycle" };

    private Option<string> Risk { get; } = new("--risk") { Description = "Lowest expected emissions, lowest that nine cases in ten keep below, or smallest largest regret.", DefaultValueFactory = _ => "mean" };

    private Option<double> CarbonPrice { get; } = new("--carbon-price") { Description = "EUR per tonne of CO2eq: weigh carbon against the cost of electricity.", HelpName = "EUR" };

    private Option<bool> Latest { get; } = new("--latest") { Description = "Among equal times the latest, not the earliest." };

    private Option<string[]> Country { get; } = new("--country") { Description = "Country the job may run in, such as DE; may be repeated.", HelpName = "CC" };

    private Option<string[]> Provider { get; } = new("--provider") { Description = "Cloud provider it may run at; may be repeated." };

    private Option<double?> MaxCost { get; } = new("--max-cost") { Description = "Most it may cost, EUR; sites without a --price are left out.", HelpName = "EUR" };

    private Option<double?> Budget { get; } = new("--budget") { Description = "Most it may emit, gCO2eq, transfer included.", HelpName = "G" };

    public Option<int> Alternatives { get; } = new("--alternatives") { Description = "Next best starts to show, of a job in one piece.", HelpName = "N" };

    public Option<int?> Compare { get; } = new("--compare") { Description = "Most sites to compare (20 if not given).", HelpName = "N" };

    private bool _full;

    public void AddTo(Command command, bool full)
    {
        _full = full;
        Signal.AcceptOnlyFromAmong("average", "marginal");
        Factor.AcceptOnlyFromAmong("lifecycle", "direct");
        Risk.AcceptOnlyFromAmong("mean", "p90", "minimaxRegret");
        Provider.AcceptOnlyFromAmong("aws", "azure", "gcp");
        PlanOptionSet.Add(command, Signal, Factor, Risk);
        if (full)
        {
            PlanOptionSet.Add(command, CarbonPrice, Latest, Country, Provider, MaxCost, Budget, Alternatives, Compare);
        }
    }

    public PlanObjective ToObjective(ParseResult parsed)
    {
        var objective = new PlanObjective { Signal = parsed.GetValue(Signal)!, Factor = parsed.GetValue(Factor)!, Risk = parsed.GetValue(Risk)! };
        return _full
            ? objective with { CarbonPriceEurPerT = parsed.GetValue(CarbonPrice), TieBreak = parsed.GetValue(Latest) ? "latest" : "earliest" }
            : objective;
    }

    public PlanConstraints ToConstraints(ParseResult parsed) => _full
        ? new PlanConstraints
        {
            AllowCountries = parsed.GetValue(Country) is { Length: > 0 } countries ? countries : null,
            Providers = parsed.GetValue(Provider) is { Length: > 0 } providers ? providers : null,
            MaxCostEur = parsed.GetValue(MaxCost),
            CarbonBudgetG = parsed.GetValue(Budget),
        }
        : new PlanConstraints();
}
