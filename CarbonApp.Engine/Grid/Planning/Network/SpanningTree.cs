namespace CarbonApp.Engine.Grid.Planning.Network;

/// <summary>The rooted tree of basic arcs, with the potentials it implies. Children hang in a ring-free doubly linked list.</summary>
internal sealed class SpanningTree
{
    private const int None = -1;

    private int[] _firstChild = new int[256];
    private int[] _next = new int[256];
    private int[] _previous = new int[256];
    private int[] _depth = new int[256];

    public int Count { get; private set; }

    public int[] Parent { get; private set; } = new int[256];

    /// <summary>Arc between a node and its parent, in either direction.</summary>
    public int[] ParentArc { get; private set; } = new int[256];

    public long[] Potential { get; private set; } = new long[256];

    public void AddRoot() => Append(None, None, 0, 0);

    public void AddLeaf(int parent, int parentArc, long potential)
    {
        Append(parent, parentArc, potential, _depth[parent] + 1);
        Attach(Count - 1, parent);
    }

    /// <summary>The lowest node that is above both, or one of them.</summary>
    public int Join(int a, int b)
    {
        while (a != b)
        {
            if (_depth[a] >= _depth[b])
            {
                a = Parent[a];
            }
            else
            {
                b = Parent[b];
            }
        }

        return a;
    }

    /// <summary>
    /// Cuts off the subtree under <paramref name="top"/>, makes its member <paramref name="moved"/> its top, hangs it under
    /// <paramref name="newParent"/> by <paramref name="arc"/>, and adds <paramref name="change"/> to its potentials.
    /// </summary>
    public void Graft(int moved, int top, int newParent, int arc, long change)
    {
        for (var node = moved; ;)
        {
            var (above, arcAbove) = (Parent[node], ParentArc[node]);
            Detach(node);
            (Parent[node], ParentArc[node]) = (newParent, arc);
            Attach(node, newParent);
            if (node == top)
            {
                break;
            }

            (newParent, arc, node) = (node, arcAbove, above);
        }

        Refresh(moved, change);
    }

    private void Refresh(int top, long change)
    {
        var (depth, potential, firstChild, next, parent) = (_depth, Potential, _firstChild, _next, Parent);
        var node = top;
        while (true)
        {
            depth[node] = depth[parent[node]] + 1;
            potential[node] += change;
            if (firstChild[node] != None)
            {
                node = firstChild[node];
                continue;
            }

            while (node != top && next[node] == None)
            {
                node = parent[node];
            }

            if (node == top)
            {
                return;
            }

            node = next[node];
        }
    }

    private void Attach(int node, int parent)
    {
        var sibling = _firstChild[parent];
        (_previous[node], _next[node], _firstChild[parent]) = (None, sibling, node);
        if (sibling != None)
        {
            _previous[sibling] = node;
        }
    }

    private void Detach(int node)
    {
        var (before, after) = (_previous[node], _next[node]);
        if (before != None)
        {
            _next[before] = after;
        }
        else
        {
            _firstChild[Parent[node]] = after;
        }

        if (after != None)
        {
            _previous[after] = before;
        }
    }

    private void Append(int parent, int parentArc, long potential, int depth)
    {
        if (Count == _next.Length)
        {
            Grow(2 * Count);
        }

        (Parent[Count], ParentArc[Count], Potential[Count], _depth[Count]) = (parent, parentArc, potential, depth);
        (_firstChild[Count], _next[Count], _previous[Count]) = (None, None, None);
        Count++;
    }

    private void Grow(int size)
    {
        (Parent, ParentArc, Potential) = (Resized(Parent, size), Resized(ParentArc, size), Resized(Potential, size));
        (_firstChild, _next, _previous, _depth) = (Resized(_firstChild, size), Resized(_next, size), Resized(_previous, size), Resized(_depth, size));
    }

    private static T[] Resized<T>(T[] array, int size)
    {
        Array.Resize(ref array, size);
        return array;
    }
}
