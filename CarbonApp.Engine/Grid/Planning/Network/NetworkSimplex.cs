namespace CarbonApp.Engine.Grid.Planning.Network;

/// <summary>
/// Cheapest flow through a network of capacitated arcs, exact in whole numbers: the primal network simplex with strongly
/// feasible trees, which cannot cycle (Cunningham 1976; Ahuja, Magnanti, Orlin, Network Flows 1993, ch. 11).
/// </summary>
/// <remarks>
/// Nodes and arcs may be added after <see cref="Solve"/>, which then goes on from the tree it has: columns can be generated as
/// they prove useful. Supply that finds no way stays on an artificial arc to the root, at a cost above that of any path, so that
/// as little as possible remains unshipped. Pricing looks at blocks of √m arcs; a pivot costs the cycle and the moved subtree.
/// </remarks>
internal sealed class NetworkSimplex
{
    private const int Root = 0;
    private const int CheckEvery = 1024;

    private readonly long _artificialCost;
    private readonly SpanningTree _tree = new();
    private readonly ArcList _arcs = new();
    private readonly List<int> _artificialOf = [-1];
    private int _nextArc;

    /// <summary>An empty network.</summary>
    /// <param name="costOfUnshipped">More than any path can cost, so that shipping is always cheaper; far below 2^62.</param>
    public NetworkSimplex(long costOfUnshipped)
    {
        _artificialCost = costOfUnshipped;
        _tree.AddRoot();
    }

    public int ArcCount => _arcs.Count;

    public int NodeCount => _tree.Count;

    /// <summary>Exchanges of tree arcs so far.</summary>
    public long Pivots { get; private set; }

    /// <summary>Adds a node that puts <paramref name="supply"/> units into the network, or takes them out when negative.</summary>
    public int AddNode(long supply)
    {
        var node = _tree.Count;
        var arc = supply >= 0
            ? _arcs.Add(node, Root, long.MaxValue, _artificialCost)
            : _arcs.Add(Root, node, long.MaxValue, _artificialCost);
        _arcs.Flow[arc] = Math.Abs(supply);
        _arcs.State[arc] = ArcState.Tree;
        _artificialOf.Add(arc);
        _tree.AddLeaf(Root, arc, supply >= 0 ? -_artificialCost : _artificialCost);
        return node;
    }

    /// <summary>Adds an empty arc.</summary>
    public int AddArc(int from, int to, long capacity, long cost) => _arcs.Add(from, to, capacity, cost);

    public long Flow(int arc) => _arcs.Flow[arc];

    /// <summary>Cost of the node relative to the root; cost + potential(from) − potential(to) is an arc's reduced cost.</summary>
    public long Potential(int node) => _tree.Potential[node];

    /// <summary>Supply of a node that found no way, or demand that stayed without.</summary>
    public long Unshipped(int node) => _arcs.Flow[_artificialOf[node]];

    /// <summary>Pivots until no arc has a reduced cost that would lower the total.</summary>
    public void Solve(CancellationToken cancellationToken)
    {
        while (FindEntering() is var entering and >= 0)
        {
            if (Pivots++ % CheckEvery == 0)
            {
                cancellationToken.ThrowIfCancellationRequested();
            }

            Pivot(entering);
        }
    }

    public long ReducedCost(int arc) => _arcs.Cost[arc] + _tree.Potential[_arcs.From[arc]] - _tree.Potential[_arcs.To[arc]];

    /// <summary>The most violated arc of the first block that holds one, from where the last search stopped; −1 when none does.</summary>
    private int FindEntering()
    {
        var count = _arcs.Count;
        var block = Math.Max(50, (int)Math.Sqrt(count));
        var (best, bestGain, left) = (-1, 0L, block);
        var (from, to, cost, state, potential) = (_arcs.From, _arcs.To, _arcs.Cost, _arcs.State, _tree.Potential);
        if (_nextArc >= count)
        {
            _nextArc = 0;
        }

        var arc = _nextArc;
        for (var looked = 0; looked < count; looked++)
        {
            var gain = -(int)state[arc] * (cost[arc] + potential[from[arc]] - potential[to[arc]]);
            if (gain > bestGain)
            {
                (best, bestGain) = (arc, gain);
            }

            arc = arc + 1 == count ? 0 : arc + 1;
            if (--left == 0)
            {
                if (best >= 0)
                {
                    break;
                }

                left = block;
            }
        }

        _nextArc = arc;
        return best;
    }

    private void Pivot(int entering)
    {
        var forward = _arcs.State[entering] == ArcState.Empty;
        var (first, second) = forward ? (_arcs.From[entering], _arcs.To[entering]) : (_arcs.To[entering], _arcs.From[entering]);
        var join = _tree.Join(first, second);
        var step = FindLeaving(entering, first, second, join, out var leavingNode, out var onFirstSide);
        Push(entering, forward, first, second, join, step);
        if (leavingNode < 0)
        {
            _arcs.State[entering] = forward ? ArcState.Full : ArcState.Empty;
            return;
        }

        var leaving = _tree.ParentArc[leavingNode];
        _arcs.State[leaving] = _arcs.Flow[leaving] == 0 ? ArcState.Empty : ArcState.Full;
        _arcs.State[entering] = ArcState.Tree;
        var (moved, newParent) = onFirstSide ? (first, second) : (second, first);
        var reduced = ReducedCost(entering);
        _tree.Graft(moved, leavingNode, newParent, entering, _arcs.From[entering] == moved ? -reduced : reduced);
    }

    /// <summary>
    /// How much can go round the cycle join → first → second → join, and the lower node of the last arc met that allows no more:
    /// the choice that keeps the tree strongly feasible. −1 when the entering arc itself allows no more.
    /// </summary>
    private long FindLeaving(int entering, int first, int second, int join, out int leavingNode, out bool onFirstSide)
    {
        var step = _arcs.Capacity[entering];
        (leavingNode, onFirstSide) = (-1, false);
        for (var node = first; node != join; node = _tree.Parent[node])
        {
            var room = Room(_tree.ParentArc[node], towards: node);
            if (room < step)
            {
                (step, leavingNode, onFirstSide) = (room, node, true);
            }
        }

        for (var node = second; node != join; node = _tree.Parent[node])
        {
            var room = Room(_tree.ParentArc[node], towards: _tree.Parent[node]);
            if (room <= step)
            {
                (step, leavingNode, onFirstSide) = (room, node, false);
            }
        }

        return step;
    }

    private long Room(int arc, int towards) => _arcs.To[arc] == towards ? _arcs.Capacity[arc] - _arcs.Flow[arc] : _arcs.Flow[arc];

    private void Push(int entering, bool forward, int first, int second, int join, long step)
    {
        if (step == 0)
        {
            return;
        }

        _arcs.Flow[entering] += forward ? step : -step;
        for (var node = first; node != join; node = _tree.Parent[node])
        {
            var arc = _tree.ParentArc[node];
            _arcs.Flow[arc] += _arcs.To[arc] == node ? step : -step;
        }

        for (var node = second; node != join; node = _tree.Parent[node])
        {
            var arc = _tree.ParentArc[node];
            _arcs.Flow[arc] += _arcs.From[arc] == node ? step : -step;
        }
    }
}
