namespace CarbonApp.Engine.Grid.Backtesting;

/// <summary>
/// The job sets of "Let's Wait Awhile" (Wiesner, Behnke, Scheinert, Gontarska, Thamsen: Middleware 2021), as its published programme places them
/// and as the paper describes them.
/// </summary>
/// <remarks>
/// The programme differs from the paper in three ways, which its figures contain: a nightly job whose window would begin before the data is
/// never run, yet counted; windows of the machine-learning jobs, those of the unplanned run too, are one slot too long; a job that
/// would end on Friday evening is due on Saturday. Details and figures: docs/methods/backtest.md.
/// </remarks>
public static class LetsWaitAwhile
{
    /// <summary>Nights of the nightly set: a year.</summary>
    public const int Nights = 365;

    private static readonly TimeSpan NightlyAt = TimeSpan.FromHours(1);
    private static readonly TimeSpan NightlyLength = TimeSpan.FromMinutes(30);
    private const int WorkBegins = 9;
    private static readonly TimeSpan WorkEnds = TimeSpan.FromHours(17);

    /// <summary>Half an hour at 01:00 on each of 365 nights, fewer where the series ends before, movable to either side.</summary>
    /// <param name="series">Period; the first night is its first day.</param>
    /// <param name="halfWindow">Time by which a job may move to either side; rounded down to slots.</param>
    /// <param name="asPublished">True: as the programme places them.</param>
    public static BacktestJobSet Nightly(BacktestSeries series, TimeSpan halfWindow, bool asPublished)
    {
        var (steps, slots) = ((int)(halfWindow.Ticks / series.Slot.Ticks), (int)Math.Ceiling(NightlyLength / series.Slot));
        var midnight = new DateTimeOffset(series.Start.UtcDateTime.Date, TimeSpan.Zero);
        var jobs = new List<BacktestJob>(Nights);
        for (var night = 0; night < Nights; night++)
        {
            var usual = series.SlotAt(midnight.AddDays(night) + NightlyAt);
            if (usual >= 0 && usual + slots <= series.Count)
            {
                var first = usual - steps;
                jobs.Add(new BacktestJob(
                    slots, Math.Max(0, first), Math.Min(series.Count, usual + steps + slots), usual, IsDropped: asPublished && first < 0));
            }
        }

        return new BacktestJobSet.Listed(
            FormattableString.Invariant($"±{halfWindow.TotalHours:0.##} h"), jobs, slots * series.Slot, 2 * steps * series.Slot);
    }

    /// <summary>Machine-learning jobs that must be done by the next time somebody is at work (Monday to Friday, 9 to 17 h) after they would have been done.</summary>
    /// <inheritdoc cref="SemiWeekly"/>
    public static BacktestJobSet NextWorkday(BacktestSeries series, IEnumerable<TraceJob> trace, bool asPublished) =>
        Until("next workday", series, trace, asPublished, NextWorkday);

    /// <summary>Machine-learning jobs that must be done by the next Monday or Thursday, 9 h, after they would have been done.</summary>
    /// <param name="series">Period.</param>
    /// <param name="trace">The jobs. Those that do not end within the series are left out.</param>
    /// <param name="asPublished">True: as the programme places them.</param>
    public static BacktestJobSet SemiWeekly(BacktestSeries series, IEnumerable<TraceJob> trace, bool asPublished) =>
        Until("semi-weekly", series, trace, asPublished, static (end, _) => NextOf(end, DayOfWeek.Monday, DayOfWeek.Thursday));

    private static BacktestJobSet.Listed Until(
        string name, BacktestSeries series, IEnumerable<TraceJob> trace, bool asPublished, Func<DateTimeOffset, bool, DateTimeOffset> deadlineOf)
    {
        var more = asPublished ? 1 : 0;
        var jobs = new List<BacktestJob>();
        foreach (var job in trace)
        {
            var (first, slots) = job.On(series.Slot);
            var end = series.Start + ((first + slots) * series.Slot);
            var deadline = series.SlotAt(deadlineOf(end, asPublished));
            jobs.Add(new BacktestJob(
                slots, first, Math.Min(series.Count, deadline + more), first, job.Weight, asPublished ? Math.Min(series.Count, first + slots + 1) : null));
        }

        return new BacktestJobSet.Listed(name, jobs);
    }

    private static DateTimeOffset NextWorkday(DateTimeOffset end, bool asPublished)
    {
        var evening = end.TimeOfDay > WorkEnds;
        var days = end.DayOfWeek switch
        {
            DayOfWeek.Saturday => 2,
            DayOfWeek.Sunday => 1,
            DayOfWeek.Friday when evening => asPublished ? 1 : 3,
            _ => evening ? 1 : 0,
        };
        return days > 0 || end.Hour < WorkBegins ? Day(end, days) : end;
    }

    private static DateTimeOffset NextOf(DateTimeOffset end, DayOfWeek one, DayOfWeek other)
    {
        var next = Day(end, 0);
        while (next < end || (next.DayOfWeek != one && next.DayOfWeek != other))
        {
            next = next.AddDays(1);
        }

        return next;
    }

    private static DateTimeOffset Day(DateTimeOffset time, int later) =>
        new DateTimeOffset(time.UtcDateTime.Date, TimeSpan.Zero).AddDays(later).AddHours(WorkBegins);
}

/// <summary>A job of a trace.</summary>
/// <param name="Arrival">Time after the beginning of the series.</param>
/// <param name="Length">Running time, more than zero.</param>
/// <param name="Weight">Power, kW, more than zero.</param>
public readonly record struct TraceJob(TimeSpan Arrival, TimeSpan Length, double Weight = 1)
{
    /// <summary>Jobs that may be done a fixed time later than when run at once. Windows are cut at the end of the series.</summary>
    public static BacktestJobSet WithSlack(string name, BacktestSeries series, IEnumerable<TraceJob> trace, TimeSpan slack)
    {
        var more = (int)(slack.Ticks / series.Slot.Ticks);
        return new BacktestJobSet.Listed(
            name,
            [
                .. trace.Select(job =>
                {
                    var (first, slots) = job.On(series.Slot);
                    return new BacktestJob(slots, first, Math.Min(series.Count, first + slots + more), first, job.Weight);
                }),
            ],
            slack: slack);
    }

    /// <summary>First slot, rounded down, and slots it runs, rounded up.</summary>
    internal (int First, int Slots) On(TimeSpan slot) => ((int)(Arrival.Ticks / slot.Ticks), (int)Math.Max(1, (Length.Ticks + slot.Ticks - 1) / slot.Ticks));
}
