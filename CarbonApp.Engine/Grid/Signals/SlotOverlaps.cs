namespace CarbonApp.Engine.Grid.Signals;

/// <summary>
/// Makes one signal of slots that may overlap, as one source's do when it changes its slot length or issues a forecast anew.
/// </summary>
public static class SlotOverlaps
{
    /// <summary>
    /// At every instant the best slot there stands: measured before forecast before estimated, then the newest issue, then the
    /// shorter slot, then the one that starts later, then the lower value. Where none is, there is a gap. Slots of NaN are ignored.
    /// </summary>
    /// <example>60 min of 100 from 00:00 and 30 min of 200 from 00:30, one issue: 100 until 00:30, then 200 until 01:00.</example>
    /// <param name="basis">Zone, kind and factor of all slots.</param>
    /// <param name="slots">In any order.</param>
    /// <exception cref="ArgumentException">A slot ends before it starts, or holds a negative or infinite value.</exception>
    public static CarbonSignal Resolve(SignalBasis basis, IEnumerable<SignalSlot> slots)
    {
        var ordered = slots.Where(s => !s.IsGap).OrderBy(s => s.Start).ToList();
        return CarbonSignal.FromSlots(basis, HasOverlap(ordered) ? Sweep(ordered) : ordered);
    }

    private static bool HasOverlap(List<SignalSlot> ordered)
    {
        for (var i = 1; i < ordered.Count; i++)
        {
            if (ordered[i].Start < ordered[i - 1].End)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Walks the starts in time order with the slots under way in a heap, the best on top: O(n log n).</summary>
    private static List<SignalSlot> Sweep(List<SignalSlot> ordered)
    {
        var result = new List<SignalSlot>(ordered.Count);
        var underWay = new PriorityQueue<int, SignalSlot>(Comparer<SignalSlot>.Create(Precedence));
        var (next, time, previous) = (0, ordered[0].Start, -1);
        while (next < ordered.Count || underWay.Count > 0)
        {
            while (next < ordered.Count && ordered[next].Start <= time)
            {
                underWay.Enqueue(next, ordered[next]);
                next++;
            }

            while (underWay.Count > 0 && ordered[underWay.Peek()].End <= time)
            {
                underWay.Dequeue();
            }

            if (underWay.Count == 0)
            {
                time = next < ordered.Count ? ordered[next].Start : time;
                continue;
            }

            var best = underWay.Peek();
            var until = next < ordered.Count && ordered[next].Start < ordered[best].End ? ordered[next].Start : ordered[best].End;
            if (best == previous && result[^1].End == time)
            {
                // A worse slot that starts inside a better one must not cut it in two.
                result[^1] = result[^1] with { End = until };
            }
            else
            {
                result.Add(ordered[best] with { Start = time, End = until });
            }

            (previous, time) = (best, until);
        }

        return result;
    }

    private static int Precedence(SignalSlot left, SignalSlot right)
    {
        var byStatus = (left.Provenance?.Status ?? SignalStatus.Estimated).CompareTo(right.Provenance?.Status ?? SignalStatus.Estimated);
        var byIssue = Nullable.Compare(right.Provenance?.IssuedAt, left.Provenance?.IssuedAt);
        var byLength = (left.End - left.Start).CompareTo(right.End - right.Start);
        var byStart = right.Start.CompareTo(left.Start);
        return byStatus != 0 ? byStatus
            : byIssue != 0 ? byIssue
            : byLength != 0 ? byLength
            : byStart != 0 ? byStart
            : left.GramsPerKilowattHour.CompareTo(right.GramsPerKilowattHour);
    }
}
