using System.Diagnostics.CodeAnalysis;
using CarbonApp.Api.Grid.Plans;
using CarbonApp.Api.Grid.Signals;
using CarbonApp.Api.Problems;
using CarbonApp.Engine.Grid.Planning;
using CarbonApp.Engine.Grid.Signals;
using Microsoft.AspNetCore.Http.HttpResults;

namespace CarbonApp.Api.Grid.WhatIf;

/// <summary>A question about a past run that has been understood.</summary>
/// <param name="Site">Where it ran.</param>
/// <param name="Basis">Signal by which it is judged.</param>
/// <param name="Segments">When it ran.</param>
/// <param name="Kilowatts">Power from the grid while it ran, PUE included, kW.</param>
/// <param name="Job">The same work, movable.</param>
/// <param name="Interruptible">Whether it may be moved in parts.</param>
internal sealed record WhatIfQuestion(
    SiteItem Site, SignalBasis Basis, IReadOnlyList<(DateTimeOffset Start, DateTimeOffset End)> Segments, double Kilowatts, MovableJob Job, bool Interruptible)
{
    private const int MostSegments = 1000;
    private static readonly TimeSpan LongestRun = TimeSpan.FromDays(366);
    private static readonly TimeSpan LongestSlack = TimeSpan.FromDays(31);

    /// <summary>Reads a request at the time <paramref name="present"/>; false with a problem that names what to change.</summary>
    public static bool TryRead(
        WhatIfRequest request, DateTimeOffset present, [NotNullWhen(true)] out WhatIfQuestion? question, [NotNullWhen(false)] out ProblemHttpResult? problem)
    {
        question = null;
        var errors = new FieldErrors();
        var kind = errors.OneOf("signal", request.Signal, "average", "marginal");
        var factor = errors.OneOf("factor", request.Factor, "lifecycle", "direct");
        var mode = errors.OneOf("mode", request.Mode, "contiguous", "interruptible");
        CheckPower(request, errors);
        var slack = ReadSlack(request.Slack, errors);
        var segments = ReadSegments(request.Segments, present, errors);
        if (errors.Require("site", request.Site))
        {
            PlanSites.Validate(request.Site, "site", errors);
        }

        var earliest = request.Earliest ?? segments.FirstOrDefault().Start;
        if (segments.Count > 0 && (earliest > segments[0].Start || segments[0].Start - earliest > LongestSlack))
        {
            errors.Add("earliest", $"must lie at the start of the run, or up to {LongestSlack.TotalDays:0} days before.");
        }

        if (errors.Any)
        {
            problem = errors.ToProblem();
            return false;
        }

        if (!PlanSites.TryResolve(request.Site!, out var site, out problem))
        {
            return false;
        }

        var duration = TimeSpan.FromTicks(segments.Sum(s => (s.End - s.Start).Ticks));
        var kilowatts = (request.Watts / 1000 ?? (request.EnergyKwh!.Value / duration.TotalHours)) * site.Pue;
        question = new WhatIfQuestion(
            site,
            new SignalBasis(ZoneId.Parse(site.Zone), WireNames.Kind(kind)!.Value, WireNames.Factor(factor)!.Value),
            segments,
            kilowatts,
            new MovableJob(duration, earliest.ToUniversalTime(), segments[^1].End + slack),
            request.Mode is null ? segments.Count > 1 : mode == "interruptible");
        return true;
    }

    private static void CheckPower(WhatIfRequest request, FieldErrors errors)
    {
        if (request.Watts is null == request.EnergyKwh is null)
        {
            errors.Add("watts", "give either watts or energyKwh, not both and not neither.");
        }

        errors.Within("watts", request.Watts ?? 1, 0.001, 1e9, " W");
        errors.Within("energyKwh", request.EnergyKwh ?? 1, 1e-6, 1e9, " kWh");
    }

    private static TimeSpan ReadSlack(string text, FieldErrors errors)
    {
        if (!IsoDuration.TryParse(text, out var slack) || slack > LongestSlack)
        {
            errors.Add("slack", $"'{(text.Length <= 40 ? text : text[..40] + "…")}' is not understood; expected an ISO 8601 duration of at most {LongestSlack.TotalDays:0} days, such as PT24H.");
        }

        return slack;
    }

    private static List<(DateTimeOffset Start, DateTimeOffset End)> ReadSegments(IReadOnlyList<WhatIfSegment>? items, DateTimeOffset present, FieldErrors errors)
    {
        var segments = new List<(DateTimeOffset Start, DateTimeOffset End)>();
        if (!errors.Require("segments", items))
        {
            return segments;
        }

        errors.Within("segments", items.Count, 1, MostSegments, " stretches");
        for (var i = 0; i < Math.Min(items.Count, MostSegments) && !errors.Any; i++)
        {
            var field = $"segments[{i}]";
            if (items[i] is not { Start: { } start, End: { } end })
            {
                errors.Add(field, "needs start and end.");
            }
            else if (end <= start)
            {
                errors.Add(field, "ends before it starts.");
            }
            else if (end > present)
            {
                errors.Add(field, $"ends in the future; it is {present:yyyy-MM-dd'T'HH:mm:ss'Z'}. POST /api/v2/plan plans what is to come.");
            }
            else if (segments.Count > 0 && (start < segments[^1].End || end - segments[0].Start > LongestRun))
            {
                errors.Add(field, $"overlaps the one before it, or ends more than {LongestRun.TotalDays:0} days after the run began.");
            }
            else if (end - start > LongestRun)
            {
                errors.Add(field, $"lasts longer than {LongestRun.TotalDays:0} days.");
            }
            else
            {
                segments.Add((start.ToUniversalTime(), end.ToUniversalTime()));
            }
        }

        return segments;
    }
}
