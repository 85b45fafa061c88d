namespace CarbonApp.Engine.Grid.Planning.Network;

/// <summary>Where an arc stands in the simplex; the number is the sign of the reduced cost at which it must not change.</summary>
internal enum ArcState : sbyte
{
    /// <summary>Full and outside the tree.</summary>
    Full = -1,

    /// <summary>In the tree.</summary>
    Tree = 0,

    /// <summary>Without flow and outside the tree.</summary>
    Empty = 1,
}

/// <summary>Arcs as parallel arrays that grow, so that pricing reads only what it needs.</summary>
internal sealed class ArcList
{
    public int Count { get; private set; }

    public int[] From { get; private set; } = new int[256];

    public int[] To { get; private set; } = new int[256];

    public long[] Capacity { get; private set; } = new long[256];

    public long[] Cost { get; private set; } = new long[256];

    public long[] Flow { get; private set; } = new long[256];

    public ArcState[] State { get; private set; } = new ArcState[256];

    public int Add(int from, int to, long capacity, long cost)
    {
        if (Count == From.Length)
        {
            Grow(2 * Count);
        }

        (From[Count], To[Count], Capacity[Count], Cost[Count], State[Count]) = (from, to, capacity, cost, ArcState.Empty);
        return Count++;
    }

    private void Grow(int size)
    {
        From = Resized(From, size);
        To = Resized(To, size);
        Capacity = Resized(Capacity, size);
        Cost = Resized(Cost, size);
        Flow = Resized(Flow, size);
        State = Resized(State, size);
    }

    private static T[] Resized<T>(T[] array, int size)
    {
        Array.Resize(ref array, size);
        return array;
    }
}
