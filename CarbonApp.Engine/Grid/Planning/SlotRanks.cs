namespace CarbonApp.Engine.Grid.Planning;

/// <summary>Place of each slot in the order of the values, the lowest first and equals in order of time; sorted once for many windows.</summary>
internal sealed class SlotRanks
{
    private readonly int[] _rank;

    private SlotRanks(int[] rank) => _rank = rank;

    /// <summary>Number of slots.</summary>
    public int Count => _rank.Length;

    /// <summary>1 for the lowest value; 0 for a gap, which has no place.</summary>
    public int this[int slot] => _rank[slot];

    public static SlotRanks Of(ReadOnlySpan<double> values)
    {
        var keys = values.ToArray();
        var order = new int[keys.Length];
        for (var i = 0; i < order.Length; i++)
        {
            order[i] = i;
        }

        // Array.Sort is not stable: equals are put back into the order of time.
        Array.Sort(keys, order);
        for (var (from, i) = (0, 1); i <= order.Length; i++)
        {
            if (i == order.Length || keys[i] != keys[from])
            {
                Array.Sort(order, from, i - from);
                from = i;
            }
        }

        var rank = new int[order.Length];
        for (var i = 0; i < order.Length; i++)
        {
            rank[order[i]] = double.IsNaN(values[order[i]]) ? 0 : i + 1;
        }

        return new SlotRanks(rank);
    }
}
