using CarbonApp.Api.Grid.Ledger;
using CarbonApp.Web.Wording;

namespace CarbonApp.Web.Grid.Ledger;

/// <summary>Policies and states of the ledger in plain words.</summary>
internal static class LedgerWords
{
    /// <summary>"contiguous:mean" as "in one piece".</summary>
    public static string Policy(string policy)
    {
        var (mode, risk) = policy.Split(':', 2) is [var m, var r] ? (m, r) : (policy, "");
        var how = mode switch
        {
            "contiguous" => "in one piece",
            "interruptible" => "with pauses",
            "elastic" => "changing size",
            _ => mode,
        };
        return risk switch
        {
            "" or "mean" => how,
            "p90" => $"{how}, by the worst of nine in ten",
            "minimaxRegret" => $"{how}, by least regret",
            _ => $"{how}, {risk}",
        };
    }

    /// <summary>"average, life cycle".</summary>
    public static string Signal(string kind, string factor) => $"{kind}, {(factor == "lifecycle" ? "life cycle" : factor)}";

    /// <summary>What a saving came to, signed in words.</summary>
    public static string Saving(double? percent) => percent switch
    {
        null => "not known",
        < 0 => $"{Quantity.Percent(-percent.Value)} more",
        _ => Quantity.Percent(percent.Value),
    };

    public static string Mass(double? grams) => grams switch
    {
        null => "not known",
        < 0 => $"−{Quantity.Mass(-grams.Value)}",
        _ => Quantity.Mass(grams.Value),
    };

    /// <summary>Where a plan stands, in a sentence.</summary>
    public static string Standing(OutcomeItem outcome) => outcome.Status switch
    {
        "settled" => "All of it is measured: what was promised can be set beside what came.",
        "unmeasured" => "30 days after its deadline the intensity still was not measured, so nothing can be said of it.",
        _ => outcome.WaitingFor is { Length: > 0 } waiting ? $"Not settled yet: {waiting.TrimEnd('.')}." : "Not settled yet.",
    };
}
