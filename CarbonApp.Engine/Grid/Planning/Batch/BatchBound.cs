namespace CarbonApp.Engine.Grid.Planning.Batch;

/// <summary>
/// A lower bound on the emissions of every plan, for any prices of capacity (Lagrangian relaxation: Geoffrion 1974; Fisher 1981):
/// each job alone takes its cheapest slots where a unit costs its emissions and the price; less the price of all capacity.
/// </summary>
/// <remarks>
/// Needs no trust in whatever found the prices. At the prices of an optimal flow the bound equals the flow's cost: that is the
/// proof. For jobs in one piece it is at least as strong as the flow with pieces allowed. O(cells × classes + jobs × window).
/// </remarks>
internal sealed class BatchBound
{
    private readonly BatchModel _model;
    private readonly double[] _slotCost;
    private readonly double[] _window;
    private readonly double[] _cost;

    public BatchBound(BatchModel model)
    {
        _model = model;
        _slotCost = new double[model.Slots];
        _window = new double[model.Slots];
        _cost = new double[model.Slots + 1];
        JobsByClass = [.. Enumerable.Range(0, model.Jobs.Count).GroupBy(j => model.ClassOf[j]).OrderBy(g => g.Key).Select(g => g.ToArray())];
    }

    private int[][] JobsByClass { get; }

    /// <summary>The bound in gCO2eq at prices per cell and capacity unit, each zero or more.</summary>
    /// <param name="capacityPrice">gCO2eq per unit and slot, per cell.</param>
    /// <param name="use">When given, receives the units each cell is used by in the relaxed optimum.</param>
    public double At(ReadOnlySpan<double> capacityPrice, Span<int> use = default)
    {
        var bound = 0.0;
        for (var jobClass = 0; jobClass < JobsByClass.Length; jobClass++)
        {
            bound += OfClass(jobClass, capacityPrice, use);
        }

        for (var site = 0; site < _model.SiteCount; site++)
        {
            var sum = 0.0;
            foreach (var price in capacityPrice.Slice(site * _model.Slots, _model.Slots))
            {
                sum += price;
            }

            bound -= sum * _model.Capacity[site];
        }

        return bound;
    }

    private double OfClass(int jobClass, ReadOnlySpan<double> capacityPrice, Span<int> use)
    {
        var sum = 0.0;
        var bestSite = new int[_model.Slots];
        var cheapestKnown = false;
        foreach (var job in JobsByClass[jobClass])
        {
            if (_model.Jobs[job].Mode == BatchMode.Contiguous)
            {
                sum += Contiguous(job, capacityPrice, use);
                continue;
            }

            if (!cheapestKnown)
            {
                CheapestSites(jobClass, capacityPrice, bestSite);
                cheapestKnown = true;
            }

            sum += Interruptible(job, bestSite, use);
        }

        return sum;
    }

    private void CheapestSites(int jobClass, ReadOnlySpan<double> capacityPrice, int[] bestSite)
    {
        _slotCost.AsSpan().Fill(double.PositiveInfinity);
        var factor = _model.CostFactor[jobClass];
        foreach (var site in _model.SitesOf[jobClass])
        {
            if (_model.Capacity[site] == 0)
            {
                continue;
            }

            for (var slot = 0; slot < _model.Slots; slot++)
            {
                var cell = _model.Cell(site, slot);
                var cost = (factor * _model.Price(cell)) + capacityPrice[cell];
                if (cost < _slotCost[slot])
                {
                    (_slotCost[slot], bestSite[slot]) = (cost, site);
                }
            }
        }
    }

    private double Interruptible(int index, int[] bestSite, Span<int> use)
    {
        var job = _model.Jobs[index];
        var window = _window.AsSpan(0, Math.Min(job.EndSlot, _model.Slots) - job.FirstSlot);
        _slotCost.AsSpan(job.FirstSlot, window.Length).CopyTo(window);
        window.Sort();
        var sum = 0.0;
        foreach (var cost in window[..job.Slots])
        {
            sum += cost;
        }

        if (!use.IsEmpty)
        {
            var limit = window[job.Slots - 1];
            var atLimit = job.Slots - window.IndexOf(limit);
            for (var slot = job.FirstSlot; slot < job.FirstSlot + window.Length; slot++)
            {
                if (_slotCost[slot] < limit || (_slotCost[slot] == limit && atLimit-- > 0))
                {
                    use[_model.Cell(bestSite[slot], slot)] += job.Units;
                }
            }
        }

        return sum * job.Units;
    }

    private double Contiguous(int index, ReadOnlySpan<double> capacityPrice, Span<int> use)
    {
        var (job, energy) = (_model.Jobs[index], _model.EnergyPerSlot[index]);
        var (best, bestCell) = (double.PositiveInfinity, -1);
        foreach (var site in _model.SitesOf[_model.ClassOf[index]])
        {
            if (_model.Capacity[site] < job.Units)
            {
                continue;
            }

            var (sum, known) = (0.0, 0);
            for (var slot = job.FirstSlot; slot < Math.Min(job.EndSlot, _model.Slots); slot++)
            {
                var cell = _model.Cell(site, slot);
                _cost[slot] = (energy * _model.Price(cell)) + (job.Units * capacityPrice[cell]);
                (sum, known) = double.IsNaN(_cost[slot]) ? (0, 0) : (sum + _cost[slot], known + 1);
                if (known > job.Slots)
                {
                    (sum, known) = (sum - _cost[slot - job.Slots], known - 1);
                }

                if (known == job.Slots && sum < best)
                {
                    (best, bestCell) = (sum, cell - job.Slots + 1);
                }
            }
        }

        if (!use.IsEmpty)
        {
            for (var cell = bestCell; cell < bestCell + job.Slots; cell++)
            {
                use[cell] += job.Units;
            }
        }

        return best;
    }
}
