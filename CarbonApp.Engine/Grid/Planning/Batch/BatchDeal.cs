namespace CarbonApp.Engine.Grid.Planning.Batch;

/// <summary>
/// Deals the units that a flow gives each class in each cell to the jobs of the class: at the site of the slot before where it can,
/// so that few move. Within a class and slot every job costs the same anywhere, so any deal is as clean.
/// </summary>
internal static class BatchDeal
{
    /// <summary>Cells per job in time order. A job of several units may be dealt several cells of one slot.</summary>
    public static List<int>[] Cells(BatchModel model, BatchNetwork network)
    {
        List<int>[] cells = [.. model.Jobs.Select(j => new List<int>(j.Slots))];
        var left = new long[model.SiteCount];
        foreach (var slot in network.Placed.GroupBy(p => p.Slot).OrderBy(g => g.Key))
        {
            foreach (var jobs in slot.GroupBy(p => model.ClassOf[p.Job], p => (p.Job, p.Units)))
            {
                foreach (var site in model.SitesOf[jobs.Key])
                {
                    left[site] = network.Flow(jobs.Key, model.Cell(site, slot.Key));
                }

                DealSlot(model, slot.Key, [.. jobs.OrderBy(j => j.Job)], model.SitesOf[jobs.Key], left, cells);
            }
        }

        return cells;
    }

    private static void DealSlot(BatchModel model, int slot, (int Job, long Units)[] jobs, int[] sites, long[] left, List<int>[] cells)
    {
        for (var i = 0; i < jobs.Length; i++)
        {
            ref var job = ref jobs[i];
            if (cells[job.Job] is [.., var last] && model.SlotOf(last) == slot - 1)
            {
                Take(model.SiteOf(last), ref job);
            }
        }

        var next = 0;
        for (var i = 0; i < jobs.Length; i++)
        {
            while (jobs[i].Units > 0)
            {
                Take(sites[next], ref jobs[i]);
                next += jobs[i].Units > 0 ? 1 : 0;
            }
        }

        void Take(int site, ref (int Job, long Units) job)
        {
            var units = Math.Min(left[site], job.Units);
            if (units > 0)
            {
                left[site] -= units;
                job.Units -= units;
                cells[job.Job].Add(model.Cell(site, slot));
            }
        }
    }
}
