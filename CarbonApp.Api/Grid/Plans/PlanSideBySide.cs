using CarbonApp.Api.Grid.Signals;
using CarbonApp.Api.Grid.Sources;
using CarbonApp.Engine.Grid.Signals;

namespace CarbonApp.Api.Grid.Plans;

/// <summary>The chosen plan under the signals that were not minimised: the other kind, and the grid's where the contract counts.</summary>
/// <param name="Kind">The other kind.</param>
/// <param name="Signal">Its signal; empty where nothing is known.</param>
/// <param name="Grams">Of the plan under it; null where not known throughout.</param>
/// <param name="RunNowGrams">Of the same job at once in one piece under it; null where not known throughout.</param>
internal sealed record PlanSideBySide(SignalKind Kind, CarbonSignal Signal, double? Grams, double? RunNowGrams)
{
    /// <summary>Below this part of run-now a difference is rounding.</summary>
    private const double Rounding = 1e-9;

    /// <summary>True when the plan does not lower the other kind of emissions although it is not just run-now.</summary>
    public bool IsNotReduced(PlanCandidate.Possible best) =>
        Grams is { } grams && RunNowGrams is { } now && !IsRunNow(best) && grams >= now * (1 - Rounding);

    public static async Task<PlanSideBySide> ReadAsync(
        ISignalReader signals, PlanQuestion question, PlanReadings readings, PlanCandidate.Possible best, CancellationToken cancellationToken)
    {
        var basis = question.Goal.Basis with { Zone = best.Place.Zone };
        var kind = basis.Kind == SignalKind.Average ? SignalKind.Marginal : SignalKind.Average;
        var window = question.Task.Window;
        var reading = await signals.ReadAsync(SignalWindow.Around(basis with { Kind = kind }, window.Earliest, window.Deadline), cancellationToken);
        return new PlanSideBySide(
            kind, reading.Signal,
            PlanPiece.Grams(best.Unit.Pieces, reading.Signal) * best.Pue,
            best.Unit.InOnePiece.Grams(reading.Signal) * best.Pue);
    }

    /// <summary>Writes it; null where the plan is not known under it.</summary>
    public PlanOtherSignal? ToItem(PlanContext context)
    {
        if (Grams is not { } grams)
        {
            return null;
        }

        var (best, window) = (context.Best, context.Question.Task.Window);
        return new PlanOtherSignal
        {
            Kind = WireNames.Of(Kind),
            EmissionsG = grams,
            MeanIntensity = grams / (best.Unit.Kwh * best.Pue),
            RunNow = PlanAnswer.Baseline(RunNowGrams, best.Unit.InOnePiece.Kwh * best.Pue, grams),
            Provenance = SignalWire.Provenance(Signal, window.Earliest, window.Deadline, context.Question.AsOf),
        };
    }

    private static bool IsRunNow(PlanCandidate.Possible best) =>
        best.Unit.Pieces is [var only] && only.Start == best.Unit.InOnePiece.Start && only.End == best.Unit.InOnePiece.End;
}
