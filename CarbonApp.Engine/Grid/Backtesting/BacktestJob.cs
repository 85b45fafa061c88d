namespace CarbonApp.Engine.Grid.Backtesting;

/// <summary>A job on the slots of a series.</summary>
/// <param name="Slots">Slots it runs, 1 or more.</param>
/// <param name="First">First slot it may run in, from 0; the decision is made at its beginning.</param>
/// <param name="End">First slot it may no longer run in; cut at the end of the series.</param>
/// <param name="RunNow">Slot at which it would have begun unplanned.</param>
/// <param name="Kilowatts">Power, kW, more than 0.</param>
/// <param name="RunNowEnd">
/// End of the slots among which the unplanned run has the best start, by the truth; null: it begins at <paramref name="RunNow"/>. Only the
/// published programme of Let's Wait Awhile needs it.
/// </param>
/// <param name="IsDropped">True: it counts in run-now, but is never run otherwise. Only the published programme of Let's Wait Awhile needs it.</param>
public readonly record struct BacktestJob(int Slots, int First, int End, int RunNow, double Kilowatts = 1, int? RunNowEnd = null, bool IsDropped = false);

/// <summary>Jobs that are judged together.</summary>
public abstract record BacktestJobSet
{
    private BacktestJobSet(string name, TimeSpan? duration, TimeSpan? slack) => (Name, Duration, Slack) = (name, duration, slack);

    /// <summary>For people and tables, such as "6 h + 24 h".</summary>
    public string Name { get; }

    /// <summary>Running time of each job; null where they differ.</summary>
    public TimeSpan? Duration { get; }

    /// <summary>Time each may move; null where it differs.</summary>
    public TimeSpan? Slack { get; }

    /// <summary>Jobs one by one.</summary>
    public sealed record Listed : BacktestJobSet
    {
        /// <summary>Puts a set together.</summary>
        public Listed(string name, IReadOnlyList<BacktestJob> jobs, TimeSpan? duration = null, TimeSpan? slack = null)
            : base(name, duration, slack) => Jobs = jobs;

        /// <summary>In the order of their release.</summary>
        public IReadOnlyList<BacktestJob> Jobs { get; }
    }

    /// <summary>The same job released at every slot at which it still fits; windows are cut at the end of the series.</summary>
    public sealed record EverySlot : BacktestJobSet
    {
        /// <summary>Puts a set together.</summary>
        /// <param name="name">For people and tables.</param>
        /// <param name="jobSlots">Slots each job runs, 1 or more.</param>
        /// <param name="slackSlots">Slots by which it may be done later than when run at once, 0 or more.</param>
        /// <param name="slot">Length of a slot.</param>
        /// <param name="withoutLast">True: the last release at which the job fits is left out.</param>
        /// <exception cref="ArgumentOutOfRangeException">A number is too small.</exception>
        public EverySlot(string name, int jobSlots, int slackSlots, TimeSpan slot, bool withoutLast = false)
            : base(name, jobSlots * slot, slackSlots * slot)
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(jobSlots, 1);
            ArgumentOutOfRangeException.ThrowIfNegative(slackSlots);
            (JobSlots, SlackSlots, WithoutLast) = (jobSlots, slackSlots, withoutLast);
        }

        /// <summary>Slots each job runs.</summary>
        public int JobSlots { get; }

        /// <summary>Slots by which it may be done later than when run at once.</summary>
        public int SlackSlots { get; }

        /// <summary>True: the last release at which the job fits is left out.</summary>
        public bool WithoutLast { get; }

        /// <summary>
        /// As Sukprasert et al. (EuroSys 2024) release them: their programme leaves out the last release, except where the slack is the whole series.
        /// </summary>
        /// <param name="series">Period.</param>
        /// <param name="job">Running time; rounded up to slots.</param>
        /// <param name="slack">Time by which it may be done later than when run at once; rounded down to slots.</param>
        public static EverySlot AsPublished(BacktestSeries series, TimeSpan job, TimeSpan slack)
        {
            var (jobSlots, slackSlots) = ((int)Math.Max(1, Math.Ceiling(job / series.Slot)), (int)Math.Min(int.MaxValue / 4, Math.Floor(slack / series.Slot)));
            return new EverySlot(
                FormattableString.Invariant($"{job.TotalHours:0.##} h + {slack.TotalHours:0.##} h"), jobSlots, slackSlots, series.Slot, slackSlots < series.Count);
        }

        /// <summary>Number of releases in a series.</summary>
        internal int ReleasesIn(int slots) => Math.Max(0, slots - JobSlots + (WithoutLast ? 0 : 1));
    }
}
