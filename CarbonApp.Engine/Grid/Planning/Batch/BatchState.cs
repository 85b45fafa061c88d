namespace CarbonApp.Engine.Grid.Planning.Batch;

/// <summary>A partial plan under change: which cells each job has, what each cell holds, and a log by which changes are undone.</summary>
internal sealed class BatchState(BatchModel model)
{
    private readonly int[]?[] _cells = new int[model.Jobs.Count][];
    private readonly double[] _cost = new double[model.Jobs.Count];
    private readonly int[] _load = new int[model.CellCount];
    private readonly List<int>[] _holders = [.. Enumerable.Range(0, model.CellCount).Select(_ => new List<int>())];
    private readonly Stack<(int Job, int[]? Cells, double Cost)> _log = new();

    public BatchModel Model => model;

    /// <summary>gCO2eq of all placed jobs, as the search sees it.</summary>
    public double Total { get; private set; }

    public int Placed { get; private set; }

    public int[]? CellsOf(int job) => _cells[job];

    public double CostOf(int job) => _cost[job];

    /// <summary>Units free in a cell.</summary>
    public int Room(int cell) => model.Capacity[model.SiteOf(cell)] - _load[cell];

    /// <summary>Jobs that run in a cell.</summary>
    public IReadOnlyList<int> Holders(int cell) => _holders[cell];

    /// <summary>A point to which <see cref="Undo"/> returns.</summary>
    public int Mark() => _log.Count;

    /// <summary>Gives a job cells, in place of those it has; none when null.</summary>
    public void Set(int job, int[]? cells)
    {
        _log.Push((job, _cells[job], _cost[job]));
        Change(job, cells, cells is null ? 0 : Cost(job, cells));
    }

    public void Undo(int mark)
    {
        while (_log.Count > mark)
        {
            var (job, cells, cost) = _log.Pop();
            Change(job, cells, cost);
        }
    }

    private double Cost(int job, int[] cells)
    {
        var sum = 0.0;
        foreach (var cell in cells)
        {
            sum += model.Cost(job, cell);
        }

        return sum;
    }

    private void Change(int job, int[]? cells, double cost)
    {
        var units = model.Jobs[job].Units;
        foreach (var cell in _cells[job] ?? [])
        {
            _load[cell] -= units;
            _holders[cell].Remove(job);
        }

        foreach (var cell in cells ?? [])
        {
            _load[cell] += units;
            _holders[cell].Add(job);
        }

        Placed += (cells is null ? 0 : 1) - (_cells[job] is null ? 0 : 1);
        Total += cost - _cost[job];
        (_cells[job], _cost[job]) = (cells, cost);
    }
}
