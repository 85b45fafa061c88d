using System.Diagnostics.CodeAnalysis;
using CarbonApp.Api.Problems;
using CarbonApp.Engine.Grid.Planning;
using CarbonApp.Engine.Units;
using Microsoft.AspNetCore.Http.HttpResults;

namespace CarbonApp.Api.Grid.Plans;

/// <summary>The work to be placed, understood: every time in UTC, every default filled in.</summary>
/// <param name="Id">The caller's name for it.</param>
/// <param name="Mode">How it may be cut.</param>
/// <param name="Window">Running time (of an elastic job at its largest size), earliest start and deadline.</param>
/// <param name="StartStop">What starting and stopping costs; null where nothing.</param>
/// <param name="Elastic">Work and sizes; null unless elastic.</param>
internal sealed record PlanTask(string? Id, PlanMode Mode, MovableJob Window, PlanStartStop? StartStop, PlanElastic? Elastic)
{
    /// <summary>Longest running time.</summary>
    public static readonly TimeSpan LongestDuration = TimeSpan.FromDays(366);

    private static readonly TimeSpan LongestHorizon = TimeSpan.FromDays(400);
    private static readonly TimeSpan DefaultSlack = TimeSpan.FromHours(24);

    /// <summary>True where every plan of the job draws the same energy, so that only the mean intensity counts.</summary>
    public bool HasFixedEnergy => StartStop is null && Elastic is null;

    /// <summary>What is wrong with the form of a job goes into <paramref name="errors"/>; with its length or window, into the problem.</summary>
    public static bool TryRead(
        PlanJob? job, DateTimeOffset asOf, FieldErrors errors, [NotNullWhen(true)] out PlanTask? task, out ProblemHttpResult? problem)
    {
        (task, problem) = (null, null);
        var mode = errors.OneOf("job.mode", job?.Mode, "contiguous", "interruptible", "elastic");
        if (errors.Require("job", job) && job.Id?.Length > 200)
        {
            errors.Add("job.id", $"has {job.Id.Length} characters; at most 200 are kept.");
        }

        var startStop = PlanStartStop.Read(job, mode == "interruptible", errors);
        var elastic = PlanElastic.Read(job, mode == "elastic", errors);
        if (errors.Any || !TryReadDuration(job!, elastic, out var duration, out problem)
            || !TryPlaceInTime(job!, duration, startStop?.StartUpDuration ?? TimeSpan.Zero, asOf, out var window, out problem))
        {
            return false;
        }

        task = new PlanTask(job!.Id, mode switch { "elastic" => PlanMode.Elastic, "interruptible" => PlanMode.Interruptible, _ => PlanMode.Contiguous }, window, startStop, elastic);
        return true;
    }

    private static bool TryReadDuration(PlanJob job, PlanElastic? elastic, out TimeSpan duration, out ProblemHttpResult? problem)
    {
        problem = null;
        if (elastic is not null)
        {
            duration = elastic.ShortestDuration;
            return true;
        }

        const string Expected = "expected an ISO 8601 duration of weeks, days, hours, minutes and seconds, such as PT3H20M or P1DT12H";
        var text = job.Duration;
        var message = text is null
            ? $"is missing; {Expected}."
            : !IsoDuration.TryParse(text, out duration) ? $"'{Shorten(text)}' is not understood; {Expected}."
            : duration <= TimeSpan.Zero ? $"'{Shorten(text)}' is no time at all; it must be more than zero."
            : duration > LongestDuration ? $"'{Shorten(text)}' is longer than {LongestDuration.TotalDays:0} days; split the job."
            : null;
        _ = IsoDuration.TryParse(text, out duration);
        problem = message is null ? null : DomainProblems.InvalidDuration("job.duration", message);
        return problem is null;
    }

    private static bool TryPlaceInTime(
        PlanJob job, TimeSpan duration, TimeSpan startUp, DateTimeOffset asOf, out MovableJob window, out ProblemHttpResult? problem)
    {
        var earliest = RoundUpToSecond(job.Earliest is { } release && release > asOf ? release : asOf);
        var least = startUp + duration;
        var slack = least > DefaultSlack ? least : DefaultSlack;
        var deadline = job.Deadline ?? earliest + slack;
        window = new MovableJob(duration, earliest, deadline);
        problem = earliest + least > deadline
            ? DomainProblems.DeadlineTooTight(deadline, earliest + least)
            : deadline - asOf > LongestHorizon
                ? DomainProblems.HorizonExceeded(
                    $"The deadline {deadline:yyyy-MM-dd'T'HH:mm:ss'Z'} lies more than {LongestHorizon.TotalDays:0} days after now ({asOf:yyyy-MM-dd'T'HH:mm:ss'Z'}): plan nearer to the run.")
                : null;
        return problem is null;
    }

    /// <summary>A start before "now" would be in the past, and schedulers count in whole seconds.</summary>
    private static DateTimeOffset RoundUpToSecond(DateTimeOffset time)
    {
        var over = time.UtcTicks % TimeSpan.TicksPerSecond;
        return new DateTimeOffset(over == 0 ? time.UtcTicks : time.UtcTicks - over + TimeSpan.TicksPerSecond, TimeSpan.Zero);
    }

    private static string Shorten(string text) => text.Length <= 40 ? text : text[..40] + "…";
}

/// <summary>How a job may be cut.</summary>
internal enum PlanMode
{
    Contiguous,
    Interruptible,
    Elastic,
}

/// <summary>Work and sizes of an elastic job.</summary>
/// <param name="Work">In units of throughput times hours.</param>
/// <param name="Profile">Sizes, power before PUE.</param>
/// <param name="OneSizePerSlot">True to keep one size through each slot of the signal.</param>
internal sealed record PlanElastic(double Work, ScalingProfile Profile, bool OneSizePerSlot)
{
    private const int MostSizes = 1000;

    /// <summary>Running time at the largest size.</summary>
    public TimeSpan ShortestDuration => TimeSpan.FromTicks((long)Math.Ceiling(Work / Profile.Largest.UnitsPerHour * TimeSpan.TicksPerHour));

    /// <summary>Null unless the job is elastic and sound; adds what is wrong with it.</summary>
    public static PlanElastic? Read(PlanJob? job, bool elastic, FieldErrors errors)
    {
        if (job is null)
        {
            return null;
        }

        if (!elastic)
        {
            if (job is not { Work: null, ScaleProfile: null, Integral: false })
            {
                errors.Add("job.mode", "work, scaleProfile and integral belong to jobs that change their size: set mode to elastic, or leave them out.");
            }

            return null;
        }

        if (job is not { Duration: null, Resources: null })
        {
            errors.Add("job", "an elastic job has work and scaleProfile instead of duration and resources.");
        }

        errors.Within("job.work", job.Work ?? double.NaN, 1e-9, 1e15, " units of throughput × hours");
        var profile = ReadProfile(job.ScaleProfile, errors);
        if (profile is null || errors.Any)
        {
            return null;
        }

        var hours = job.Work!.Value / profile.Largest.UnitsPerHour;
        if (hours > PlanTask.LongestDuration.TotalHours)
        {
            errors.Add("job.work", $"takes {hours:0.#} h even at the largest size, more than {PlanTask.LongestDuration.TotalDays:0} days; split the job.");
            return null;
        }

        return new PlanElastic(job.Work!.Value, profile, job.Integral);
    }

    private static ScalingProfile? ReadProfile(IReadOnlyList<PlanScale>? sizes, FieldErrors errors)
    {
        if (!errors.Require("job.scaleProfile", sizes))
        {
            return null;
        }

        errors.Within("job.scaleProfile", sizes.Count, 1, MostSizes, " sizes");
        var levels = new List<ScalingLevel>(Math.Min(sizes.Count, MostSizes));
        foreach (var (i, size) in sizes.Take(MostSizes).Index())
        {
            if (size is { Replicas: >= 0 and <= 1_000_000 and var replicas, Throughput: >= 0 and <= 1e12 and var throughput, Watts: >= 0 and <= 1e9 and var watts } && (throughput == 0 || watts >= 0.001))
            {
                levels.Add(new ScalingLevel(replicas, throughput, Power.FromWatts(watts)));
                continue;
            }

            errors.Add($"job.scaleProfile[{i}]", "needs replicas from 0 to 1,000,000, throughput from 0 to 10¹² and watts to 10⁹, 0.001 or more where it does work.");
            return null;
        }

        if (levels.Exists(l => l.UnitsPerHour > 0))
        {
            return ScalingProfile.FromLevels(levels);
        }

        errors.Add("job.scaleProfile", "has no size that does work: give at least one with a throughput above 0.");
        return null;
    }
}
