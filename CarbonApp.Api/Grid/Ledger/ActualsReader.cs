using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using CarbonApp.Api.Grid.Plans;
using CarbonApp.Api.Problems;
using CarbonApp.Engine.Grid.Signals;
using Microsoft.AspNetCore.Http.HttpResults;

namespace CarbonApp.Api.Grid.Ledger;

/// <summary>Reads how a plan was run: in order, inside the times that can be, with energy and zone filled in.</summary>
internal static class ActualsReader
{
    private const int MostSegments = 1000;
    private const double MostKwh = 1e12;

    /// <summary>A run this far from the plan's window is a run of something else.</summary>
    private static readonly TimeSpan Reach = TimeSpan.FromDays(31);

    public static bool TryRead(
        ActualsRequest request, PlanResponse plan, DateTimeOffset now, [NotNullWhen(true)] out ActualItem[]? run, [NotNullWhen(false)] out ProblemHttpResult? problem)
    {
        var errors = new FieldErrors();
        var items = request.Segments is { } segments ? Several(segments, request, plan, errors) : InOnePiece(request, plan, errors);
        CheckOrder(items, errors);
        foreach (var (item, field) in items)
        {
            Check(item, field, plan, now, errors);
        }

        run = errors.Any ? null : [.. items.Select(i => i.Item)];
        problem = errors.Any ? errors.ToProblem() : null;
        return run is not null;
    }

    private static List<(ActualItem Item, string Field)> Several(IReadOnlyList<ActualSegment> segments, ActualsRequest request, PlanResponse plan, FieldErrors errors)
    {
        var items = new List<(ActualItem, string)>();
        if ((request.Start, request.End, request.EnergyKwh) != default)
        {
            errors.Add("segments", "are given beside start, end or energyKwh: give one or the other.");
        }

        if (segments.Count is 0 or > MostSegments)
        {
            errors.Add("segments", $"has {segments.Count} entries; give 1 to {MostSegments}.");
            return items;
        }

        for (var i = 0; i < segments.Count && errors.Count < 20; i++)
        {
            if (segments[i] is { Start: { } start, End: { } end } segment)
            {
                items.Add((Item(start, end, segment.EnergyKwh, segment.Zone, plan), $"segments[{i}]"));
            }
            else
            {
                errors.Add($"segments[{i}]", "needs start and end.");
            }
        }

        return [.. items.OrderBy(i => i.Item1.Start)];
    }

    private static List<(ActualItem Item, string Field)> InOnePiece(ActualsRequest request, PlanResponse plan, FieldErrors errors)
    {
        if (request is { Start: { } start, End: { } end })
        {
            return [(Item(start, end, request.EnergyKwh, null, plan), "end")];
        }

        errors.Add("segments", "are missing: give segments, or start and end of a run in one piece.");
        return [];
    }

    /// <summary>Energy nobody read off a meter is taken to be drawn at the plan's mean power.</summary>
    private static ActualItem Item(DateTimeOffset start, DateTimeOffset end, double? energyKwh, string? zone, PlanResponse plan) => new()
    {
        Start = start.ToUniversalTime(),
        End = end.ToUniversalTime(),
        EnergyKwh = energyKwh ?? Math.Max(0, plan.Totals.EnergyKwh / plan.Segments.Sum(s => (s.End - s.Start).TotalHours) * (end - start).TotalHours),
        Zone = zone ?? plan.Segments[0].Site.Zone,
    };

    private static void Check(ActualItem item, string field, PlanResponse plan, DateTimeOffset now, FieldErrors errors)
    {
        if (item.End <= item.Start)
        {
            errors.Add(field, $"ends at {Text(item.End)}, which is not after its start, {Text(item.Start)}.");
        }

        if (item.End > now)
        {
            errors.Add(field, $"ends at {Text(item.End)}, which is still to come: report a run when it is over.");
        }

        if (item.Start < plan.Earliest - Reach || item.End > plan.Deadline + Reach)
        {
            errors.Add(field, $"lies more than {Reach.TotalDays:0} days from the plan's window, {Text(plan.Earliest)} to {Text(plan.Deadline)}: is it the run of another plan?");
        }

        if (!ZoneId.TryParse(item.Zone, out _))
        {
            errors.Add($"{field}.zone", "is no name of a grid zone, such as GB or US-MIDA-PJM.");
        }

        errors.Within($"{field}.energyKwh", item.EnergyKwh, 0, MostKwh, " kWh");
    }

    private static void CheckOrder(List<(ActualItem Item, string Field)> items, FieldErrors errors)
    {
        for (var i = 1; i < items.Count; i++)
        {
            if (items[i].Item.Start < items[i - 1].Item.End && errors.Count < 20)
            {
                errors.Add(items[i].Field, $"overlaps {items[i - 1].Field}: what ran at once in two places is one segment, or two jobs.");
            }
        }
    }

    private static string Text(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
}
