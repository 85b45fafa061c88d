using CarbonApp.Engine.Grid.Signals;

namespace CarbonApp.Engine.Grid.Forecasting;

/// <summary>Forecasts issued hour after hour of a past period, each from what was measured before it, with models that are fitted anew every 30 days.</summary>
/// <remarks>
/// A model belongs to one hour of the day (<see cref="DayFeatures"/>), so that up to 24 are fitted per 30 days; those of the latest 30 days asked about are
/// kept, and every forecast: ask in order of time. An answer does not depend on what was asked before. Not for several threads at once.
/// </remarks>
internal sealed class RollingForecaster
{
    private const int Hours = DayFeatures.Week;
    private const int HoursPerFit = 30 * DayFeatures.Day;

    /// <summary>How far a forecast reaches.</summary>
    public static readonly TimeSpan Horizon = TimeSpan.FromHours(Hours);

    private readonly HourlyHistory _all;
    private readonly int _first;
    private readonly Dictionary<int, ForecastModel> _models = [];
    private readonly Dictionary<int, double[]?> _issued = [];
    private int _fitsOf = int.MinValue;

    /// <param name="measured">Measured intensity, gaps allowed, also before the period.</param>
    /// <param name="from">First issue.</param>
    /// <param name="to">No issue is later.</param>
    public RollingForecaster(CarbonSignal measured, DateTimeOffset from, DateTimeOffset to)
    {
        _all = HourlyHistory.Before(measured, to, RidgeForecaster.MostHours + (int)Math.Ceiling((to - from).TotalHours));
        _first = HourOf(from);
    }

    /// <summary>Number of the full hour that holds an instant.</summary>
    public int HourOf(DateTimeOffset time) => (int)Math.Floor((time - _all.Start).TotalHours);

    /// <summary>Beginning of an hour.</summary>
    public DateTimeOffset TimeOf(int hour) => _all.Start.AddHours(hour);

    /// <summary>gCO2eq/kWh of the 168 hours from <paramref name="hour"/> on, by what was measured before it; null where that is too little.</summary>
    public double[]? Issue(int hour)
    {
        if (!_issued.TryGetValue(hour, out var forecast))
        {
            forecast = Make(hour);
            _issued.Add(hour, forecast);
        }

        return forecast;
    }

    private double[]? Make(int hour)
    {
        if (hour < DayFeatures.Week || hour > _all.Count)
        {
            return null;
        }

        // Fitted at the same hour of the day, on the first day of the 30 that hold the issue.
        var fits = (int)Math.Floor((double)(hour - _first) / HoursPerFit);
        var fittedAt = hour - ((hour - _first - (fits * HoursPerFit)) / DayFeatures.Day * DayFeatures.Day);
        if (fits != _fitsOf)
        {
            _models.Clear();
            _fitsOf = fits;
        }

        if (!_models.TryGetValue(fittedAt, out var model))
        {
            model = ForecastModel.Train(_all.Until(Math.Max(0, fittedAt)), Hours, (int)RidgeForecaster.LeastForRegression.TotalHours);
            _models.Add(fittedAt, model);
        }

        var logs = new double[Hours];
        return model.TryPredict(_all.Until(hour), logs) ? Array.ConvertAll(logs, HourlyHistory.FromLog) : null;
    }
}
