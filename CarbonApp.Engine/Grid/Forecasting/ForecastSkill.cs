using CarbonApp.Engine.Grid.Signals;

namespace CarbonApp.Engine.Grid.Forecasting;

/// <summary>How well the forecaster would have done over past days, against two forecasts that cost nothing.</summary>
/// <param name="Days">Days judged: those measured throughout, and on which all three could forecast every hour.</param>
/// <param name="Ridge">This forecaster.</param>
/// <param name="Persistence">Each hour as 24 hours before.</param>
/// <param name="MeanDay">Each hour as the mean of that hour over the 7 days before.</param>
/// <param name="Coverage">Part of the hours that fell inside the band from the 10th to the 90th percentile, 0 to 1; NaN where no day had a band.</param>
public sealed record ForecastSkill(int Days, ForecastError Ridge, ForecastError Persistence, ForecastError MeanDay, double Coverage)
{
    private const int Day = DayFeatures.Day;

    /// <summary>
    /// Issues a forecast of one day at every 24 hours from <paramref name="from"/> to <paramref name="to"/>, each from what was known then, and
    /// compares it with what was measured.
    /// </summary>
    /// <param name="measured">Measured intensity, gaps allowed.</param>
    /// <param name="from">First issue; rounded down to the hour.</param>
    /// <param name="to">No day judged ends later.</param>
    /// <param name="trainEveryDays">Days after which the model is fitted anew, 1 or more. The band learns from every day.</param>
    /// <param name="jobHours">Length of the job that is placed by each forecast, 1 to 24 hours.</param>
    public static ForecastSkill Measure(CarbonSignal measured, DateTimeOffset from, DateTimeOffset to, int trainEveryDays = 30, int jobHours = 4)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(trainEveryDays, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(jobHours, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(jobHours, Day);
        var days = Math.Max(0, (int)((to - from).TotalDays));
        var all = HourlyHistory.Before(measured, to, RidgeForecaster.MostHours + (days * Day));
        var score = new Score(jobHours);
        ForecastModel? model = null;
        var first = (int)Math.Floor((from - all.Start).TotalHours);
        for (var (issue, age) = (first, 0); issue + Day <= all.Count; (issue, age) = (issue + Day, age + 1))
        {
            if (issue < DayFeatures.Week)
            {
                continue;
            }

            var known = all.Until(issue);
            model = model is null || age % trainEveryDays == 0
                ? ForecastModel.Train(known, Day, (int)RidgeForecaster.LeastForRegression.TotalHours)
                : model;
            if (RidgeForecaster.Issue(model, known, measured.Basis, all.Start.AddHours(issue), Day) is { } forecast)
            {
                score.Add(all.Logs.Slice(issue - Day, 2 * Day), known, IssuedDay.Of(forecast));
            }
        }

        return score.ToSkill();
    }

    /// <summary>Compares forecasts as they were issued with what was measured since: no longer what the method would have said, but what it said.</summary>
    /// <param name="measured">Measured intensity from a week before the first issue on, gaps allowed.</param>
    /// <param name="issues">The first 24 hours of each; one whose day is not measured throughout is not judged.</param>
    /// <param name="jobHours">Length of the job that is placed by each forecast, 1 to 24 hours.</param>
    public static ForecastSkill OfIssued(CarbonSignal measured, IReadOnlyList<IssuedDay> issues, int jobHours = 4)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(jobHours, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(jobHours, Day);
        var score = new Score(jobHours);
        if (issues.Count > 0)
        {
            var last = issues.Max(i => i.IssuedAt).AddHours(Day);
            var all = HourlyHistory.Before(measured, last, (int)(last - issues.Min(i => i.IssuedAt)).TotalHours + DayFeatures.Week);
            foreach (var issued in issues.OrderBy(i => i.IssuedAt))
            {
                var issue = (int)(issued.IssuedAt - all.Start).TotalHours;
                if (issue >= DayFeatures.Week && issue + Day <= all.Count)
                {
                    score.Add(all.Logs.Slice(issue - Day, 2 * Day), all.Until(issue), issued);
                }
            }
        }

        return score.ToSkill();
    }

    /// <summary>Sums over the days judged.</summary>
    private sealed class Score(int jobHours)
    {
        private readonly Sums _ridge = new(jobHours);
        private readonly Sums _persistence = new(jobHours);
        private readonly Sums _meanDay = new(jobHours);
        private int _days;
        private int _banded;
        private int _inside;

        /// <param name="twoDays">Logarithms of the day before and of the day judged.</param>
        /// <param name="known">What was known at the issue.</param>
        /// <param name="forecast">The forecast of the day.</param>
        public void Add(ReadOnlySpan<double> twoDays, HourlyHistory known, IssuedDay forecast)
        {
            if (HasGap(twoDays))
            {
                return;
            }

            var meanDay = MeanDayOf(known);
            var (before, day) = (Grams(twoDays[..Day]), Grams(twoDays[Day..]));
            _days++;
            _ridge.Add(forecast.Expected, day);
            _persistence.Add(before, day);
            _meanDay.Add(meanDay, day);
            if (forecast is { Low: { } low, High: { } high })
            {
                for (var h = 0; h < Day; h++)
                {
                    _banded++;
                    _inside += day[h] >= low[h] && day[h] <= high[h] ? 1 : 0;
                }
            }
        }

        public ForecastSkill ToSkill() => new(
            _days, _ridge.ToError(), _persistence.ToError(), _meanDay.ToError(), _banded == 0 ? double.NaN : (double)_inside / _banded);

        private static bool HasGap(ReadOnlySpan<double> logs)
        {
            foreach (var log in logs)
            {
                if (double.IsNaN(log))
                {
                    return true;
                }
            }

            return false;
        }

        private static double[] Grams(ReadOnlySpan<double> logs)
        {
            var grams = new double[logs.Length];
            for (var h = 0; h < grams.Length; h++)
            {
                grams[h] = HourlyHistory.FromLog(logs[h]);
            }

            return grams;
        }

        /// <summary>The plain mean of grams, not of their logarithms: what anybody would compute.</summary>
        private static double[] MeanDayOf(HourlyHistory known)
        {
            var mean = new double[Day];
            for (var h = 0; h < Day; h++)
            {
                var (sum, count) = (0.0, 0);
                for (var at = known.Count - DayFeatures.Week + h; at < known.Count; at += Day)
                {
                    var log = known.Logs[at];
                    (sum, count) = double.IsNaN(log) ? (sum, count) : (sum + HourlyHistory.FromLog(log), count + 1);
                }

                mean[h] = sum / count;
            }

            return mean;
        }
    }

    /// <summary>Sums of one forecast.</summary>
    private sealed class Sums(int jobHours)
    {
        private double _absolute;
        private double _relative;
        private int _hours;
        private int _relativeHours;
        private double _saved;
        private double _possible;

        public void Add(ReadOnlySpan<double> forecast, ReadOnlySpan<double> measured)
        {
            for (var h = 0; h < Day; h++)
            {
                var miss = Math.Abs(forecast[h] - measured[h]);
                (_absolute, _hours) = (_absolute + miss, _hours + 1);
                if (measured[h] >= 1)
                {
                    (_relative, _relativeHours) = (_relative + (miss / measured[h]), _relativeHours + 1);
                }
            }

            var starts = Day - jobHours + 1;
            var (chosen, best, mean) = (0, 0, 0.0);
            for (var start = 0; start < starts; start++)
            {
                chosen = RunOf(forecast, start) < RunOf(forecast, chosen) * (1 - 1e-9) ? start : chosen;
                best = RunOf(measured, start) < RunOf(measured, best) ? start : best;
                mean += RunOf(measured, start) / starts;
            }

            _saved += mean - RunOf(measured, chosen);
            _possible += mean - RunOf(measured, best);
        }

        public ForecastError ToError() => new(_relative / _relativeHours, _absolute / _hours, _saved / _possible);

        private double RunOf(ReadOnlySpan<double> hours, int start)
        {
            var sum = 0.0;
            foreach (var value in hours.Slice(start, jobHours))
            {
                sum += value;
            }

            return sum / jobHours;
        }
    }
}

/// <summary>How far one forecast was off. All are NaN where no day could be judged.</summary>
/// <param name="MeanAbsolutePercentage">Mean of |forecast − measured| / measured over hours of at least 1 gCO2eq/kWh, as a part: 0.12 is 12 %.</param>
/// <param name="MeanAbsolute">Mean of |forecast − measured|, gCO2eq/kWh.</param>
/// <param name="KeptSaving">
/// Of what perfect foresight saves on a job in one piece within the day, against a start at random, the part kept by placing it by this forecast. At most 1; below 0 where chance does better.
/// </param>
public sealed record ForecastError(double MeanAbsolutePercentage, double MeanAbsolute, double KeptSaving);
