using CarbonApp.Engine.Grid.Planning;
using CarbonApp.Engine.Grid.Signals;

namespace CarbonApp.Api.Grid.Plans;

/// <summary>Plans again by P90 or minimax regret, over all places at once.</summary>
internal static class PlanRiskChoice
{
    /// <summary>
    /// The candidates with their plans by the goal's measure. Those of which nobody says how sure the forecast is are left out where another has
    /// scenarios, and all stay as they are, planned by the mean, where none has.
    /// </summary>
    public static async Task<PlanCandidate[]> ApplyAsync(
        PlanQuestion question, PlanCandidate[] candidates, PlanScenarios scenarios, CancellationToken cancellationToken)
    {
        var known = new Dictionary<CarbonSignal, IReadOnlyList<CarbonSignal>>();
        foreach (var candidate in candidates.OfType<PlanCandidate.Possible>())
        {
            if (!known.ContainsKey(candidate.Signal))
            {
                known[candidate.Signal] = await scenarios.OfAsync(candidate.Signal, question.Task.Window, cancellationToken);
            }
        }

        var count = known.Values.Where(s => s.Count > 1).Select(s => s.Count).DefaultIfEmpty(0).Min();
        if (count == 0)
        {
            return candidates;
        }

        // Scenarios are ordered by the day of their error, so the last ones of two zones belong together.
        var paired = known.ToDictionary(k => k.Key, k => k.Value.Count == 1 ? [.. Enumerable.Repeat(k.Value[0], count)] : k.Value.TakeLast(count).ToArray());
        var attainable = question.Goal.Risk == RiskMeasure.MinimaxRegret ? Attainable(question, candidates, paired, count) : null;
        return Array.ConvertAll(candidates, candidate => candidate is PlanCandidate.Possible possible ? Replan(question, possible, paired[possible.Signal], attainable) : candidate);
    }

    /// <summary>Per scenario the least grams, transfer included, that the best plan of any place would have emitted.</summary>
    private static double[] Attainable(PlanQuestion question, PlanCandidate[] candidates, Dictionary<CarbonSignal, CarbonSignal[]> scenarios, int count)
    {
        var means = scenarios.ToDictionary(s => s.Key, s => Array.ConvertAll(s.Value, signal => BestMean(question.Task, signal)));
        return [.. Enumerable.Range(0, count).Select(s => candidates.OfType<PlanCandidate.Possible>()
            .Where(c => scenarios[c.Signal].Length > 0)
            .Min(c => (means[c.Signal][s] * c.Unit.Kwh * c.Pue) + c.TransferG))];
    }

    private static double BestMean(PlanTask task, CarbonSignal signal) =>
        (task.Mode == PlanMode.Interruptible ? InterruptibleOptimum.Find(signal, task.Window) : ContiguousOptimum.Find(signal, task.Window)) is WindowOutcome.Planned planned
            ? planned.MeanIntensity.GramsPerKilowattHour
            : double.PositiveInfinity;

    private static PlanCandidate Replan(PlanQuestion question, PlanCandidate.Possible candidate, CarbonSignal[] scenarios, double[]? attainable)
    {
        if (scenarios.Length == 0)
        {
            return new PlanCandidate.Excluded(candidate.Place, PlanReason.NoUncertainty, "Part of its intensity is a forecast or an estimate of which nobody says how sure it is.");
        }

        var (task, goal, energy) = (question.Task, question.Goal, candidate.Unit.Kwh * candidate.Pue);
        var expected = candidate.Signal.Slice(task.Window.Earliest, task.Window.Deadline);
        double[]? means = attainable is null ? null : Array.ConvertAll(attainable, grams => (grams - candidate.TransferG) / energy);
        var outcome = (RiskOutcome.Planned)(task.Mode == PlanMode.Interruptible
            ? RiskOptimum.FindInterruptible(expected, scenarios, task.Window, goal.Risk, means)
            : RiskOptimum.FindContiguous(expected, scenarios, task.Window, goal.Risk, means));
        PlanPiece[] pieces = [.. outcome.Segments.Select(s => new PlanPiece(
            s.Start, s.Start, s.End, 0, candidate.Place.Power!.Watts / 1000 * s.Duration.TotalHours))];
        var value = goal.Risk == RiskMeasure.P90
            ? (outcome.Risk.P90.GramsPerKilowattHour * energy) + candidate.TransferG
            : outcome.Risk.WorstRegret.GramsPerKilowattHour * energy;
        return candidate with
        {
            Unit = candidate.Unit.With(pieces, candidate.Signal),
            CostEur = PlaceSolver.CostEur(question, candidate.Place, pieces),
            Value = value,
            LowerBound = goal.Risk == RiskMeasure.P90 ? (P90OfBest(task, scenarios) * energy) + candidate.TransferG : 0,
        };
    }

    /// <summary>No plan does better in any scenario than that scenario's best, so none has a lower P90 than these.</summary>
    private static double P90OfBest(PlanTask task, CarbonSignal[] scenarios) => PlanQuantiles.Of(Array.ConvertAll(scenarios, s => BestMean(task, s)), 0.9);
}
