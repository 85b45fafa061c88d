namespace CarbonApp.Engine.Grid.Forecasting;

/// <summary>A zone's model for issues at one hour of the day, with the days on which it was, or would have been, wrong.</summary>
/// <remarks>
/// A ridge regression from <see cref="DayFeatures"/> to all hours of the horizon at once. The latest fifth of the days chooses the
/// penalty with a regression that has not seen them; its errors there are the first errors known. The regression in use is then fitted
/// to all days. Too short a history leaves the week's mean day as the forecast.
/// </remarks>
internal sealed class ForecastModel
{
    private static readonly double[] Penalties = [10, 100, 1000, 5000];
    private const double ValidationShare = 0.2;

    private readonly int _horizon;
    private readonly RidgeRegression? _regression;
    private readonly List<double[]> _errors;

    private ForecastModel(int horizon, RidgeRegression? regression, double? penalty, List<double[]> errors, int days, DateTimeOffset from, int trainedTo)
    {
        (_horizon, _regression, _errors) = (horizon, regression, errors);
        (Penalty, Days, From, TrainedTo) = (penalty, days, from, trainedTo);
    }

    /// <summary>λ chosen; null where the week's mean day is the forecast.</summary>
    public double? Penalty { get; }

    /// <summary>Past issues it was fitted to, one a day.</summary>
    public int Days { get; }

    /// <summary>Beginning of the history it was fitted to, UTC.</summary>
    public DateTimeOffset From { get; }

    /// <summary>Hour of the history at which it was trained: nothing from there on was seen.</summary>
    public int TrainedTo { get; }

    /// <summary>Fits a model to everything in <paramref name="history"/>, for issues at its end and every 24 hours after.</summary>
    /// <param name="history">What is known when the model is trained.</param>
    /// <param name="horizon">Hours to forecast, one or more.</param>
    /// <param name="leastHours">Known hours below which no regression is fitted.</param>
    public static ForecastModel Train(HourlyHistory history, int horizon, int leastHours)
    {
        var days = DaysOf(history, horizon);
        var learning = days.Count - (int)Math.Ceiling(days.Count * ValidationShare);
        if (history.KnownHours < leastHours || learning < 2)
        {
            return new ForecastModel(horizon, null, null, ErrorsOf(null, history, days, horizon), 0, history.Start, history.Count);
        }

        var moments = new RidgeMoments(DayFeatures.Count, horizon);
        Add(moments, history, days[..learning], horizon);

        // The first days after those share hours with the last of them: they would be judged by what was seen.
        var unseen = days[learning..].Where(day => day >= days[learning - 1] + horizon).ToList();
        var (penalty, errors) = Choose(moments, history, unseen, horizon);
        Add(moments, history, days[learning..], horizon);
        return new ForecastModel(horizon, moments.Solve(penalty), penalty, errors, days.Count, history.Start, history.Count);
    }

    /// <summary>Logarithms of the hours after the end of <paramref name="history"/>; false where the week before is too thin.</summary>
    public bool TryPredict(HourlyHistory history, Span<double> logs) => TryPredict(_regression, history, history.Count, logs);

    /// <summary>Errors of all days that had ended by the end of <paramref name="history"/>, in logarithms, oldest first; none was made by a regression that had seen the day.</summary>
    public IReadOnlyList<double[]> ErrorsUntil(HourlyHistory history)
    {
        var since = new List<int>();
        for (var day = TrainedTo; day + _horizon <= history.Count; day += DayFeatures.Day)
        {
            since.Add(day);
        }

        return [.. _errors, .. ErrorsOf(_regression, history, since, _horizon)];
    }

    /// <summary>Past issues at the same hour of the day as the history's end, of which features and targets are known.</summary>
    private static List<int> DaysOf(HourlyHistory history, int horizon)
    {
        Span<double> meanDay = stackalloc double[DayFeatures.Day];
        var days = new List<int>();
        for (var day = history.Count % DayFeatures.Day; day + horizon <= history.Count; day += DayFeatures.Day)
        {
            if (history.Known(day, day + horizon) >= DayFeatures.LeastKnown * horizon && DayFeatures.TryMeanDay(history, day, meanDay))
            {
                days.Add(day);
            }
        }

        return days;
    }

    private static void Add(RidgeMoments moments, HourlyHistory history, List<int> days, int horizon)
    {
        Span<double> features = stackalloc double[DayFeatures.Count];
        var targets = new double[horizon];
        foreach (var day in days)
        {
            if (DayFeatures.TryRead(history, day, features))
            {
                history.Logs.Slice(day, horizon).CopyTo(targets);
                DayFeatures.FillFrom(DayFeatures.MeanDayOf(features), targets);
                moments.Add(features, targets);
            }
        }
    }

    /// <summary>The penalty with the smallest mean absolute error of the logarithm; the first among equals.</summary>
    private static (double Penalty, List<double[]> Errors) Choose(RidgeMoments moments, HourlyHistory history, List<int> unseen, int horizon)
    {
        var tried = Penalties.Select(penalty => (Penalty: penalty, Errors: ErrorsOf(moments.Solve(penalty), history, unseen, horizon)));
        return tried.MinBy(t => t.Errors.Sum(day => day.Sum(Math.Abs)));
    }

    private static List<double[]> ErrorsOf(RidgeRegression? regression, HourlyHistory history, List<int> days, int horizon)
    {
        var errors = new List<double[]>(days.Count);
        foreach (var day in days)
        {
            var error = new double[horizon];
            if (history.Known(day, day + horizon) >= DayFeatures.LeastKnown * horizon && TryPredict(regression, history, day, error))
            {
                Subtract(history.Logs.Slice(day, horizon), error);
                errors.Add(error);
            }
        }

        return errors;
    }

    private static bool TryPredict(RidgeRegression? regression, HourlyHistory history, int issue, Span<double> logs)
    {
        Span<double> features = stackalloc double[DayFeatures.Count];
        if (!DayFeatures.TryRead(history, issue, features))
        {
            return false;
        }

        if (regression is not null)
        {
            regression.Predict(features, logs);
            return true;
        }

        logs.Fill(double.NaN);
        DayFeatures.FillFrom(DayFeatures.MeanDayOf(features), logs);
        return true;
    }

    /// <summary>What was measured less what was forecast. An hour nobody measured is taken to have missed by as much as the one before it.</summary>
    private static void Subtract(ReadOnlySpan<double> measured, Span<double> forecast)
    {
        var last = 0.0;
        for (var h = 0; h < forecast.Length; h++)
        {
            last = double.IsNaN(measured[h]) ? last : measured[h] - forecast[h];
            forecast[h] = last;
        }
    }
}
