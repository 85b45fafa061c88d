using System.Diagnostics.CodeAnalysis;
using CarbonApp.Api.Grid.Signals;
using CarbonApp.Api.Problems;
using CarbonApp.Engine.Grid.Planning;
using CarbonApp.Engine.Grid.Signals;
using Microsoft.AspNetCore.Http.HttpResults;

namespace CarbonApp.Api.Grid.Plans;

/// <summary>A plan request that has been understood: every name found, every time in UTC, every default filled in.</summary>
internal sealed record PlanQuestion(
    string? JobId, MovableJob Job, bool Interruptible, SiteItem Site, SignalBasis Basis, PlanPower Power, DateTimeOffset AsOf,
    StartStopLimits? Limits)
{
    /// <summary>Longest running time, and longest time from now to the deadline that a plan looks ahead.</summary>
    public static readonly TimeSpan LongestDuration = TimeSpan.FromDays(366);

    private static readonly TimeSpan LongestHorizon = TimeSpan.FromDays(400);
    private static readonly TimeSpan DefaultSlack = TimeSpan.FromHours(24);

    /// <summary>Reads a request at the time <paramref name="present"/>; false with a problem that names what to change.</summary>
    public static bool TryRead(
        PlanRequest request, DateTimeOffset present, [NotNullWhen(true)] out PlanQuestion? question, [NotNullWhen(false)] out ProblemHttpResult? problem)
    {
        question = null;
        var errors = new FieldErrors();
        var basis = ReadObjective(request.Objective, errors);
        var mode = errors.OneOf("job.mode", request.Job?.Mode, "contiguous", "interruptible");
        if (errors.Require("job", request.Job) && request.Job.Id?.Length > 200)
        {
            errors.Add("job.id", $"has {request.Job.Id.Length} characters; at most 200 are kept.");
        }

        var startStop = PlanStartStop.Read(request.Job, mode == "interruptible", errors);
        var siteIsValid = PlanSites.Validate(request.Sites, errors);
        PlanResourcesReader.Validate(request.Job?.Resources, errors);
        if (errors.Any)
        {
            problem = errors.ToProblem();
            return false;
        }

        var job = request.Job!;
        if (!TryReadDuration(job.Duration, out var duration, out problem)
            || !PlanSites.TryResolve(siteIsValid!, out var site, out problem)
            || !PlanResourcesReader.TryResolve(job.Resources, site, out var power, out problem))
        {
            return false;
        }

        var asOf = request.AsOf ?? present;
        if (!TryPlaceInTime(job, duration, startStop?.StartUpDuration ?? TimeSpan.Zero, asOf, out var movable, out problem))
        {
            return false;
        }

        question = new PlanQuestion(
            job.Id, movable, mode == "interruptible", site, basis with { Zone = ZoneId.Parse(site.Zone) }, power, asOf,
            startStop?.ToLimits(power.Watts, site.Pue));
        return true;
    }

    private static SignalBasis ReadObjective(PlanObjective objective, FieldErrors errors)
    {
        errors.OneOf("objective.signal", objective.Signal, "average", "marginal");
        errors.OneOf("objective.factor", objective.Factor, "lifecycle", "direct");
        return new SignalBasis(default, WireNames.Kind(objective.Signal) ?? default, WireNames.Factor(objective.Factor) ?? default);
    }

    private static bool TryReadDuration(string? text, out TimeSpan duration, [NotNullWhen(false)] out ProblemHttpResult? problem)
    {
        const string Expected = "expected an ISO 8601 duration of weeks, days, hours, minutes and seconds, such as PT3H20M or P1DT12H";
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
        PlanJob job, TimeSpan duration, TimeSpan startUp, DateTimeOffset asOf, out MovableJob movable, [NotNullWhen(false)] out ProblemHttpResult? problem)
    {
        var earliest = RoundUpToSecond(job.Earliest is { } release && release > asOf ? release : asOf);
        var least = startUp + duration;
        var slack = least > DefaultSlack ? least : DefaultSlack;
        var deadline = job.Deadline ?? earliest + slack;
        movable = new MovableJob(duration, earliest, deadline);
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
