namespace CarbonApp.Engine.Grid.Planning.Batch;

/// <summary>
/// Says who lacks a place in the fullest flow and where capacity is short: from each job without a place to the full cells it could
/// use, on to the jobs that hold those, and so forth. What is reached is the violated set of Hall's condition (Hall 1935).
/// </summary>
internal static class BatchShortage
{
    /// <summary>Null when the flow places every job.</summary>
    public static BatchOutcome.Infeasible? Find(BatchModel model, BatchNetwork network)
    {
        var unplaced = new List<UnplacedJob>();
        for (var job = 0; job < model.Jobs.Count; job++)
        {
            if (network.Unplaced(job) is var units and > 0)
            {
                unplaced.Add(new UnplacedJob(job, (int)Math.Ceiling((double)units / model.Jobs[job].Units), UnplacedReason.CapacityShort));
            }
        }

        return unplaced.Count == 0 ? null : new BatchOutcome.Infeasible(unplaced, Around(model, network, unplaced), IsProven: true);
    }

    private static CapacityShortage Around(BatchModel model, BatchNetwork network, List<UnplacedJob> unplaced)
    {
        var held = network.Placed.ToDictionary(p => (p.Job, p.Slot), p => p.Units);
        var holders = held.Keys.ToLookup(p => (model.ClassOf[p.Job], p.Slot), p => p.Job);
        var (jobs, cells) = (unplaced.Select(u => u.Job).ToHashSet(), new HashSet<int>());
        var waiting = new Queue<int>(jobs);
        while (waiting.TryDequeue(out var job))
        {
            foreach (var cell in CellsOpenTo(model, job, slot => held.GetValueOrDefault((job, slot)) < model.Jobs[job].Units))
            {
                if (!cells.Add(cell))
                {
                    continue;
                }

                var others = Enumerable.Range(0, model.ClassCount).Where(c => network.Flow(c, cell) > 0).SelectMany(c => holders[(c, model.SlotOf(cell))]);
                foreach (var other in others.Where(jobs.Add))
                {
                    waiting.Enqueue(other);
                }
            }
        }

        // A job may also lack slots with no cell in reach: it holds every slot it could, which the check of single jobs excludes.
        return new CapacityShortage(jobs.Count, cells.Min(model.SlotOf), cells.Max(model.SlotOf) + 1);
    }

    private static IEnumerable<int> CellsOpenTo(BatchModel model, int job, Func<int, bool> mayRunMore)
    {
        var item = model.Jobs[job];
        return Enumerable.Range(item.FirstSlot, Math.Min(item.EndSlot, model.Slots) - item.FirstSlot).Where(mayRunMore)
            .SelectMany(slot => model.SitesOf[model.ClassOf[job]].Select(site => model.Cell(site, slot)))
            .Where(cell => model.Capacity[model.SiteOf(cell)] > 0 && !double.IsNaN(model.Price(cell)));
    }
}
