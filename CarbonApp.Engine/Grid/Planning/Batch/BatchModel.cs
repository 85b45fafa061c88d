using CarbonApp.Engine.Units;

namespace CarbonApp.Engine.Grid.Planning.Batch;

/// <summary>
/// A batch in arrays. A cell is a site in a slot: site × slots + slot. Jobs of one class meet the same cost per capacity unit in
/// every cell, so that within a slot any may stand for any other.
/// </summary>
internal sealed class BatchModel
{
    /// <summary>Few levels, each near enough to the next: 300 jobs of as many powers take 1.0 s, and 9.9 s without any coarser level.</summary>
    private const int ClassesMerged = 8;

    private readonly double[] _price;
    private readonly double _tolerance;
    private readonly ulong _seed;

    public BatchModel(BatchProblem problem, BatchJitter? jitter = null)
    {
        Check(problem, jitter);
        Slots = problem.Sites.Count == 0 ? 0 : problem.Sites[0].GramsPerKilowattHour.Count;
        Capacity = [.. problem.Sites.Select(s => s.Capacity)];
        Jobs = problem.Jobs;
        (_tolerance, _seed) = (jitter?.Tolerance ?? 0, (ulong)(jitter?.Seed ?? 0));
        _price = [.. problem.Sites.SelectMany(s => s.GramsPerKilowattHour)];
        EnergyPerSlot = [.. Jobs.Select(j => (j.Power * problem.SlotLength).KilowattHours)];
        (ClassOf, SitesOf, CostFactor) = Classify();
    }

    private BatchModel(BatchModel fine, int[] classOf, int[][] sitesOf, double[] costFactor)
    {
        (_price, Slots, Capacity, Jobs, EnergyPerSlot) = (fine._price, fine.Slots, fine.Capacity, fine.Jobs, fine.EnergyPerSlot);
        (ClassOf, SitesOf, CostFactor) = (classOf, sitesOf, costFactor);
    }

    /// <summary>Slots of every site.</summary>
    public int Slots { get; }

    /// <summary>Capacity units per site.</summary>
    public int[] Capacity { get; }

    public int SiteCount => Capacity.Length;

    public int CellCount => _price.Length;

    public IReadOnlyList<BatchJob> Jobs { get; }

    /// <summary>kWh per job and slot, before PUE.</summary>
    public double[] EnergyPerSlot { get; }

    /// <summary>Class per job.</summary>
    public int[] ClassOf { get; }

    /// <summary>Allowed sites per class, ascending.</summary>
    public int[][] SitesOf { get; }

    /// <summary>kWh per slot and capacity unit, per class.</summary>
    public double[] CostFactor { get; }

    public int ClassCount => SitesOf.Length;

    /// <summary>gCO2eq/kWh of a cell, PUE included; NaN where unknown.</summary>
    public double Price(int cell) => _price[cell];

    public int Cell(int site, int slot) => (site * Slots) + slot;

    public int SiteOf(int cell) => cell / Slots;

    public int SlotOf(int cell) => cell % Slots;

    /// <summary>gCO2eq that one capacity unit of a class costs in a cell, as the search sees it; NaN where unknown.</summary>
    public double CostPerUnit(int jobClass, int cell) => CostFactor[jobClass] * _price[cell] * (_tolerance == 0 ? 1 : 1 + (_tolerance * Noise(jobClass, cell)));

    /// <summary>
    /// The same batch with neighbouring classes of the same sites merged, several into one of their mean cost, and without jitter; null
    /// where classes are few already.
    /// </summary>
    public BatchModel? Coarser()
    {
        var groups = Enumerable.Range(0, ClassCount).GroupBy(c => string.Join(' ', SitesOf[c]))
            .SelectMany(g => g.OrderBy(c => CostFactor[c]).Chunk(ClassesMerged)).ToArray();
        if (groups.Length * 2 >= ClassCount)
        {
            return null;
        }

        var groupOf = new int[ClassCount];
        foreach (var (index, classes) in groups.Index())
        {
            foreach (var jobClass in classes)
            {
                groupOf[jobClass] = index;
            }
        }

        return new BatchModel(
            this, [.. ClassOf.Select(c => groupOf[c])], [.. groups.Select(g => SitesOf[g[0]])], [.. groups.Select(g => g.Average(c => CostFactor[c]))]);
    }

    /// <summary>gCO2eq that a job costs in a cell, as the search sees it; NaN where unknown.</summary>
    public double Cost(int job, int cell) => Jobs[job].Units * CostPerUnit(ClassOf[job], cell);

    /// <summary>gCO2eq that a job really emits in a cell.</summary>
    public double Emissions(int job, int cell) => EnergyPerSlot[job] * _price[cell];

    /// <summary>What the runs of all jobs really emit.</summary>
    public Co2eMass TotalOf(IReadOnlyList<IReadOnlyList<BatchRun>> runs)
    {
        var total = 0.0;
        for (var job = 0; job < runs.Count; job++)
        {
            foreach (var run in runs[job])
            {
                for (var slot = run.FirstSlot; slot < run.EndSlot; slot++)
                {
                    total += Emissions(job, Cell(run.Site, slot));
                }
            }
        }

        return Co2eMass.FromGrams(total);
    }

    /// <summary>Cells in time order as runs: neighbours at one site are joined.</summary>
    public List<BatchRun> Runs(IEnumerable<int> cellsInTimeOrder)
    {
        var runs = new List<BatchRun>();
        foreach (var cell in cellsInTimeOrder)
        {
            var (site, slot) = (SiteOf(cell), SlotOf(cell));
            if (runs.Count > 0 && runs[^1] is var last && last.Site == site && last.EndSlot == slot)
            {
                runs[^1] = last with { EndSlot = slot + 1 };
            }
            else
            {
                runs.Add(new BatchRun(site, slot, slot + 1));
            }
        }

        return runs;
    }

    private (int[] ClassOf, int[][] Sites, double[] Factor) Classify()
    {
        var everywhere = Enumerable.Range(0, SiteCount).ToArray();
        var classes = new Dictionary<(double Factor, string Sites, int Own), int>();
        var (sites, factors) = (new List<int[]>(), new List<double>());
        var classOf = new int[Jobs.Count];
        for (var j = 0; j < classOf.Length; j++)
        {
            var allowed = Jobs[j].Sites is { } some ? [.. some.Distinct().Order()] : everywhere;
            var factor = EnergyPerSlot[j] / Jobs[j].Units;
            var key = (factor, allowed.Length == SiteCount ? "" : string.Join(' ', allowed), _tolerance == 0 ? -1 : j);
            if (!classes.TryGetValue(key, out classOf[j]))
            {
                classes[key] = classOf[j] = sites.Count;
                sites.Add(allowed);
                factors.Add(factor);
            }
        }

        return (classOf, [.. sites], [.. factors]);
    }

    /// <summary>0 to 1, fixed by seed, class and cell (the finalizer of SplitMix64: Steele, Lea, Flood 2014).</summary>
    private double Noise(int jobClass, int cell)
    {
        var x = (_seed * 0x9E3779B97F4A7C15) + ((ulong)jobClass << 32) + (ulong)cell + 0x9E3779B97F4A7C15;
        x = (x ^ (x >> 30)) * 0xBF58476D1CE4E5B9;
        x = (x ^ (x >> 27)) * 0x94D049BB133111EB;
        return ((x ^ (x >> 31)) >> 11) * (1.0 / (1UL << 53));
    }

    private static void Check(BatchProblem problem, BatchJitter? jitter)
    {
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(problem.SlotLength, TimeSpan.Zero, nameof(problem));
        if (jitter is not null && !(jitter.Tolerance is >= 0 and <= 1))
        {
            throw new ArgumentOutOfRangeException(nameof(jitter), jitter.Tolerance, "The tolerance is a share from 0 to 1.");
        }

        foreach (var (index, site) in problem.Sites.Index())
        {
            if (site.GramsPerKilowattHour.Count != problem.Sites[0].GramsPerKilowattHour.Count || site.Capacity < 0
                || site.GramsPerKilowattHour.Any(v => v < 0 || double.IsInfinity(v)))
            {
                throw new ArgumentException($"Site {index} must have as many slots as site 0, a capacity of zero or more and intensities that are NaN or finite and zero or more.", nameof(problem));
            }
        }

        foreach (var (index, job) in problem.Jobs.Index())
        {
            if (job.Slots < 1 || job.Units < 1 || job.FirstSlot < 0 || job.Sites is { } sites && sites.Any(s => s < 0 || s >= problem.Sites.Count))
            {
                throw new ArgumentException($"Job {index} must need a slot and a unit or more, begin at slot 0 or later and name sites 0 to {problem.Sites.Count - 1}.", nameof(problem));
            }
        }
    }
}
