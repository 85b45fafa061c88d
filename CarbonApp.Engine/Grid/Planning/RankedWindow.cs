using System.Numerics;

namespace CarbonApp.Engine.Grid.Planning;

/// <summary>
/// Slots that come and go, by rank, in a Fenwick tree of counts and sums (Fenwick 1994): adding, removing and summing the k lowest in
/// rank cost O(log n). What is summed need not be what is ranked: a forecast ranks, the truth is summed.
/// </summary>
internal sealed class RankedWindow(SlotRanks ranks, double[] summed)
{
    private readonly int[] _count = new int[ranks.Count + 1];
    private readonly double[] _sum = new double[ranks.Count + 1];
    private readonly int _top = (int)(BitOperations.RoundUpToPowerOf2((uint)ranks.Count + 1) >> 1);
    private int _known;

    public void Add(int slot) => Change(slot, 1);

    public void Remove(int slot) => Change(slot, -1);

    /// <summary>NaN where fewer are known.</summary>
    public double SumOfLowest(int count)
    {
        if (_known < count)
        {
            return double.NaN;
        }

        var (position, missing, sum) = (0, count, 0.0);
        for (var step = _top; step > 0; step >>= 1)
        {
            var next = position + step;
            if (next < _count.Length && _count[next] <= missing)
            {
                (position, missing, sum) = (next, missing - _count[next], sum + _sum[next]);
            }
        }

        return sum;
    }

    private void Change(int slot, int by)
    {
        if (ranks[slot] == 0)
        {
            return;
        }

        _known += by;
        var value = by * summed[slot];
        for (var i = ranks[slot]; i < _count.Length; i += i & -i)
        {
            _count[i] += by;
            _sum[i] += value;
        }
    }
}
