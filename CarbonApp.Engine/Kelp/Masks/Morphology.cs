using System.Numerics;

namespace CarbonApp.Engine.Kelp.Masks;

/// <summary>Dilation and majority on bit rows, 64 pixels a step.</summary>
internal static class Morphology
{
    /// <summary>Every pixel at most <paramref name="radius"/> columns and rows from one in the mask.</summary>
    public static BitMask Dilate(BitMask mask, int radius)
    {
        // Of the rows widened to the sides only those that a result's row is made of are held.
        var across = BitMask.OfLastRows(mask.Width, mask.Height, (int)BitOperations.RoundUpToPowerOf2((uint)(2 * radius + 1)));
        var result = new BitMask(mask.Width, mask.Height);
        for (var row = 0; row < mask.Height + radius; row++)
        {
            if (row < mask.Height)
            {
                DilateRow(mask, row, radius, across.Row(row));
            }

            if (row >= radius)
            {
                OrRows(across, row - 2 * radius, row, result.Row(row - radius));
            }
        }

        return result;
    }

    /// <summary>One row of the dilation, from the rows around it.</summary>
    public static void DilateAt(BitMask mask, int row, int radius, Span<ulong> scratch, Span<ulong> target)
    {
        OrRows(mask, row - radius, row + radius, scratch);
        scratch.CopyTo(target);
        Widen(target, radius, mask.LastWordBits);
    }

    /// <summary>One row of the 3 × 3 majority: in when five or more of the nine are; past the edge the edge's own pixels count again.</summary>
    public static void MajorityAt(BitMask mask, int row, Span<ulong> target)
    {
        var above = mask.Row(Math.Max(row - 1, 0));
        var here = mask.Row(row);
        var below = mask.Row(Math.Min(row + 1, mask.Height - 1));
        for (var word = 0; word < target.Length; word++)
        {
            // Three sums of three bits, each as two bits; then their sum, at most 9, as four.
            var (a0, a1) = SumOfThree(mask, above, word);
            var (b0, b1) = SumOfThree(mask, here, word);
            var (c0, c1) = SumOfThree(mask, below, word);
            var ones = a0 ^ b0 ^ c0;
            var carry = a0 & b0 | a0 & c0 | b0 & c0;
            var (t0, t1) = (a1 ^ b1 ^ c1, a1 & b1 | a1 & c1 | b1 & c1);
            var twos = t0 ^ carry;
            var fours = t1 ^ t0 & carry;
            var eights = t1 & t0 & carry;
            target[word] = eights | fours & (twos | ones);
        }

        target[^1] &= mask.LastWordBits;
    }

    private static (ulong Ones, ulong Twos) SumOfThree(BitMask mask, ReadOnlySpan<ulong> row, int word)
    {
        var middle = row[word];
        var before = word > 0 ? row[word - 1] >> 63 : row[0] & 1;
        var left = middle << 1 | before;
        var last = word == row.Length - 1;
        var right = middle >> 1 | (last ? 0 : row[word + 1] << 63);
        if (last)
        {
            var edge = 1UL << ((mask.Width - 1) & 63);
            right |= middle & edge;
        }

        return (left ^ middle ^ right, left & middle | left & right | middle & right);
    }

    private static void DilateRow(BitMask mask, int row, int radius, Span<ulong> target)
    {
        mask.Row(row).CopyTo(target);
        if (target.ContainsAnyExcept(0UL))
        {
            Widen(target, radius, mask.LastWordBits);
        }
    }

    /// <summary>One pixel further to both sides per round.</summary>
    private static void Widen(Span<ulong> row, int radius, ulong lastWordBits)
    {
        for (var round = 0; round < radius; round++)
        {
            var before = 0UL;
            for (var word = 0; word < row.Length; word++)
            {
                var own = row[word];
                var after = word + 1 < row.Length ? row[word + 1] << 63 : 0;
                row[word] = own | own << 1 | before | own >> 1 | after;
                before = own >> 63;
            }

            row[^1] &= lastWordBits;
        }
    }

    private static void OrRows(BitMask mask, int first, int last, Span<ulong> target)
    {
        target.Clear();
        for (var row = Math.Max(first, 0); row <= Math.Min(last, mask.Height - 1); row++)
        {
            var from = mask.Row(row);
            for (var word = 0; word < target.Length; word++)
            {
                target[word] |= from[word];
            }
        }
    }
}
