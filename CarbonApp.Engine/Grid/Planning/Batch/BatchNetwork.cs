using CarbonApp.Engine.Grid.Planning.Network;

namespace CarbonApp.Engine.Grid.Planning.Batch;

/// <summary>
/// The flow of a batch: job → (class, slot), at most the job's units → (site, slot) at the cost of a unit → sink, at most the
/// site's capacity. The nodes of a class stand for those of all its jobs, which within a slot are alike.
/// </summary>
/// <remarks>
/// Holds only the arcs that can matter: it begins with each job's cheapest slots and the sites that suffice for them, and after
/// each optimum adds the absent arcs whose reduced cost is negative (column generation: Dantzig and Wolfe 1960), until none is.
/// Where classes are many, the optimum of coarser classes says where to begin: its places, and its prices of capacity.
/// Costs are whole numbers, 2^39 the dearest arc, so that optimality is exact for them and no rounding can make it cycle.
/// </remarks>
internal sealed class BatchNetwork
{
    private const long DearestArc = 1L << 39;
    private const long CostOfUnplaced = 1L << 60;
    private const int Absent = -1;

    /// <summary>Each job starts with twice its slots and some: nearly always enough where capacity is not scarce.</summary>
    private const int SpareSlots = 8;

    private readonly BatchModel _model;
    private readonly NetworkSimplex _simplex = new(CostOfUnplaced);
    private readonly double _scale;
    private readonly int _sink;
    private readonly int[] _jobNode;
    private readonly int[] _classNode;
    private readonly int[] _cellNode;
    private readonly List<(int Job, int Slot, int Arc)> _jobArcs = [];
    private readonly Dictionary<(int Class, int Cell), int> _siteArcs = [];
    private readonly HashSet<long> _jobSlots = [];

    private BatchNetwork(BatchModel model)
    {
        _model = model;
        _scale = DearestArc / Math.Max(double.Epsilon, DearestCost(model));
        _scale = double.IsFinite(_scale) ? _scale : 1;
        _classNode = Filled(model.ClassCount * model.Slots);
        _cellNode = Filled(model.CellCount);
        _jobNode = [.. model.Jobs.Select(j => _simplex.AddNode((long)j.Slots * j.Units))];
        _sink = _simplex.AddNode(-model.Jobs.Sum(j => (long)j.Slots * j.Units));
    }

    /// <summary>Rounds of column generation so far.</summary>
    public int Rounds { get; private set; }

    /// <summary>Exchanges of tree arcs so far.</summary>
    public long Pivots => _simplex.Pivots;

    /// <summary>The cheapest flow.</summary>
    public static BatchNetwork Solve(BatchModel model, IProgress<BatchProgress>? progress, CancellationToken cancellationToken)
    {
        var network = new BatchNetwork(model);
        if (model.Coarser() is { } coarser)
        {
            var guide = Solve(coarser, progress, cancellationToken);
            network.Seed(guide.Prices());
            network.SeedPlaces(BatchDeal.Cells(coarser, guide));
        }
        else
        {
            network.Seed(new double[model.CellCount]);
        }

        network.Improve(progress, cancellationToken);
        return network;
    }

    /// <summary>Pivots and prices until no arc, present or absent, would lower the cost.</summary>
    private void Improve(IProgress<BatchProgress>? progress, CancellationToken cancellationToken)
    {
        do
        {
            cancellationToken.ThrowIfCancellationRequested();
            _simplex.Solve(cancellationToken);
            Rounds++;
            progress?.Report(new BatchProgress("flow", 1 - Math.Pow(0.8, Rounds)));
        }
        while (AddImprovingArcs());
    }

    /// <summary>Units of a job that found no place.</summary>
    public long Unplaced(int job) => _simplex.Unshipped(_jobNode[job]);

    /// <summary>gCO2eq that one more unit would save, per cell; zero or more.</summary>
    public double[] Prices() => [.. Enumerable.Range(0, _model.CellCount).Select(cell => CapacityPrice(cell) / _scale)];

    /// <summary>Per job and slot with a flow, and its units, in no order.</summary>
    public IEnumerable<(int Job, int Slot, long Units)> Placed =>
        _jobArcs.Select(a => (a.Job, a.Slot, Units: _simplex.Flow(a.Arc))).Where(a => a.Units > 0);

    /// <summary>Units that a class has in a cell.</summary>
    public long Flow(int jobClass, int cell) => _siteArcs.TryGetValue((jobClass, cell), out var arc) ? _simplex.Flow(arc) : 0;

    private void SeedPlaces(IReadOnlyList<IReadOnlyList<int>> cellsOfJobs)
    {
        for (var job = 0; job < cellsOfJobs.Count; job++)
        {
            foreach (var cell in cellsOfJobs[job])
            {
                AddJobArc(job, _model.ClassOf[job], _model.SlotOf(cell));
                AddSiteArc(_model.ClassOf[job], cell);
            }
        }
    }

    private void Seed(double[] capacityPrice)
    {
        var wanted = new int[_classNode.Length];
        var (slotCost, order) = (new double[_model.Slots], new int[_model.Slots]);
        var lastClass = Absent;
        foreach (var job in Enumerable.Range(0, _model.Jobs.Count).OrderBy(j => _model.ClassOf[j]))
        {
            var (item, jobClass) = (_model.Jobs[job], _model.ClassOf[job]);
            if (jobClass != lastClass)
            {
                FillCheapest(jobClass, capacityPrice, slotCost);
                lastClass = jobClass;
            }

            var window = Math.Min(item.EndSlot, _model.Slots) - item.FirstSlot;
            var slots = order.AsSpan(0, window);
            for (var i = 0; i < window; i++)
            {
                slots[i] = item.FirstSlot + i;
            }

            slots.Sort((a, b) => slotCost[a] != slotCost[b] ? slotCost[a].CompareTo(slotCost[b]) : a.CompareTo(b));
            foreach (var slot in slots[..Math.Min(window, (2 * item.Slots) + SpareSlots)])
            {
                if (double.IsFinite(slotCost[slot]))
                {
                    wanted[(jobClass * _model.Slots) + slot] += item.Units;
                    AddJobArc(job, jobClass, slot);
                }
            }
        }

        for (var node = 0; node < wanted.Length; node++)
        {
            AddSites(node / _model.Slots, node % _model.Slots, wanted[node], capacityPrice);
        }
    }

    private void FillCheapest(int jobClass, double[] capacityPrice, double[] slotCost)
    {
        slotCost.AsSpan().Fill(double.PositiveInfinity);
        foreach (var site in _model.SitesOf[jobClass])
        {
            for (var slot = 0; slot < _model.Slots && _model.Capacity[site] > 0; slot++)
            {
                var cell = _model.Cell(site, slot);
                var cost = _model.CostPerUnit(jobClass, cell) + capacityPrice[cell];
                slotCost[slot] = cost < slotCost[slot] ? cost : slotCost[slot];
            }
        }
    }

    /// <summary>The cheapest sites that together hold the units wanted: the class alone never needs another.</summary>
    private void AddSites(int jobClass, int slot, long units, double[] capacityPrice)
    {
        if (units == 0)
        {
            return;
        }

        var cells = _model.SitesOf[jobClass].Where(s => _model.Capacity[s] > 0).Select(s => _model.Cell(s, slot)).Where(c => !double.IsNaN(_model.Price(c)));
        foreach (var cell in cells.OrderBy(c => _model.CostPerUnit(jobClass, c) + capacityPrice[c]))
        {
            AddSiteArc(jobClass, cell);
            units -= _model.Capacity[_model.SiteOf(cell)];
            if (units <= 0)
            {
                return;
            }
        }
    }

    private bool AddImprovingArcs()
    {
        var before = _simplex.ArcCount;
        var jobsOf = Enumerable.Range(0, _model.Jobs.Count).ToLookup(j => _model.ClassOf[j]);
        var price = new long[_model.CellCount];
        for (var cell = 0; cell < price.Length; cell++)
        {
            price[cell] = CapacityPrice(cell);
        }

        var (best, bestCell) = (new long[_model.Slots], new int[_model.Slots]);
        for (var jobClass = 0; jobClass < _model.ClassCount; jobClass++)
        {
            PriceSlots(jobClass, price, best, bestCell);
            AddSitesOfClass(jobClass, best, bestCell);
            foreach (var job in jobsOf[jobClass])
            {
                AddSlotsOfJob(job, jobClass, best, bestCell);
            }
        }

        return _simplex.ArcCount > before;
    }

    private void PriceSlots(int jobClass, long[] price, long[] best, int[] bestCell)
    {
        best.AsSpan().Fill(long.MaxValue);
        foreach (var site in _model.SitesOf[jobClass])
        {
            for (var slot = 0; slot < _model.Slots && _model.Capacity[site] > 0; slot++)
            {
                var cell = _model.Cell(site, slot);
                if (!double.IsNaN(_model.Price(cell)) && WholeCost(jobClass, cell) + price[cell] is var cost && cost < best[slot])
                {
                    (best[slot], bestCell[slot]) = (cost, cell);
                }
            }
        }
    }

    private void AddSitesOfClass(int jobClass, long[] best, int[] bestCell)
    {
        for (var slot = 0; slot < _model.Slots; slot++)
        {
            var node = _classNode[(jobClass * _model.Slots) + slot];
            if (node != Absent && best[slot] < _simplex.Potential(_sink) - _simplex.Potential(node))
            {
                AddSiteArc(jobClass, bestCell[slot]);
            }
        }
    }

    private void AddSlotsOfJob(int job, int jobClass, long[] best, int[] bestCell)
    {
        var marginal = MarginalCost(job);
        for (var slot = _model.Jobs[job].FirstSlot; slot < Math.Min(_model.Jobs[job].EndSlot, _model.Slots); slot++)
        {
            if (best[slot] < marginal && AddJobArc(job, jobClass, slot))
            {
                AddSiteArc(jobClass, bestCell[slot]);
            }
        }
    }

    private bool AddJobArc(int job, int jobClass, int slot)
    {
        if (!_jobSlots.Add(((long)job * _model.Slots) + slot))
        {
            return false;
        }

        ref var node = ref _classNode[(jobClass * _model.Slots) + slot];
        node = node == Absent ? _simplex.AddNode(0) : node;
        _jobArcs.Add((job, slot, _simplex.AddArc(_jobNode[job], node, _model.Jobs[job].Units, 0)));
        return true;
    }

    private void AddSiteArc(int jobClass, int cell)
    {
        if (_siteArcs.ContainsKey((jobClass, cell)))
        {
            return;
        }

        ref var node = ref _cellNode[cell];
        if (node == Absent)
        {
            node = _simplex.AddNode(0);
            _simplex.AddArc(node, _sink, _model.Capacity[_model.SiteOf(cell)], 0);
        }

        var classNode = _classNode[(jobClass * _model.Slots) + _model.SlotOf(cell)];
        _siteArcs[(jobClass, cell)] = _simplex.AddArc(classNode, node, long.MaxValue, WholeCost(jobClass, cell));
    }

    private long MarginalCost(int job) => _simplex.Potential(_sink) - _simplex.Potential(_jobNode[job]);

    private long CapacityPrice(int cell) =>
        _cellNode[cell] == Absent ? 0 : Math.Max(0, _simplex.Potential(_sink) - _simplex.Potential(_cellNode[cell]));

    private long WholeCost(int jobClass, int cell) => (long)Math.Round(_model.CostPerUnit(jobClass, cell) * _scale);

    private static double DearestCost(BatchModel model)
    {
        var dearest = 0.0;
        for (var jobClass = 0; jobClass < model.ClassCount; jobClass++)
        {
            foreach (var site in model.SitesOf[jobClass])
            {
                for (var slot = 0; slot < model.Slots; slot++)
                {
                    dearest = model.CostPerUnit(jobClass, model.Cell(site, slot)) is var cost && cost > dearest ? cost : dearest;
                }
            }
        }

        return dearest;
    }

    private static int[] Filled(int length)
    {
        var array = new int[length];
        array.AsSpan().Fill(Absent);
        return array;
    }
}
