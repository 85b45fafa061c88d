using CarbonApp.Engine.Grid.Signals;

namespace CarbonApp.Api.Grid.Plans;

/// <summary>What a place can do for a job: its best plan, or why it has none.</summary>
internal abstract record PlanCandidate(PlanPlace Place)
{
    /// <summary>A plan.</summary>
    /// <param name="Place">Where.</param>
    /// <param name="Signal">What was minimised: the grid's intensity, or what was contracted.</param>
    /// <param name="Unit">Before PUE and transfer.</param>
    /// <param name="TransferG">Of moving the data there.</param>
    /// <param name="CostEur">Electricity and transfer; null where the price is not known throughout.</param>
    /// <param name="Value">What is minimised, in grams; a euro counts as many as the goal says.</param>
    /// <param name="LowerBound">No plan there is worth less.</param>
    public sealed record Possible(
        PlanPlace Place, CarbonSignal Signal, UnitPlan Unit, double TransferG, double? CostEur, double Value, double LowerBound) : PlanCandidate(Place)
    {
        public double Pue => Place.Site.Pue;

        public double EmissionsG => Unit.Grams * Pue;

        public double EmissionsWithTransferG => EmissionsG + TransferG;

        /// <summary>No plan there emits less, transfer included.</summary>
        public double LeastG => (Unit.LeastGrams * Pue) + TransferG;
    }

    /// <summary>Left out.</summary>
    /// <param name="Place">Where.</param>
    /// <param name="Reason">For programs.</param>
    /// <param name="Detail">The value and the limit, for people.</param>
    /// <param name="Known">Time known of it, where too little is.</param>
    /// <param name="LeastG">Least it could emit, where the budget is exceeded.</param>
    public sealed record Excluded(PlanPlace Place, string Reason, string Detail, TimeSpan? Known = null, double? LeastG = null) : PlanCandidate(Place);
}

/// <summary>Why a place is left out; published, so never reworded.</summary>
internal static class PlanReason
{
    public const string Residency = "RESIDENCY";
    public const string Provider = "PROVIDER";
    public const string Latency = "LATENCY";
    public const string UnknownLatency = "UNKNOWN_LATENCY";
    public const string UnknownInstance = "UNKNOWN_INSTANCE";
    public const string UnknownPrice = "UNKNOWN_PRICE";
    public const string UnknownMarketIntensity = "UNKNOWN_MARKET_INTENSITY";
    public const string UnknownTransfer = "UNKNOWN_TRANSFER";
    public const string NoSignal = "NO_SIGNAL";
    public const string NotCovered = "NOT_COVERED";
    public const string NoSchedule = "NO_SCHEDULE";
    public const string NoUncertainty = "NO_UNCERTAINTY";
    public const string NegativePrice = "NEGATIVE_PRICE";
    public const string OverCost = "OVER_COST";
    public const string OverBudget = "OVER_BUDGET";
}
