using System.Diagnostics;
using System.Globalization;
using CarbonApp.Engine.Grid.Planning;
using CarbonApp.Engine.Grid.Signals;

namespace CarbonApp.Api.Grid.Plans;

/// <summary>Finds the best plan of each place. Places that share a signal and a power share the work.</summary>
internal sealed class PlaceSolver(PlanQuestion question, PlanReadings readings, int places, CancellationToken cancellationToken)
{
    /// <summary>What was contracted holds at all times: before and after every window.</summary>
    private static readonly TimeSpan Margin = TimeSpan.FromHours(1);

    /// <summary>One request has the room of one search: each of many searches has its share of it.</summary>
    private readonly double _states = StartStopOptimum.MaximumStates / Math.Max(1, places) / (question.Goal.NeedsPrice ? LimitedTrade.MostPlans : 1);
    private readonly Dictionary<(CarbonSignal Signal, double Watts), UnitOutcome> _solved = [];
    private readonly PlanGoal _goal = question.Goal;
    private readonly PlanTask _task = question.Task;

    /// <summary>Electricity of a plan and transfer; null where the place's price is not known throughout.</summary>
    public static double? CostEur(PlanQuestion question, PlanPlace place, IReadOnlyList<PlanPiece> pieces) =>
        place.Price is { } price ? (place.Site.Pue * PlanPiece.Euros(pieces, price)) + TransferEur(question, place) : null;

    public PlanCandidate Solve(PlanPlace place)
    {
        if (readings.TransferGrams(place) is not { } transferG)
        {
            return Out(place, PlanReason.UnknownTransfer, "The intensity at one end of moving the data is not known.");
        }

        var signal = _goal.Market ? Contracted(place) : readings[place.Zone].Signal;
        switch (Cleanest(place, signal))
        {
            case UnitOutcome.Planned(var cleanest):
                return _goal.NeedsPrice ? Priced(place, signal, cleanest, transferG) : Unpriced(place, signal, cleanest, transferG);
            case UnitOutcome.NotCovered { Known.Ticks: 0 }:
                return Out(place, PlanReason.NoSignal, "Nothing is known of its intensity in the job's window.");
            case UnitOutcome.NotCovered(var known):
                return new PlanCandidate.Excluded(place, PlanReason.NotCovered, Text($"Only {known.TotalHours:0.##} h of its intensity are known, less than the job needs."), known);
            case UnitOutcome.NoSchedule none:
                return new PlanCandidate.Excluded(
                    place, PlanReason.NoSchedule,
                    Text($"No schedule keeps job.startup, minRun, minPause and maxStarts within the {none.Known.TotalHours:0.##} h known") + (none.IsProven ? "." : ", as far as was searched."),
                    none.Known);
            default:
                throw new UnreachableException();
        }
    }

    /// <summary>The plan of the place with the least emissions, whatever it costs.</summary>
    private UnitOutcome Cleanest(PlanPlace place, CarbonSignal signal)
    {
        var key = (signal, place.Power!.Watts);
        if (!_solved.TryGetValue(key, out var outcome))
        {
            _solved[key] = outcome = Plan(place, signal, _goal.Latest);
        }

        return outcome;
    }

    private PlanCandidate Unpriced(PlanPlace place, CarbonSignal signal, UnitPlan plan, double transferG)
    {
        var pue = place.Site.Pue;
        var candidate = new PlanCandidate.Possible(
            place, signal, plan, transferG, CostEur(question, place, plan.Pieces), (plan.Grams * pue) + transferG, (plan.LeastGrams * pue) + transferG);
        return candidate.EmissionsWithTransferG <= _goal.MostGrams * (1 + 1e-12) ? candidate : OverBudget(place, candidate.EmissionsWithTransferG);
    }

    private PlanCandidate Priced(PlanPlace place, CarbonSignal signal, UnitPlan cleanest, double transferG)
    {
        var (pue, price, transferEur) = (place.Site.Pue, place.Price!, TransferEur(question, place));
        var limits = new PlanLimits(_goal.GramsPerEuro, (_goal.MostGrams - transferG) / pue, (_goal.MostEuros - transferEur) / pue);
        var (both, lift) = PricedSignal.Combine(signal, price, 1, 0);
        if (Plan(place, both, latest: false) is not UnitOutcome.Planned)
        {
            return Out(place, PlanReason.UnknownPrice, "Intensity and price are not known together for as long as the job needs.");
        }

        lift = Math.Max(lift, PricedSignal.Combine(signal, price, 0, 1).Lift);
        if (lift > 0 && !_task.HasFixedEnergy)
        {
            return Out(place, PlanReason.NegativePrice, "With prices below zero it would pay to waste energy: such jobs are planned at prices of zero or more only.");
        }

        var outcome = _task is { Mode: PlanMode.Contiguous } && !_goal.Latest ? Start(place, signal, cleanest, limits) : Trade(place, signal, cleanest, limits);
        switch (outcome)
        {
            case LimitedOutcome<UnitPlan>.Found(var plan, var bound):
                var euros = PlanPiece.Euros(plan.Pieces, price)!.Value;
                return new PlanCandidate.Possible(
                    place, signal, plan, transferG, (euros * pue) + transferEur,
                    (limits.ValueOf(plan.Grams, euros) * pue) + limits.ValueOf(transferG, transferEur), (bound * pue) + limits.ValueOf(transferG, transferEur));
            case LimitedOutcome<UnitPlan>.TooMuchCarbon(var grams):
                return OverBudget(place, (grams * pue) + transferG);
            case LimitedOutcome<UnitPlan>.TooDear(var least):
                return Out(place, PlanReason.OverCost, Text($"It costs {(least * pue) + transferEur:0.00##} EUR at the least, more than {_goal.MostEuros:0.00##}."));
            default:
                return Out(place, PlanReason.OverBudget, "Each of carbon budget and cost limit can be kept, but no plan was found that keeps both.");
        }
    }

    private LimitedOutcome<UnitPlan> Start(PlanPlace place, CarbonSignal signal, UnitPlan cleanest, PlanLimits limits)
    {
        var watts = place.Power!.Watts;
        return LimitedStart.Find(signal, place.Price!, _task.Window, watts / 1000, limits) switch
        {
            LimitedOutcome<DateTimeOffset>.Found(var start, var bound) =>
                new LimitedOutcome<UnitPlan>.Found(cleanest.With([UnitPlanner.InOnePiece(_task, watts, start)], signal), bound),
            LimitedOutcome<DateTimeOffset>.TooMuchCarbon(var grams) => new LimitedOutcome<UnitPlan>.TooMuchCarbon(grams),
            LimitedOutcome<DateTimeOffset>.TooDear(var euros) => new LimitedOutcome<UnitPlan>.TooDear(euros),
            _ => new LimitedOutcome<UnitPlan>.NotBoth(),
        };
    }

    private LimitedOutcome<UnitPlan> Trade(PlanPlace place, CarbonSignal signal, UnitPlan cleanest, PlanLimits limits) => LimitedTrade.Find(
        (carbonWeight, eurWeight) =>
        {
            var (weighted, lift) = PricedSignal.Combine(signal, place.Price!, carbonWeight, eurWeight);
            var found = ((UnitOutcome.Planned)Plan(place, weighted, _goal.Latest)).Plan;
            return (cleanest.With(found.Pieces, signal), found.LeastGrams - (lift * found.Kwh));
        },
        plan => (plan.Grams, PlanPiece.Euros(plan.Pieces, place.Price!)!.Value),
        limits);

    private UnitOutcome Plan(PlanPlace place, CarbonSignal signal, bool latest) =>
        UnitPlanner.Find(_task, place.Power!.Watts, signal, latest, _states, cancellationToken);

    private static double TransferEur(PlanQuestion question, PlanPlace place) => question.Home?.Holds(place) == true ? 0 : question.DataGb * place.EurPerGb;

    private CarbonSignal Contracted(PlanPlace place)
    {
        var (from, to) = (_task.Window.Earliest - Margin, _task.Window.Deadline + Margin);
        return CarbonSignal.FromSlots(
            _goal.Basis with { Zone = place.Zone },
            [new SignalSlot(from, to, place.MarketIntensity!.Value, new SignalProvenance("given", SignalStatus.Measured, question.AsOf))]);
    }

    private PlanCandidate.Excluded OverBudget(PlanPlace place, double leastG) => new(
        place, PlanReason.OverBudget, Text($"It emits {leastG:0.###} g at the least, more than {_goal.MostGrams:0.###}."), LeastG: leastG);

    private static PlanCandidate.Excluded Out(PlanPlace place, string reason, string detail) => new(place, reason, detail);

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
