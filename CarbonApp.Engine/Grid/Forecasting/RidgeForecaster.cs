using CarbonApp.Engine.Grid.Signals;

namespace CarbonApp.Engine.Grid.Forecasting;

/// <summary>Forecasts a zone's intensity from nothing but its own measured past.</summary>
/// <remarks>Equations, choices and measured skill: docs/methods/forecast.md.</remarks>
public static class RidgeForecaster
{
    /// <summary>Longest past a model is fitted to: three years, and the week that its first day looks back on.</summary>
    public const int MostHours = (3 * 366 * 24) + DayFeatures.Week;

    /// <summary>Hours looked ahead when nothing else is said.</summary>
    public const int DefaultHorizonHours = 96;

    /// <summary>Known time from which a regression is fitted; with less the forecast is the mean day of the week before.</summary>
    public static readonly TimeSpan LeastForRegression = TimeSpan.FromDays(60);

    /// <summary>Known time below which nothing is forecast.</summary>
    public static readonly TimeSpan LeastForForecast = TimeSpan.FromDays(7);

    /// <summary>Fits a model to what was known before <paramref name="issuedAt"/> and forecasts the hours from then on.</summary>
    /// <param name="measured">Measured intensity, gaps allowed. Hours that end after <paramref name="issuedAt"/> are not looked at.</param>
    /// <param name="issuedAt">When the forecast is made.</param>
    /// <param name="horizonHours">Hours to forecast, 1 to 168, from the full hour that holds <paramref name="issuedAt"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException">The horizon is not 1 to 168 hours.</exception>
    public static ForecastOutcome Issue(CarbonSignal measured, DateTimeOffset issuedAt, int horizonHours = DefaultHorizonHours)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(horizonHours, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(horizonHours, DayFeatures.Week);
        var history = HourlyHistory.Before(measured, issuedAt, MostHours);
        var known = TimeSpan.FromHours(history.KnownHours);
        if (known < LeastForForecast)
        {
            return new ForecastOutcome.TooLittleHistory(known);
        }

        var model = ForecastModel.Train(history, horizonHours, (int)LeastForRegression.TotalHours);
        return Issue(model, history, measured.Basis, issuedAt, horizonHours) is { } forecast
            ? new ForecastOutcome.Issued(forecast)
            : new ForecastOutcome.WeekBeforeTooThin(
                TimeSpan.FromHours(history.Known(Math.Max(0, history.Count - DayFeatures.Week), history.Count)), LastKnown(history));
    }

    /// <summary>The forecast at the end of a history by a model trained then or some days before; null where the week before is too thin.</summary>
    internal static CarbonForecast? Issue(ForecastModel model, HourlyHistory history, SignalBasis basis, DateTimeOffset issuedAt, int horizonHours)
    {
        var expected = new double[horizonHours];
        if (!model.TryPredict(history, expected))
        {
            return null;
        }

        var (errors, factor) = ErrorBand.Calibrate(model.ErrorsUntil(history));
        var scenarios = Array.ConvertAll(errors, day => day.Select((error, h) => HourlyHistory.FromLog(expected[h] + error)).ToArray());
        var method = new ForecastMethod(model.Penalty, model.Days, model.From, model.From.AddHours(model.TrainedTo), factor);
        return new CarbonForecast(basis, issuedAt, method, Array.ConvertAll(expected, HourlyHistory.FromLog), scenarios);
    }

    private static DateTimeOffset LastKnown(HourlyHistory history)
    {
        var hour = history.Count;
        while (hour > 0 && double.IsNaN(history.Logs[hour - 1]))
        {
            hour--;
        }

        return history.Start.AddHours(hour);
    }
}

/// <summary>Answer of the forecaster; too little history is a case, not an exception.</summary>
public abstract record ForecastOutcome
{
    private ForecastOutcome()
    {
    }

    /// <summary>A forecast was made.</summary>
    /// <param name="Forecast">The forecast.</param>
    public sealed record Issued(CarbonForecast Forecast) : ForecastOutcome;

    /// <summary>Less is known of the zone than <see cref="RidgeForecaster.LeastForForecast"/>.</summary>
    /// <param name="Known">Time before the issue of which a value is known.</param>
    public sealed record TooLittleHistory(TimeSpan Known) : ForecastOutcome;

    /// <summary>Enough is known, but not of the 7 days before the issue: three quarters of their hours are needed, and each hour of the day once.</summary>
    /// <param name="Known">Known time within the 7 days.</param>
    /// <param name="LastKnown">End of the last hour known, UTC.</param>
    public sealed record WeekBeforeTooThin(TimeSpan Known, DateTimeOffset LastKnown) : ForecastOutcome;
}
