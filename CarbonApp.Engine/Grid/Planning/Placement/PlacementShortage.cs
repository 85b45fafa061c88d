namespace CarbonApp.Engine.Grid.Planning.Placement;

/// <summary>
/// What stands in the way of requests without a site: from them to the sites in reach, all full, on to the origins served there,
/// which could give way, and so forth: the violated set of Hall's condition (Hall 1935).
/// </summary>
internal static class PlacementShortage
{
    public static PlacementOutcome.Infeasible Of(PlacementProblem problem, (int Origin, int Site, long Count)[] shares, long[] missing)
    {
        var servedAt = shares.ToLookup(s => s.Site, s => s.Origin);
        UnservedOrigin[] unserved = [.. missing.Index().Where(m => m.Item > 0)
            .Select(m => new UnservedOrigin(m.Index, m.Item, PlacementOptimum.InReach(problem, m.Index).Count()))];
        var (origins, sites) = (unserved.Select(u => u.Origin).ToHashSet(), new SortedSet<int>());
        var waiting = new Queue<int>(origins);
        while (waiting.TryDequeue(out var origin))
        {
            foreach (var other in PlacementOptimum.InReach(problem, origin).Where(sites.Add).SelectMany(site => servedAt[site]).Where(origins.Add))
            {
                waiting.Enqueue(other);
            }
        }

        return new PlacementOutcome.Infeasible(unserved, [.. origins.Except(unserved.Select(u => u.Origin)).Order()], [.. sites]);
    }
}
