using CarbonApp.Engine.Grid.Signals;

namespace CarbonApp.Engine.Grid.Forecasting;

/// <summary>A zone's intensity hour by hour after an instant, as expected and as it may turn out.</summary>
/// <remarks>
/// The scenarios carry the uncertainty: each adds the error of one whole past day to what is expected, so that hours which err together
/// do so here too, and each is as likely as any other. Quantiles are theirs. Nothing is drawn at random: the same history gives the
/// same forecast. Scenarios are ordered by the day of their error, which pairs those of two zones issued at the same hour.
/// </remarks>
public sealed class CarbonForecast
{
    /// <summary>Name of this origin in provenance.</summary>
    public const string SourceName = "forecaster";

    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);
    private readonly DateTimeOffset _start;
    private readonly double[] _expected;
    private readonly double[][] _scenarios;

    /// <summary>Puts a forecast together from its parts, as they were stored.</summary>
    /// <param name="basis">Zone, kind and factor.</param>
    /// <param name="issuedAt">When it was made, UTC. The first hour is the one that holds it.</param>
    /// <param name="model">How it was made.</param>
    /// <param name="expected">gCO2eq/kWh per hour; finite and not negative.</param>
    /// <param name="scenarios">gCO2eq/kWh per scenario and hour; none where the uncertainty is not known.</param>
    /// <exception cref="ArgumentException">A scenario has not as many hours as are expected.</exception>
    public CarbonForecast(SignalBasis basis, DateTimeOffset issuedAt, ForecastMethod model, double[] expected, double[][] scenarios)
    {
        if (Array.Find(scenarios, s => s.Length != expected.Length) is { } odd)
        {
            throw new ArgumentException($"A scenario has {odd.Length} hours and the forecast {expected.Length}: give both the same.", nameof(scenarios));
        }

        (Basis, IssuedAt, Method, _expected, _scenarios) = (basis, issuedAt.ToUniversalTime(), model, expected, scenarios);
        _start = new DateTimeOffset(IssuedAt.UtcTicks / Hour.Ticks * Hour.Ticks, TimeSpan.Zero);
        Mean = ToSignal(expected);
    }

    /// <summary>Zone, kind and factor.</summary>
    public SignalBasis Basis { get; }

    /// <summary>When it was made, UTC: no value measured for a later hour is in it.</summary>
    public DateTimeOffset IssuedAt { get; }

    /// <summary>How it was made.</summary>
    public ForecastMethod Method { get; }

    /// <summary>What is expected, gCO2eq/kWh per hour from the full hour of <see cref="IssuedAt"/>.</summary>
    public CarbonSignal Mean { get; }

    /// <summary>gCO2eq/kWh expected per hour.</summary>
    public ReadOnlySpan<double> Expected => _expected;

    /// <summary>gCO2eq/kWh per scenario and hour, each equally likely; empty where too few past days are known to say how sure the forecast is.</summary>
    public IReadOnlyList<double[]> Scenarios => _scenarios;

    /// <summary>The intensity that is not exceeded with a probability of <paramref name="level"/>, hour by hour; an empty signal where there are no scenarios.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The level is not between 0 and 1.</exception>
    public CarbonSignal Quantile(double level)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(level);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(level, 1);
        if (_scenarios.Length == 0)
        {
            return CarbonSignal.Unknown(Basis);
        }

        var values = new double[_expected.Length];
        var column = new double[_scenarios.Length];
        for (var h = 0; h < values.Length; h++)
        {
            for (var s = 0; s < column.Length; s++)
            {
                column[s] = _scenarios[s][h];
            }

            Array.Sort(column);
            values[h] = Quantiles.OfSorted(column, level);
        }

        return ToSignal(values);
    }

    /// <summary>
    /// What a reading that rests on this forecast may turn out to be: for each scenario a signal with exactly the reading's slots, in
    /// which those of this forecast take the scenario's value and all others stay. Empty where there are no scenarios.
    /// </summary>
    public IReadOnlyList<CarbonSignal> ScenariosOf(CarbonSignal reading) =>
        Array.ConvertAll(_scenarios, scenario => CarbonSignal.FromSlots(reading.Basis, reading.Slots.Select(slot => With(slot, scenario))));

    private SignalSlot With(SignalSlot slot, double[] scenario)
    {
        var hour = (slot.Start.UtcTicks - _start.UtcTicks) / Hour.Ticks;
        return slot.Provenance?.Source == SourceName && hour >= 0 && hour < scenario.Length
            ? slot with { GramsPerKilowattHour = scenario[hour] }
            : slot;
    }

    private CarbonSignal ToSignal(double[] values) =>
        CarbonSignal.FromRegular(Basis, _start, Hour, values, new SignalProvenance(SourceName, SignalStatus.Forecast, IssuedAt));
}

/// <summary>How a forecast was made.</summary>
/// <param name="Penalty">λ of the ridge regression; null where the mean day of the week before was used, for want of history.</param>
/// <param name="Days">Past days the regression was fitted to; 0 without one.</param>
/// <param name="TrainedFrom">Beginning of the history used, UTC.</param>
/// <param name="TrainedTo">End of the history used, UTC, exclusive.</param>
/// <param name="BandFactor">By how much the band of past errors was stretched to hold 80 % of the latest days; 1 where there is none.</param>
public sealed record ForecastMethod(double? Penalty, int Days, DateTimeOffset TrainedFrom, DateTimeOffset TrainedTo, double BandFactor);
