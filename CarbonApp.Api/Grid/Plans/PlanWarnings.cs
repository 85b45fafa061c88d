using CarbonApp.Engine.Grid.Planning;
using CarbonApp.Engine.Grid.Signals;

namespace CarbonApp.Api.Grid.Plans;

/// <summary>What a reader must know before relying on a plan; the codes are published, so never reworded.</summary>
internal static class PlanWarnings
{
    public const string MarginalNotReduced = "MARGINAL_NOT_REDUCED";
    public const string AverageNotReduced = "AVERAGE_NOT_REDUCED";
    public const string FlatSignal = "FLAT_SIGNAL";
    public const string EstimatedSignal = "ESTIMATED_SIGNAL";
    public const string StaleForecast = "STALE_FORECAST";
    public const string AssumedPower = "ASSUMED_POWER";
    public const string NoUncertainty = "NO_UNCERTAINTY";
    public const string EstimatedLatency = "ESTIMATED_LATENCY";

    /// <summary>A forecast older than this at the plan's now has been overtaken by the weather.</summary>
    public static readonly TimeSpan ForecastGoesStale = TimeSpan.FromHours(6);

    public static string[] Of(PlanContext context, bool stale, IReadOnlyList<ProvenanceItem> provenance)
    {
        var (question, best) = (context.Question, context.Best);
        var warnings = new List<string>(4);
        AddIf(context.Sides.IsNotReduced(best), question.Goal.Basis.Kind == SignalKind.Average ? MarginalNotReduced : AverageNotReduced);
        AddIf(!question.Goal.Market && IsFlat(best.Signal, question.Task.Window), FlatSignal);
        warnings.AddRange(OfSignal(stale, provenance));
        AddIf(best.Place.Power!.Confidence == "assumed", AssumedPower);
        AddIf(context.Sureness.IsUnknown, NoUncertainty);
        AddIf(best.Place.LatencyEstimated && !double.IsPositiveInfinity(question.MaxLatencyMs), EstimatedLatency);
        return [.. warnings];

        void AddIf(bool holds, string warning)
        {
            if (holds)
            {
                warnings.Add(warning);
            }
        }
    }

    /// <summary>What a signal's origins give to think about: ESTIMATED_SIGNAL, STALE_FORECAST.</summary>
    public static IEnumerable<string> OfSignal(bool stale, IReadOnlyList<ProvenanceItem> provenance)
    {
        if (provenance.Any(p => p.EstimatedShare > 0))
        {
            yield return EstimatedSignal;
        }

        if (stale || provenance.Any(p => p.Status == "forecast" && p.AgeSeconds > ForecastGoesStale.TotalSeconds))
        {
            yield return StaleForecast;
        }
    }

    /// <summary>Waiting cannot pay off when every known instant of the window has the same intensity.</summary>
    private static bool IsFlat(CarbonSignal signal, MovableJob job)
    {
        var (low, high) = (double.PositiveInfinity, double.NegativeInfinity);
        for (var i = 0; i < signal.Count; i++)
        {
            var slot = signal[i];
            if (!slot.IsGap && slot.Start < job.Deadline && slot.End > job.Earliest)
            {
                (low, high) = (Math.Min(low, slot.GramsPerKilowattHour), Math.Max(high, slot.GramsPerKilowattHour));
            }
        }

        return high - low <= 1e-9 * high;
    }
}
