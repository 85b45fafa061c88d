namespace CarbonApp.Engine.Grid.Planning.Batch;

/// <summary>Cells that a job could take, and their price.</summary>
internal readonly record struct BatchPlace(int[] Cells, double Cost);

/// <summary>Finds the cheapest cells for one job: free ones, or any at the price of their capacity. O(sites × window).</summary>
internal sealed class BatchPlaces(BatchState state)
{
    private readonly BatchModel _model = state.Model;
    private readonly double[] _cost = new double[state.Model.Slots];
    private readonly (double Cost, int Cell)[] _best = new (double, int)[state.Model.Slots];

    /// <summary>The cheapest free cells; null when there are none.</summary>
    /// <param name="job">The job, which has no cells now.</param>
    /// <param name="prices">gCO2eq per unit and cell on top of the emissions; empty for none.</param>
    /// <param name="avoid">Cells that do not count as free.</param>
    public BatchPlace? Free(int job, ReadOnlySpan<double> prices, ReadOnlySpan<int> avoid = default)
    {
        Span<BatchPlace> best = new BatchPlace[1];
        return Find(job, prices, avoid, mustBeFree: true, best) > 0 ? best[0] : null;
    }

    /// <summary>The cheapest cells, full or not, one place per site for a contiguous job; answers how many were found, cheapest first.</summary>
    public int Any(int job, ReadOnlySpan<double> prices, Span<BatchPlace> places) => Find(job, prices, [], mustBeFree: false, places);

    private int Find(int job, ReadOnlySpan<double> prices, ReadOnlySpan<int> avoid, bool mustBeFree, Span<BatchPlace> places) =>
        _model.Jobs[job].Mode == BatchMode.Contiguous
            ? Contiguous(job, prices, avoid, mustBeFree, places)
            : Interruptible(job, prices, avoid, mustBeFree, places);

    /// <summary>Price of a cell for a job; NaN where it must not run.</summary>
    private double Price(int job, int cell, ReadOnlySpan<double> prices, ReadOnlySpan<int> avoid, bool mustBeFree)
    {
        var units = _model.Jobs[job].Units;
        return (mustBeFree ? state.Room(cell) : _model.Capacity[_model.SiteOf(cell)]) < units || avoid.Contains(cell)
            ? double.NaN
            : _model.Cost(job, cell) + (prices.IsEmpty ? 0 : units * prices[cell]);
    }

    private int Contiguous(int index, ReadOnlySpan<double> prices, ReadOnlySpan<int> avoid, bool mustBeFree, Span<BatchPlace> places)
    {
        var job = _model.Jobs[index];
        var found = 0;
        foreach (var site in _model.SitesOf[_model.ClassOf[index]])
        {
            var (sum, known, best, bestStart) = (0.0, 0, double.PositiveInfinity, -1);
            for (var slot = job.FirstSlot; slot < Math.Min(job.EndSlot, _model.Slots); slot++)
            {
                _cost[slot] = Price(index, _model.Cell(site, slot), prices, avoid, mustBeFree);
                (sum, known) = double.IsNaN(_cost[slot]) ? (0, 0) : (sum + _cost[slot], known + 1);
                if (known > job.Slots)
                {
                    (sum, known) = (sum - _cost[slot - job.Slots], known - 1);
                }

                if (known == job.Slots && sum < best)
                {
                    (best, bestStart) = (sum, _model.Cell(site, slot) - job.Slots + 1);
                }
            }

            if (bestStart >= 0)
            {
                Keep(places, ref found, best, bestStart, job.Slots);
            }
        }

        return found;
    }

    private static void Keep(Span<BatchPlace> places, ref int found, double cost, int start, int slots)
    {
        if (found == places.Length && cost >= places[^1].Cost)
        {
            return;
        }

        var at = Math.Min(found, places.Length - 1);
        for (; at > 0 && places[at - 1].Cost > cost; at--)
        {
            places[at] = places[at - 1];
        }

        places[at] = new BatchPlace([.. Enumerable.Range(start, slots)], cost);
        found = Math.Min(found + 1, places.Length);
    }

    private int Interruptible(int index, ReadOnlySpan<double> prices, ReadOnlySpan<int> avoid, bool mustBeFree, Span<BatchPlace> places)
    {
        var job = _model.Jobs[index];
        var known = 0;
        for (var slot = job.FirstSlot; slot < Math.Min(job.EndSlot, _model.Slots); slot++)
        {
            var (best, bestCell) = (double.PositiveInfinity, -1);
            foreach (var site in _model.SitesOf[_model.ClassOf[index]])
            {
                var cell = _model.Cell(site, slot);
                if (Price(index, cell, prices, avoid, mustBeFree) is var price && price < best)
                {
                    (best, bestCell) = (price, cell);
                }
            }

            if (bestCell >= 0)
            {
                _best[known++] = (best, bestCell);
            }
        }

        if (known < job.Slots)
        {
            return 0;
        }

        var slots = _best.AsSpan(0, known);
        slots.Sort((a, b) => a.Cost != b.Cost ? a.Cost.CompareTo(b.Cost) : _model.SlotOf(a.Cell).CompareTo(_model.SlotOf(b.Cell)));
        var (cells, sum) = (new int[job.Slots], 0.0);
        for (var i = 0; i < cells.Length; i++)
        {
            (cells[i], sum) = (slots[i].Cell, sum + slots[i].Cost);
        }

        Array.Sort(cells, (a, b) => _model.SlotOf(a).CompareTo(_model.SlotOf(b)));
        places[0] = new BatchPlace(cells, sum);
        return 1;
    }
}
