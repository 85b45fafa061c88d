using System.Diagnostics.CodeAnalysis;
using CarbonApp.Api.Grid.Plans;
using CarbonApp.Api.Grid.Signals;
using CarbonApp.Api.Problems;
using CarbonApp.Engine.Grid.Signals;
using Microsoft.AspNetCore.Http.HttpResults;

namespace CarbonApp.Api.Grid.Batch;

/// <summary>A batch request that has been understood: every name found, every time in UTC, every default filled in.</summary>
internal sealed record BatchQuestion(
    IReadOnlyList<BatchQuestionJob> Jobs, IReadOnlyList<BatchQuestionSite> Sites, TimeSpan? Slot, SignalBasis Basis, BatchOptions Options, DateTimeOffset AsOf)
{
    public const int MostJobs = 10_000;
    public const int MostSites = 200;
    private const int MostErrors = 50;
    private const double AssumedWatts = 1000;

    private static readonly TimeSpan LongestHorizon = TimeSpan.FromDays(35);
    private static readonly TimeSpan DefaultSlack = TimeSpan.FromHours(24);

    public DateTimeOffset Earliest => Jobs.Min(j => j.Earliest);

    public DateTimeOffset Deadline => Jobs.Max(j => j.Deadline);

    /// <summary>Reads a request at the time <paramref name="present"/>; false with a problem that names what to change.</summary>
    public static bool TryRead(
        BatchRequest request, DateTimeOffset present, [NotNullWhen(true)] out BatchQuestion? question, [NotNullWhen(false)] out ProblemHttpResult? problem)
    {
        question = null;
        var errors = new FieldErrors();
        errors.OneOf("objective.signal", request.Objective.Signal, "average", "marginal");
        errors.OneOf("objective.factor", request.Objective.Factor, "lifecycle", "direct");
        errors.Within("options.jitter", request.Options.Jitter, 0, 0.5, "");
        var slot = ReadSlot(request.Slot, errors);
        if (!BatchSites.TryRead(request.Sites, errors, out var sites, out problem))
        {
            return false;
        }

        var asOf = request.AsOf ?? present;
        var jobs = ReadJobs(request.Jobs, sites, asOf, slot ?? TimeSpan.FromHours(1), errors);
        if (errors.Any)
        {
            problem = errors.ToProblem();
            return false;
        }

        var basis = new SignalBasis(default, WireNames.Kind(request.Objective.Signal)!.Value, WireNames.Factor(request.Objective.Factor)!.Value);
        question = new BatchQuestion(jobs, sites, slot, basis, request.Options, asOf);
        return true;
    }

    private static TimeSpan? ReadSlot(string? text, FieldErrors errors)
    {
        if (text is null)
        {
            return null;
        }

        if (!IsoDuration.TryParse(text, out var slot))
        {
            errors.Add("slot", $"'{Shorten(text)}' is not understood; expected an ISO 8601 duration, such as PT1H.");
            return null;
        }

        if (slot < TimeSpan.FromMinutes(5) || slot > TimeSpan.FromDays(1) || TimeSpan.TicksPerDay % slot.Ticks != 0)
        {
            errors.Add("slot", $"'{Shorten(text)}' is no slot: it must last from 5 minutes to 1 day and divide a day evenly.");
            return null;
        }

        return slot;
    }

    private static List<BatchQuestionJob> ReadJobs(
        IReadOnlyList<BatchRequestJob>? items, IReadOnlyList<BatchQuestionSite> sites, DateTimeOffset asOf, TimeSpan slot, FieldErrors errors)
    {
        var jobs = new List<BatchQuestionJob>();
        if (!errors.Require("jobs", items))
        {
            return jobs;
        }

        errors.Within("jobs", items.Count, 1, MostJobs, " jobs");
        var siteIndex = sites.Index().ToDictionary(s => s.Item.Id, s => s.Index, StringComparer.Ordinal);
        for (var i = 0; i < Math.Min(items.Count, MostJobs) && errors.Count < MostErrors; i++)
        {
            if (errors.Require($"jobs[{i}]", items[i]) && ReadJob($"jobs[{i}]", items[i], siteIndex, asOf, slot, errors) is { } job)
            {
                jobs.Add(job);
            }
        }

        return jobs;
    }

    private static BatchQuestionJob? ReadJob(string field, BatchRequestJob item, Dictionary<string, int> siteIndex, DateTimeOffset asOf, TimeSpan slot, FieldErrors errors)
    {
        if (item.Id?.Length > 200)
        {
            errors.Add($"{field}.id", $"has {item.Id.Length} characters; at most 200 are kept.");
        }

        var mode = errors.OneOf($"{field}.mode", item.Mode, "contiguous", "interruptible");
        errors.Within($"{field}.units", item.Units, 1, 100_000, "");
        errors.Within($"{field}.watts", item.Watts ?? AssumedWatts, 0.001, 1e9, " W");
        var sites = ReadAllowed(field, item.Sites, siteIndex, errors);
        if (!IsoDuration.TryParse(item.Duration, out var duration) || duration <= TimeSpan.Zero || duration > LongestHorizon)
        {
            errors.Add($"{field}.duration", $"'{Shorten(item.Duration ?? "")}' is not understood; expected an ISO 8601 duration of more than nothing and at most {LongestHorizon.TotalDays:0} days, such as PT3H.");
            return null;
        }

        var earliest = item.Earliest is { } release && release > asOf ? release : asOf;
        if (earliest - asOf > LongestHorizon)
        {
            errors.Add($"{field}.earliest", $"lies more than {LongestHorizon.TotalDays:0} days after now: plan nearer to the run.");
            return null;
        }

        var deadline = item.Deadline ?? RoundUp(earliest, slot) + (duration > DefaultSlack ? RoundUp(duration, slot) : DefaultSlack);
        if (deadline - asOf > LongestHorizon)
        {
            errors.Add($"{field}.deadline", $"lies more than {LongestHorizon.TotalDays:0} days after now: plan nearer to the run.");
        }
        else if (deadline - earliest < duration)
        {
            errors.Add($"{field}.deadline", $"{deadline:yyyy-MM-dd'T'HH:mm:ss'Z'} is too early: begun at {earliest:yyyy-MM-dd'T'HH:mm:ss'Z'}, the job is done at {earliest + duration:yyyy-MM-dd'T'HH:mm:ss'Z'}.");
        }

        return new BatchQuestionJob(item.Id, mode == "interruptible", duration, earliest, deadline, item.Watts ?? AssumedWatts, item.Watts is null, item.Units, sites);
    }

    private static int[]? ReadAllowed(string field, IReadOnlyList<string>? ids, Dictionary<string, int> siteIndex, FieldErrors errors)
    {
        if (ids is null)
        {
            return null;
        }

        if (ids.Count is 0 or > MostSites)
        {
            errors.Add($"{field}.sites", $"names {ids.Count} sites; name 1 to {MostSites}, or leave it out for all.");
            return null;
        }

        var allowed = new List<int>(ids.Count);
        foreach (var id in ids)
        {
            if (id is not null && siteIndex.TryGetValue(id, out var index))
            {
                allowed.Add(index);
            }
            else
            {
                errors.Add($"{field}.sites", $"'{Shorten(id ?? "")}' is the id of no site of the request.");
                break;
            }
        }

        return [.. allowed];
    }

    private static DateTimeOffset RoundUp(DateTimeOffset time, TimeSpan slot) => new(RoundUp(TimeSpan.FromTicks(time.UtcTicks), slot).Ticks, TimeSpan.Zero);

    private static TimeSpan RoundUp(TimeSpan time, TimeSpan slot) => TimeSpan.FromTicks((time.Ticks + slot.Ticks - 1) / slot.Ticks * slot.Ticks);

    private static string Shorten(string text) => text.Length <= 40 ? text : text[..40] + "…";
}

/// <summary>A job understood. Sites are indices, null for all.</summary>
internal sealed record BatchQuestionJob(
    string? Id, bool Interruptible, TimeSpan Duration, DateTimeOffset Earliest, DateTimeOffset Deadline, double Watts, bool WattsAssumed, int Units, int[]? Sites);

/// <summary>A site understood.</summary>
internal sealed record BatchQuestionSite(string Id, SiteItem Site, int Capacity);
