namespace CarbonApp.Engine.Grid.Forecasting;

/// <summary>What the regression is told at an issue: the day, the day before and the same day a week before, the week's mean day, and the calendar.</summary>
/// <remarks>
/// 24 hours each of the blocks that begin 24, 48 and 168 hours before the issue, the mean of each of the 24 hours over the 7 days before,
/// the weekday (7) and the time of year (sine and cosine). Everything is counted from the issue, so a model belongs to one hour of the day.
/// A missing hour takes the mean of its hour of the day over the week; a week too thin for that gives no features.
/// </remarks>
internal static class DayFeatures
{
    public const int Day = 24;
    public const int Week = 7 * Day;

    /// <summary>Values per issue.</summary>
    public const int Count = (4 * Day) + 7 + 2;

    /// <summary>Part of the week before an issue, or of the hours after it, that must be known.</summary>
    public const double LeastKnown = 0.75;

    private static readonly int[] LagDays = [1, 2, 7];

    /// <summary>Mean of each hour of the day over the 7 days before hour <paramref name="issue"/>; false where too little is known.</summary>
    public static bool TryMeanDay(HourlyHistory history, int issue, Span<double> meanDay)
    {
        if (issue < Week || history.Known(issue - Week, issue) < LeastKnown * Week)
        {
            return false;
        }

        var logs = history.Logs;
        for (var h = 0; h < Day; h++)
        {
            var (sum, known) = (0.0, 0);
            for (var at = issue - Week + h; at < issue; at += Day)
            {
                (sum, known) = double.IsNaN(logs[at]) ? (sum, known) : (sum + logs[at], known + 1);
            }

            meanDay[h] = sum / known;
            if (known == 0)
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Features of an issue at hour <paramref name="issue"/>; false where too little is known.</summary>
    /// <param name="history">Everything known; only hours before the issue are read.</param>
    /// <param name="issue">Hour of the history at which the forecast begins.</param>
    /// <param name="features">Receives <see cref="Count"/> values, the mean day in <c>[72..96)</c>.</param>
    public static bool TryRead(HourlyHistory history, int issue, Span<double> features)
    {
        var meanDay = MeanDayOf(features);
        if (!TryMeanDay(history, issue, meanDay))
        {
            return false;
        }

        for (var block = 0; block < LagDays.Length; block++)
        {
            var lags = features.Slice(block * Day, Day);
            history.Logs.Slice(issue - (LagDays[block] * Day), Day).CopyTo(lags);
            FillFrom(meanDay, lags);
        }

        var calendar = features[(4 * Day)..];
        calendar.Clear();
        var time = history.Start.AddHours(issue);
        calendar[(int)time.DayOfWeek] = 1;
        (calendar[7], calendar[8]) = Math.SinCos(2 * Math.PI * time.DayOfYear / 365.25);
        return true;
    }

    /// <summary>The week's mean day within features read before.</summary>
    public static Span<double> MeanDayOf(Span<double> features) => features.Slice(3 * Day, Day);

    /// <summary>Replaces missing hours by those of the mean day, which repeats.</summary>
    public static void FillFrom(ReadOnlySpan<double> meanDay, Span<double> hours)
    {
        for (var h = 0; h < hours.Length; h++)
        {
            hours[h] = double.IsNaN(hours[h]) ? meanDay[h % Day] : hours[h];
        }
    }
}
