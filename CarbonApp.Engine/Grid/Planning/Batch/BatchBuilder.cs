namespace CarbonApp.Engine.Grid.Planning.Batch;

/// <summary>Builds a plan job by job and improves it; see <see cref="BatchSearch"/>.</summary>
internal sealed class BatchBuilder(
    BatchState state, double[] prices, Random random, IProgress<BatchProgress>? progress, CancellationToken cancellationToken)
{
    /// <summary>Places tried per job in a chain, at different sites.</summary>
    private const int PlacesTried = 4;

    /// <summary>How many jobs deep one may push out another.</summary>
    private const int ChainLength = 3;

    private const int MostPasses = 20;

    private readonly BatchPlaces _places = new(state);
    private readonly BatchModel _model = state.Model;
    private readonly int _jobCount = state.Model.Jobs.Count;
    private double[] _prices = prices;

    /// <summary>Places every job; false when some found no place.</summary>
    public bool Build()
    {
        Insert(Enumerable.Range(0, _jobCount));
        for (var attempt = 0; attempt < MostPasses && state.Placed < _jobCount; attempt++)
        {
            Repair();
        }

        return state.Placed == _jobCount;
    }

    /// <summary>Makes the plan cleaner until nothing tried helps, or it meets the bound.</summary>
    public void Improve(double bound, double[] prices)
    {
        _prices = prices;
        for (var pass = 0; pass < MostPasses && ImproveEachJob(bound); pass++)
        {
            progress?.Report(new BatchProgress("improve", 0.5 * pass / MostPasses));
        }

        TearAndRebuild(bound);
    }

    /// <summary>The job with most to lose by waiting goes first: greatest difference between its best free place and the next apart from that.</summary>
    private void Insert(IEnumerable<int> jobs)
    {
        var waiting = new PriorityQueue<(int Job, BatchPlace? Place), (double, int)>();
        foreach (var job in jobs)
        {
            Enqueue(job);
        }

        while (waiting.TryDequeue(out var next, out _))
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (next.Place is not { } place)
            {
                continue;
            }

            if (IsFree(next.Job, place.Cells))
            {
                state.Set(next.Job, place.Cells);
            }
            else
            {
                Enqueue(next.Job);
            }
        }

        void Enqueue(int job)
        {
            var best = _places.Free(job, _prices);
            var second = best is { } first ? _places.Free(job, _prices, first.Cells) : null;
            var regret = best is null ? double.PositiveInfinity : second is null ? double.MaxValue : second.Value.Cost - best.Value.Cost;
            waiting.Enqueue((job, best), (-regret, job));
        }
    }

    private bool IsFree(int job, int[] cells)
    {
        var units = _model.Jobs[job].Units;
        return Array.TrueForAll(cells, cell => state.Room(cell) >= units);
    }

    /// <summary>Jobs without a place push others out; each time a cell is fought for it becomes dearer, so that the fight moves on.</summary>
    private void Repair()
    {
        var raise = Math.Max(state.Total / Math.Max(1, state.Placed), double.Epsilon) / 10;
        _prices = [.. _prices];
        for (var job = 0; job < _jobCount; job++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (state.CellsOf(job) is not null || PushIn(job, ChainLength, double.PositiveInfinity) || !TryAny(job, out var place))
            {
                continue;
            }

            foreach (var cell in place.Cells)
            {
                _prices[cell] += raise;
            }

            var ejected = Eject(job, place.Cells);
            state.Set(job, place.Cells);
            Insert(ejected);
        }
    }

    private bool TryAny(int job, out BatchPlace place)
    {
        Span<BatchPlace> places = new BatchPlace[1];
        var found = _places.Any(job, _prices, places);
        place = places[0];
        return found > 0;
    }

    private bool ImproveEachJob(double bound)
    {
        var before = state.Total;
        var jobs = Enumerable.Range(0, _jobCount).OrderByDescending(job => state.CostOf(job) / _model.Jobs[job].Slots).ToArray();
        foreach (var job in jobs)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (MeetsBound(bound))
            {
                return false;
            }

            var mark = state.Mark();
            var total = state.Total;
            state.Set(job, null);
            if (!PushIn(job, ChainLength, total))
            {
                state.Undo(mark);
            }
        }

        return state.Total < before * (1 - 1e-12);
    }

    /// <summary>
    /// Places a job that has none so that the total stays below a limit: where it is free, or where the jobs pushed out find places in
    /// turn. False, and nothing changed, when no way was found.
    /// </summary>
    private bool PushIn(int job, int depth, double limit)
    {
        var mark = state.Mark();
        if (_places.Free(job, []) is { } free)
        {
            state.Set(job, free.Cells);
            if (state.Total < limit * (1 - 1e-12))
            {
                return true;
            }

            state.Undo(mark);
        }

        if (depth == 0)
        {
            return false;
        }

        var places = new BatchPlace[PlacesTried];
        var found = _places.Any(job, _prices, places);
        foreach (var place in places.AsSpan(0, found))
        {
            var ejected = Eject(job, place.Cells);
            state.Set(job, place.Cells);
            if (state.Total < limit && ejected.TrueForAll(other => PushIn(other, depth - 1, limit)))
            {
                return true;
            }

            state.Undo(mark);
        }

        return false;
    }

    /// <summary>Takes out enough jobs for another to fit: from each full cell those that hold most of the place, then the lowest index.</summary>
    private List<int> Eject(int job, int[] cells)
    {
        var ejected = new List<int>();
        var units = _model.Jobs[job].Units;
        foreach (var cell in cells)
        {
            while (state.Room(cell) < units)
            {
                var victim = state.Holders(cell).MinBy(other => (-state.CellsOf(other)!.Intersect(cells).Count(), other));
                state.Set(victim, null);
                ejected.Add(victim);
            }
        }

        return ejected;
    }

    private void TearAndRebuild(double bound)
    {
        var rounds = Math.Clamp(200_000 / Math.Max(1, _jobCount), 50, 2000);
        for (var round = 0; round < rounds && !MeetsBound(bound); round++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            progress?.Report(new BatchProgress("improve", 0.5 + (0.5 * round / rounds)));
            var (mark, total) = (state.Mark(), state.Total);
            var torn = Near(random.Next(_jobCount), Math.Min(_jobCount, random.Next(2, 16)));
            foreach (var job in torn)
            {
                state.Set(job, null);
            }

            random.Shuffle(torn);
            foreach (var job in torn)
            {
                if (_places.Free(job, random.Next(2) == 0 ? [] : _prices) is { } place)
                {
                    state.Set(job, place.Cells);
                }
            }

            if (state.Placed < _jobCount || state.Total > total)
            {
                state.Undo(mark);
            }
        }
    }

    /// <summary>A job and some that could stand in its way: the next ones whose windows overlap its own, in a random turn.</summary>
    private int[] Near(int centre, int count)
    {
        var (first, end) = (_model.Jobs[centre].FirstSlot, _model.Jobs[centre].EndSlot);
        var offset = random.Next(_jobCount);
        var others = Enumerable.Range(0, _jobCount).Select(i => (i + offset) % _jobCount)
            .Where(other => other != centre && _model.Jobs[other].FirstSlot < end && first < _model.Jobs[other].EndSlot);
        return [centre, .. others.Take(count - 1)];
    }

    private bool MeetsBound(double bound) => state.Total - bound <= 1e-9 * state.Total;
}
