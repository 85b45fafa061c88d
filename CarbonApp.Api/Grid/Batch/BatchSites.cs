using System.Diagnostics.CodeAnalysis;
using CarbonApp.Api.Grid.Plans;
using CarbonApp.Api.Problems;
using Microsoft.AspNetCore.Http.HttpResults;

namespace CarbonApp.Api.Grid.Batch;

/// <summary>Reads the sites of a batch.</summary>
internal static class BatchSites
{
    /// <summary>False with a problem where a name is unknown or the form of the list is wrong.</summary>
    public static bool TryRead(
        IReadOnlyList<BatchRequestSite>? items, FieldErrors errors, out List<BatchQuestionSite> sites, [NotNullWhen(false)] out ProblemHttpResult? problem)
    {
        sites = [];
        if (errors.Require("sites", items))
        {
            errors.Within("sites", items.Count, 1, BatchQuestion.MostSites, " sites");
            Validate(items, errors);
        }

        if (errors.Any)
        {
            problem = errors.ToProblem();
            return false;
        }

        foreach (var item in items!)
        {
            if (!PlanSites.TryResolve(AsPlanSite(item), out var site, out problem))
            {
                return false;
            }

            sites.Add(new BatchQuestionSite(IdOf(item), site, item.Capacity!.Value));
        }

        problem = null;
        return true;
    }

    private static void Validate(IReadOnlyList<BatchRequestSite> items, FieldErrors errors)
    {
        var ids = new HashSet<string>(StringComparer.Ordinal);
        for (var i = 0; i < Math.Min(items.Count, BatchQuestion.MostSites); i++)
        {
            var field = $"sites[{i}]";
            if (!errors.Require(field, items[i]))
            {
                continue;
            }

            PlanSites.Validate(AsPlanSite(items[i]), field, errors);
            if (errors.Require($"{field}.capacity", (object?)items[i].Capacity))
            {
                errors.Within($"{field}.capacity", items[i].Capacity!.Value, 0, 1_000_000, "");
            }

            if (items[i].Id?.Length > 200)
            {
                errors.Add($"{field}.id", $"has {items[i].Id!.Length} characters; at most 200 are kept.");
            }
            else if (items[i] is { Id: not null } or { Region: not null } or { Zone: not null } && !ids.Add(IdOf(items[i])))
            {
                errors.Add($"{field}.id", $"'{IdOf(items[i])}' names a site before it too: give each an id of its own.");
            }
        }
    }

    private static string IdOf(BatchRequestSite item) => item.Id ?? item.Region ?? item.Zone!;

    private static PlanSite AsPlanSite(BatchRequestSite item) => new() { Provider = item.Provider, Region = item.Region, Zone = item.Zone, Pue = item.Pue };
}
