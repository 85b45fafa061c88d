namespace CarbonApp.Engine.Grid.Planning.Batch;

/// <summary>
/// What a batch would do if nobody planned: first come, first served. Jobs take their turn by first slot, then order; each runs as soon
/// as one of its sites, in the order it names them, has room, and whether or not that meets its deadline.
/// </summary>
public static class BatchRunNow
{
    /// <summary>Runs per job; null for a job that finds no room in slots whose intensity is known.</summary>
    /// <param name="problem">Jobs and sites.</param>
    public static IReadOnlyList<IReadOnlyList<BatchRun>?> Find(BatchProblem problem)
    {
        var model = new BatchModel(problem);
        var load = new int[model.CellCount];
        var runs = new IReadOnlyList<BatchRun>?[model.Jobs.Count];
        foreach (var job in Enumerable.Range(0, runs.Length).OrderBy(j => model.Jobs[j].FirstSlot))
        {
            int[] sites = model.Jobs[job].Sites is { } own ? [.. own] : model.SitesOf[model.ClassOf[job]];
            var cells = model.Jobs[job].Mode == BatchMode.Contiguous ? OnePiece(model, load, job, sites) : Pieces(model, load, job, sites);
            foreach (var cell in cells ?? [])
            {
                load[cell] += model.Jobs[job].Units;
            }

            runs[job] = cells is null ? null : model.Runs(cells);
        }

        return runs;
    }

    private static bool IsFree(BatchModel model, int[] load, int cell, int units) =>
        !double.IsNaN(model.Price(cell)) && model.Capacity[model.SiteOf(cell)] - load[cell] >= units;

    private static int[]? Pieces(BatchModel model, int[] load, int job, int[] sites)
    {
        var cells = new List<int>();
        for (var slot = model.Jobs[job].FirstSlot; slot < model.Slots && cells.Count < model.Jobs[job].Slots; slot++)
        {
            var site = Array.FindIndex(sites, s => IsFree(model, load, model.Cell(s, slot), model.Jobs[job].Units));
            if (site >= 0)
            {
                cells.Add(model.Cell(sites[site], slot));
            }
        }

        return cells.Count == model.Jobs[job].Slots ? [.. cells] : null;
    }

    private static int[]? OnePiece(BatchModel model, int[] load, int job, int[] sites)
    {
        var free = new int[sites.Length];
        for (var slot = model.Jobs[job].FirstSlot; slot < model.Slots; slot++)
        {
            for (var i = 0; i < sites.Length; i++)
            {
                var cell = model.Cell(sites[i], slot);
                free[i] = IsFree(model, load, cell, model.Jobs[job].Units) ? free[i] + 1 : 0;
                if (free[i] == model.Jobs[job].Slots)
                {
                    return [.. Enumerable.Range(cell - free[i] + 1, free[i])];
                }
            }
        }

        return null;
    }
}
