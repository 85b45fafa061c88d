using CarbonApp.Api.Grid.Plans;
using CarbonApp.Api.Problems;
using CarbonApp.Engine.Grid.Backtesting;

namespace CarbonApp.Api.Grid.Backtests;

/// <summary>The jobs asked for, understood; they become sets once the slots of a zone are known.</summary>
internal sealed record BacktestJobChoice(
    string Preset, bool AsPublished, IReadOnlyList<double> WindowHours, IReadOnlyList<double> JobHours, IReadOnlyList<double> SlackHours,
    IReadOnlyList<TraceJob> Trace, IReadOnlyList<BacktestOwnJob> List)
{
    private const int MostErrors = 50;
    private static readonly double[] NightlyWindows = [.. Enumerable.Range(1, 16).Select(half => half / 2.0)];
    private static readonly double[] EuroSysJobs = [1, 6, 12, 24, 48, 96, 168];
    private static readonly double[] EuroSysSlacks = [24, 168, 480, 720, 8760];
    private static readonly double[] TraceSlacks = [24];

    /// <summary>Rows per zone and policy.</summary>
    public int SetCount => Preset switch
    {
        BacktestNames.Nightly => WindowHours.Count,
        BacktestNames.MachineLearning => 2,
        BacktestNames.EuroSys => JobHours.Count * SlackHours.Count,
        BacktestNames.Trace => SlackHours.Count,
        _ => 1,
    };

    /// <summary>True where published and corrected differ.</summary>
    public bool HasModes => Preset is BacktestNames.Nightly or BacktestNames.MachineLearning;

    /// <summary>Jobs of a set over so many slots, at most.</summary>
    public long JobCount(long slots) => Preset switch
    {
        BacktestNames.Nightly => LetsWaitAwhile.Nights,
        BacktestNames.EuroSys => slots,
        BacktestNames.List => List.Count,
        _ => Trace.Count,
    };

    /// <summary>Null with errors where something is wrong.</summary>
    public static BacktestJobChoice? Read(BacktestJobs? jobs, FieldErrors errors)
    {
        if (!errors.Require("jobs", jobs) || !errors.Require("jobs.preset", jobs.Preset))
        {
            return null;
        }

        var preset = errors.OneOf(
            "jobs.preset", jobs.Preset, BacktestNames.Nightly, BacktestNames.MachineLearning, BacktestNames.EuroSys, BacktestNames.Trace, BacktestNames.List);
        var mode = errors.OneOf("jobs.mode", jobs.Mode, "corrected", "published");
        var needsTrace = preset is BacktestNames.MachineLearning or BacktestNames.Trace;
        return new BacktestJobChoice(
            preset,
            mode == "published",
            Hours("jobs.windowHours", jobs.WindowHours, NightlyWindows, 0, 24, errors),
            Hours("jobs.jobHours", jobs.JobHours, EuroSysJobs, 1 / 12.0, BacktestLimits.LongestJob.TotalHours, errors),
            Hours("jobs.slackHours", jobs.SlackHours, preset == BacktestNames.EuroSys ? EuroSysSlacks : TraceSlacks, 0, BacktestLimits.LongestPeriod.TotalHours, errors),
            needsTrace ? ReadTrace(jobs.Trace, errors) : [],
            preset == BacktestNames.List ? ReadList(jobs.List, errors) : []);
    }

    /// <summary>The sets on the slots of a zone.</summary>
    public IReadOnlyList<BacktestJobSet> SetsOf(BacktestSeries series) => Preset switch
    {
        BacktestNames.Nightly => [.. WindowHours.Select(h => LetsWaitAwhile.Nightly(series, TimeSpan.FromHours(h), AsPublished))],
        BacktestNames.MachineLearning => [LetsWaitAwhile.NextWorkday(series, Trace, AsPublished), LetsWaitAwhile.SemiWeekly(series, Trace, AsPublished)],
        BacktestNames.EuroSys => [.. JobHours.SelectMany(job => SlackHours.Select(
            slack => BacktestJobSet.EverySlot.AsPublished(series, TimeSpan.FromHours(job), TimeSpan.FromHours(slack))))],
        BacktestNames.Trace => [.. SlackHours.Select(h => TraceJob.WithSlack(FormattableString.Invariant($"trace + {h:0.##} h"), series, Trace, TimeSpan.FromHours(h)))],
        _ => [new BacktestJobSet.Listed("list", [.. List.Select(job => job.On(series))])],
    };

    private static IReadOnlyList<double> Hours(string field, IReadOnlyList<double>? given, double[] otherwise, double low, double high, FieldErrors errors)
    {
        if (given is null)
        {
            return otherwise;
        }

        errors.Within(field, given.Count, 1, BacktestLimits.Hours, " values");
        foreach (var hours in given.Take(BacktestLimits.Hours))
        {
            errors.Within(field, hours, low, high, " h");
        }

        return given;
    }

    private static List<TraceJob> ReadTrace(IReadOnlyList<BacktestTraceJob>? items, FieldErrors errors)
    {
        var jobs = new List<TraceJob>();
        if (!errors.Require("jobs.trace", items))
        {
            return jobs;
        }

        errors.Within("jobs.trace", items.Count, 1, BacktestLimits.Jobs, " jobs");
        for (var i = 0; i < Math.Min(items.Count, BacktestLimits.Jobs) && errors.Count < MostErrors; i++)
        {
            var (field, item) = ($"jobs.trace[{i}]", items[i]);
            if (!errors.Require(field, item))
            {
                continue;
            }

            errors.Within($"{field}.arrivalSeconds", item.ArrivalSeconds ?? double.NaN, 0, BacktestLimits.LongestPeriod.TotalSeconds, " s");
            errors.Within($"{field}.lengthSeconds", item.LengthSeconds ?? double.NaN, 0.001, BacktestLimits.LongestJob.TotalSeconds, " s");
            errors.Within($"{field}.cpus", item.Cpus, 0.001, 1e6, "");
            if (!errors.Any)
            {
                jobs.Add(new TraceJob(TimeSpan.FromSeconds(item.ArrivalSeconds!.Value), TimeSpan.FromSeconds(item.LengthSeconds!.Value), item.Cpus));
            }
        }

        return jobs;
    }

    private static List<BacktestOwnJob> ReadList(IReadOnlyList<BacktestListJob>? items, FieldErrors errors)
    {
        var jobs = new List<BacktestOwnJob>();
        if (!errors.Require("jobs.list", items))
        {
            return jobs;
        }

        errors.Within("jobs.list", items.Count, 1, BacktestLimits.Jobs, " jobs");
        for (var i = 0; i < Math.Min(items.Count, BacktestLimits.Jobs) && errors.Count < MostErrors; i++)
        {
            var (field, item) = ($"jobs.list[{i}]", items[i]);
            if (errors.Require(field, item) && BacktestOwnJob.Read(field, item, errors) is { } job)
            {
                jobs.Add(job);
            }
        }

        // Forecasts are cheapest in order of time.
        jobs.Sort((a, b) => a.Release.CompareTo(b.Release));
        return jobs;
    }
}

/// <summary>A job of the caller's own list.</summary>
internal readonly record struct BacktestOwnJob(DateTimeOffset Release, TimeSpan Duration, DateTimeOffset Deadline, double Kilowatts)
{
    public static BacktestOwnJob? Read(string field, BacktestListJob item, FieldErrors errors)
    {
        errors.Within($"{field}.watts", item.Watts, 0.001, 1e9, " W");
        if (item.Release is not { } release || item.Deadline is not { } deadline)
        {
            errors.Add(field, "needs release and deadline.");
            return null;
        }

        if (!IsoDuration.TryParse(item.Duration, out var duration) || duration <= TimeSpan.Zero || duration > BacktestLimits.LongestJob)
        {
            errors.Add($"{field}.duration", $"'{BacktestQuestion.Shortened(item.Duration ?? "")}' is not understood; expected an ISO 8601 duration of more than nothing and at most {BacktestLimits.LongestJob.TotalDays:0} days, such as PT3H.");
            return null;
        }

        if (deadline - release < duration)
        {
            errors.Add($"{field}.deadline", "is too early: the job would not be done if it were run at once.");
        }

        return new BacktestOwnJob(release, duration, deadline, item.Watts / 1000);
    }

    /// <summary>On whole slots: the release rounded up, the deadline down, the duration up. What no longer fits is left out by the run.</summary>
    public BacktestJob On(BacktestSeries series)
    {
        var first = (int)Math.Clamp(Math.Ceiling((Release - series.Start) / series.Slot), -1, int.MaxValue / 2);
        var end = (int)Math.Clamp(Math.Floor((Deadline - series.Start) / series.Slot), -1, int.MaxValue / 2);
        return new BacktestJob((int)Math.Ceiling(Duration / series.Slot), first, end, first, Kilowatts);
    }
}
