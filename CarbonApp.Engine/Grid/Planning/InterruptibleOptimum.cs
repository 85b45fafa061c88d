using System.Buffers;
using CarbonApp.Engine.Grid.Signals;

namespace CarbonApp.Engine.Grid.Planning;

/// <summary>Cleanest times of a job that may be paused and resumed at will, at no cost.</summary>
/// <remarks>
/// A fractional knapsack: take the cleanest slots whole until the duration is reached, and of the dirtiest one taken only
/// what is still missing. Any other choice moves running time from a slot to one not cleaner. The slots are found by weighted
/// quickselect, O(n) expected for n slots; equal slots are taken earliest first; adjoining ones are merged.
/// Slots cut by earliest or deadline count with the length that remains, gaps not at all.
/// </remarks>
public static class InterruptibleOptimum
{
    private const int SampleSize = 32;

    /// <summary>Finds the set of segments with the lowest mean intensity.</summary>
    /// <param name="signal">Intensity over the job's window; gaps are never used.</param>
    /// <param name="job">Total running time, earliest start and deadline.</param>
    /// <exception cref="ArgumentOutOfRangeException">The duration is zero or negative.</exception>
    public static WindowOutcome Find(CarbonSignal signal, MovableJob job)
    {
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(job.Duration, TimeSpan.Zero, nameof(job));
        if (job.Earliest + job.Duration > job.Deadline)
        {
            return new WindowOutcome.DeadlineTooTight(job.Earliest + job.Duration);
        }

        var pieces = ArrayPool<Piece>.Shared.Rent(Math.Max(1, signal.Count));
        try
        {
            var count = CutToWindow(signal, job, pieces, out var known);
            if (known < job.Duration.Ticks)
            {
                return new WindowOutcome.NotCovered(TimeSpan.FromTicks(known));
            }

            var taken = SelectCleanest(pieces.AsSpan(0, count), known, job.Duration.Ticks);
            var segments = Merge(pieces.AsSpan(0, taken));
            return new WindowOutcome.Planned(segments, MeanOf(segments), new StartSweep(signal, job).Baselines);
        }
        finally
        {
            ArrayPool<Piece>.Shared.Return(pieces);
        }
    }

    private static int CutToWindow(CarbonSignal signal, MovableJob job, Piece[] pieces, out long known)
    {
        var (lo, hi) = (job.Earliest.UtcTicks, job.Deadline.UtcTicks);
        var edges = signal.EdgeTicks;
        var values = signal.GramsPerKilowattHour;
        var count = 0;
        known = 0;
        for (var i = signal.Count > 0 && lo > edges[0] ? signal.SlotIndexAt(lo) : 0; i < signal.Count && edges[i] < hi; i++)
        {
            var (start, end) = (Math.Max(lo, edges[i]), Math.Min(hi, edges[i + 1]));
            if (start < end && !double.IsNaN(values[i]))
            {
                pieces[count++] = new Piece(start, end, values[i]);
                known += end - start;
            }
        }

        return count;
    }

    /// <summary>
    /// Brings the cleanest pieces that together last <paramref name="needed"/> to the front, in time order, the dirtiest one
    /// cut to what is needed; answers how many they are.
    /// </summary>
    private static int SelectCleanest(Span<Piece> pieces, long known, long needed)
    {
        var (lo, hi, missing, total) = (0, pieces.Length - 1, needed, known);
        while (lo < hi)
        {
            var (lengthBelow, boundary) = Partition(pieces, lo, hi, (double)missing / total);
            if (lengthBelow >= missing)
            {
                (hi, total) = (boundary, lengthBelow);
            }
            else
            {
                (lo, missing, total) = (boundary + 1, missing - lengthBelow, total - lengthBelow);
            }
        }

        var dirtiest = pieces[lo];
        var chosen = pieces[..(lo + 1)];
        chosen.Sort(static (a, b) => a.Start.CompareTo(b.Start));
        CutDirtiest(chosen, chosen.IndexOf(dirtiest), missing);
        return chosen.Length;
    }

    /// <summary>
    /// Hoare partition; answers the summed length and last index of the lower part. The pivot comes first, so that the lower
    /// part never is the whole.
    /// </summary>
    private static (long LengthBelow, int Boundary) Partition(Span<Piece> pieces, int lo, int hi, double wantedPart)
    {
        var chosen = PivotIndex(pieces, lo, hi, wantedPart);
        var pivot = pieces[chosen];
        (pieces[lo], pieces[chosen]) = (pivot, pieces[lo]);
        var (i, j) = (lo - 1, hi + 1);
        var lengthBelow = 0L;
        while (true)
        {
            do
            {
                i++;
                lengthBelow += pieces[i].Length;
            }
            while (pieces[i].ComesBefore(in pivot));
            do
            {
                j--;
            }
            while (pivot.ComesBefore(in pieces[j]));
            if (i >= j)
            {
                // Slot i was counted when the cursor stopped on it; it belongs to the lower part only when both cursors met there.
                return (i == j ? lengthBelow : lengthBelow - pieces[i].Length, j);
            }

            lengthBelow += pieces[j].Length - pieces[i].Length;
            (pieces[i], pieces[j]) = (pieces[j], pieces[i]);
        }
    }

    /// <summary>
    /// A piece a little above the part wanted of a sorted sample, so that one pass usually leaves little more than what is wanted
    /// (the idea of Floyd and Rivest 1975). Any pivot is correct; a good one saves passes.
    /// </summary>
    private static int PivotIndex(ReadOnlySpan<Piece> pieces, int lo, int hi, double wantedPart)
    {
        var count = hi - lo + 1;
        if (count < 4 * SampleSize)
        {
            return lo + (count / 2);
        }

        Span<Piece> sample = stackalloc Piece[SampleSize];
        Span<int> places = stackalloc int[SampleSize];
        for (var i = 0; i < SampleSize; i++)
        {
            places[i] = lo + (int)((long)i * count / SampleSize);
            sample[i] = pieces[places[i]];
        }

        sample.Sort(places);
        return places[Math.Min(SampleSize - 1, (int)(wantedPart * SampleSize) + 2)];
    }

    /// <summary>Shortens the fractional piece so that it touches a neighbour where it can: one start fewer at equal emissions.</summary>
    private static void CutDirtiest(Span<Piece> chosen, int index, long length)
    {
        var piece = chosen[index];
        var touchesPrevious = index > 0 && chosen[index - 1].End == piece.Start;
        var touchesNext = index + 1 < chosen.Length && chosen[index + 1].Start == piece.End;
        chosen[index] = touchesNext && !touchesPrevious
            ? piece with { Start = piece.End - length }
            : piece with { End = piece.Start + length };
    }

    private static List<PlanSegment> Merge(ReadOnlySpan<Piece> inTimeOrder)
    {
        var segments = new List<PlanSegment>();
        for (var i = 0; i < inTimeOrder.Length;)
        {
            var (start, end, weighted) = (inTimeOrder[i].Start, inTimeOrder[i].Start, 0.0);
            for (; i < inTimeOrder.Length && inTimeOrder[i].Start == end; i++)
            {
                weighted += inTimeOrder[i].Value * inTimeOrder[i].Length;
                end = inTimeOrder[i].End;
            }

            segments.Add(new PlanSegment(
                new DateTimeOffset(start, TimeSpan.Zero), new DateTimeOffset(end, TimeSpan.Zero), ContiguousOptimum.Intensity(weighted / (end - start))));
        }

        return segments;
    }

    private static Units.CarbonIntensity MeanOf(List<PlanSegment> segments)
    {
        var (weighted, length) = (0.0, 0.0);
        foreach (var segment in segments)
        {
            weighted += segment.MeanIntensity.GramsPerKilowattHour * segment.Duration.Ticks;
            length += segment.Duration.Ticks;
        }

        return ContiguousOptimum.Intensity(weighted / length);
    }

    /// <summary>A slot or the part of it inside the window. Ordered by intensity, then time.</summary>
    private readonly record struct Piece(long Start, long End, double Value) : IComparable<Piece>
    {
        public long Length => End - Start;

        // Values are never NaN here, so the plain operators order them fully.
        public bool ComesBefore(in Piece other) => Value < other.Value || (Value == other.Value && Start < other.Start);

        public int CompareTo(Piece other) => ComesBefore(in other) ? -1 : other.ComesBefore(in this) ? 1 : 0;
    }
}
