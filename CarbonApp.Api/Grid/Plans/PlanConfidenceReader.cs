using CarbonApp.Api.Grid.Sources;
using CarbonApp.Api.Problems;
using CarbonApp.Engine.Grid.Planning;
using CarbonApp.Engine.Grid.Signals;

namespace CarbonApp.Api.Grid.Plans;

/// <summary>Says how sure a plan is, from the scenarios of our own forecast.</summary>
internal static class PlanConfidenceReader
{
    /// <summary>Emissions that differ by less than this part are equal.</summary>
    private const double Tie = 1e-9;

    public static async Task<PlanSureness> ReadAsync(
        PlanQuestion question, PlanCandidate.Possible best, PlanScenarios scenarios, CancellationToken cancellationToken)
    {
        if (question.Goal.Market)
        {
            return PlanSureness.Certain;
        }

        try
        {
            var known = await scenarios.OfAsync(best.Signal, question.Task.Window, cancellationToken);
            return known.Count switch
            {
                0 => PlanSureness.Unknown,
                1 => PlanSureness.Certain,
                _ => Weigh(question.Task, best, known),
            };
        }
        catch (UpstreamException)
        {
            // The plan stands without it: the store went away between two readings.
            return PlanSureness.Unknown;
        }
    }

    private static PlanSureness Weigh(PlanTask task, PlanCandidate.Possible best, IReadOnlyList<CarbonSignal> scenarios)
    {
        var (plan, now) = (best.Unit.Pieces, best.Unit.InOnePiece);
        var (grams, regrets, better) = (new double[scenarios.Count], new double[scenarios.Count], 0);
        var isRunNow = plan.Count == 1 && plan[0].Start == now.Start && plan[0].End == now.End;
        double? runNow = isRunNow ? null : now.Grams(scenarios[0]);
        for (var s = 0; s < grams.Length; s++)
        {
            grams[s] = PlanPiece.Grams(plan, scenarios[s])!.Value * best.Pue;
            better += runNow is not null && grams[s] < now.Grams(scenarios[s]) * best.Pue * (1 - Tie) ? 1 : 0;
            regrets[s] = task.HasFixedEnergy ? Math.Max(0, grams[s] - (LeastGrams(task, best, scenarios[s]) * best.Pue)) : double.NaN;
        }

        var item = new PlanConfidence
        {
            PBetterThanRunNow = runNow is null ? null : (double)better / grams.Length,
            ExpectedRegretG = task.HasFixedEnergy ? regrets.Average() : null,
            WorstRegretG = task.HasFixedEnergy ? regrets.Max() : null,
            Scenarios = grams.Length,
        };
        return new PlanSureness(item, PlanQuantiles.Of(grams, 0.1), PlanQuantiles.Of(grams, 0.9), IsUnknown: false);
    }

    private static double LeastGrams(PlanTask task, PlanCandidate.Possible best, CarbonSignal scenario) =>
        (task.Mode == PlanMode.Interruptible ? InterruptibleOptimum.Find(scenario, task.Window) : ContiguousOptimum.Find(scenario, task.Window)) is WindowOutcome.Planned planned
            ? planned.MeanIntensity.GramsPerKilowattHour * best.Unit.Kwh
            : double.NaN;
}

/// <summary>How sure a plan is.</summary>
/// <param name="Item">Null where nothing is uncertain, or nothing tells.</param>
/// <param name="P10G">Emissions that are not reached in one case of ten.</param>
/// <param name="P90G">Emissions that are not exceeded in nine of ten.</param>
/// <param name="IsUnknown">True where part of the signal is uncertain and nothing tells how.</param>
internal sealed record PlanSureness(PlanConfidence? Item, double? P10G, double? P90G, bool IsUnknown)
{
    public static PlanSureness Certain { get; } = new(null, null, null, IsUnknown: false);

    public static PlanSureness Unknown { get; } = new(null, null, null, IsUnknown: true);
}
