using CarbonApp.Engine.Grid.Planning;
using CarbonApp.Engine.Grid.Signals;

namespace CarbonApp.Api.Grid.Plans;

/// <summary>An uninterrupted stretch of a plan and what it draws, before PUE.</summary>
/// <param name="Start">Inclusive, UTC.</param>
/// <param name="WorkStart">End of the start-up; the start where there is none.</param>
/// <param name="End">Exclusive, UTC.</param>
/// <param name="StartUpKwh">Drawn evenly over the start-up; at the instant of the start where it takes no time.</param>
/// <param name="WorkKwh">Drawn evenly over the rest.</param>
/// <param name="Size">Size of an elastic job; null for others.</param>
internal readonly record struct PlanPiece(
    DateTimeOffset Start, DateTimeOffset WorkStart, DateTimeOffset End, double StartUpKwh, double WorkKwh, ScalingLevel? Size = null)
{
    public double Kwh => StartUpKwh + WorkKwh;

    /// <summary>gCO2eq under a signal; null where it does not know all of the time.</summary>
    public double? Grams(CarbonSignal signal) => StartUpKwh > 0
        ? (StartUpKwh * signal.Mean(Start, AfterStartUp)?.GramsPerKilowattHour) + (WorkKwh * signal.Mean(WorkStart, End)?.GramsPerKilowattHour)
        : WorkKwh * signal.Mean(WorkStart, End)?.GramsPerKilowattHour;

    /// <summary>EUR under prices; null where they do not know all of the time.</summary>
    public double? Euros(PriceSignal price) => StartUpKwh > 0
        ? (StartUpKwh * price.Mean(Start, AfterStartUp) / 1000) + (WorkKwh * price.Mean(WorkStart, End) / 1000)
        : WorkKwh * price.Mean(WorkStart, End) / 1000;

    /// <summary>A start-up without time happens in the first tick.</summary>
    private DateTimeOffset AfterStartUp => WorkStart > Start ? WorkStart : Start.AddTicks(1);

    /// <summary>gCO2eq of several under a signal; null where it does not know all of their time.</summary>
    public static double? Grams(IReadOnlyList<PlanPiece> pieces, CarbonSignal signal)
    {
        var sum = 0.0;
        for (var i = 0; i < pieces.Count; i++)
        {
            if (pieces[i].Grams(signal) is not { } grams)
            {
                return null;
            }

            sum += grams;
        }

        return sum;
    }

    /// <summary>EUR of several under prices; null where they do not know all of their time.</summary>
    public static double? Euros(IReadOnlyList<PlanPiece> pieces, PriceSignal price)
    {
        var sum = 0.0;
        for (var i = 0; i < pieces.Count; i++)
        {
            if (pieces[i].Euros(price) is not { } euros)
            {
                return null;
            }

            sum += euros;
        }

        return sum;
    }
}

/// <summary>A plan of a job somewhere, before PUE and transfer.</summary>
/// <param name="Pieces">In time order.</param>
/// <param name="Kwh">Of all pieces.</param>
/// <param name="Grams">Of all pieces, under the signal planned by.</param>
/// <param name="LeastGrams">No plan there emits less.</param>
/// <param name="InOnePiece">The same job at once in one piece; may reach beyond what is known.</param>
/// <param name="Baselines">Grams of unplanned starts.</param>
internal sealed record UnitPlan(
    IReadOnlyList<PlanPiece> Pieces, double Kwh, double Grams, double LeastGrams, PlanPiece InOnePiece, UnitBaselines Baselines)
{
    /// <summary>The same with other pieces, measured under a signal that knows all of their time.</summary>
    public UnitPlan With(IReadOnlyList<PlanPiece> pieces, CarbonSignal signal) => this with
    {
        Pieces = pieces,
        Kwh = pieces.Sum(p => p.Kwh),
        Grams = PlanPiece.Grams(pieces, signal) ?? throw new InvalidOperationException("A plan runs where its signal has a gap."),
    };
}

/// <summary>Grams of the same job in one piece, started at once, at any time, and at the worst; null where not known.</summary>
internal readonly record struct UnitBaselines(double? RunNow, double? MeanStart, double? WorstStart);
