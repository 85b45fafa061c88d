namespace CarbonApp.Engine.Grid.Planning.Batch;

/// <summary>Finds the jobs that no plan could place, whatever the others do.</summary>
internal static class BatchFeasibility
{
    public static List<UnplacedJob> Hopeless(BatchModel model)
    {
        var hopeless = new List<UnplacedJob>();
        for (var job = 0; job < model.Jobs.Count; job++)
        {
            if (Look(model, job) is { } unplaced)
            {
                hopeless.Add(unplaced);
            }
        }

        return hopeless;
    }

    private static UnplacedJob? Look(BatchModel model, int index)
    {
        var job = model.Jobs[index];
        var (first, end) = (job.FirstSlot, Math.Min(job.EndSlot, model.Slots));
        if (job.EndSlot - first < job.Slots)
        {
            return new UnplacedJob(index, job.Slots - Math.Max(0, job.EndSlot - first), UnplacedReason.WindowTooShort);
        }

        var sites = model.SitesOf[model.ClassOf[index]];
        if (!sites.Any(s => model.Capacity[s] >= job.Units))
        {
            return new UnplacedJob(index, job.Slots, UnplacedReason.LargerThanAnySite);
        }

        var roomy = sites.Where(s => model.Capacity[s] >= job.Units).ToArray();
        var usable = job.Mode == BatchMode.Contiguous
            ? roomy.Max(s => LongestKnown(model, s, first, end))
            : KnownAnywhere(model, roomy, first, end);
        return usable < job.Slots ? new UnplacedJob(index, job.Slots - usable, UnplacedReason.NotCovered) : null;
    }

    private static int KnownAnywhere(BatchModel model, int[] sites, int first, int end)
    {
        var known = 0;
        for (var slot = first; slot < end; slot++)
        {
            foreach (var site in sites)
            {
                if (!double.IsNaN(model.Price(model.Cell(site, slot))))
                {
                    known++;
                    break;
                }
            }
        }

        return known;
    }

    private static int LongestKnown(BatchModel model, int site, int first, int end)
    {
        var (longest, current) = (0, 0);
        for (var slot = first; slot < end; slot++)
        {
            current = double.IsNaN(model.Price(model.Cell(site, slot))) ? 0 : current + 1;
            longest = Math.Max(longest, current);
        }

        return longest;
    }
}
