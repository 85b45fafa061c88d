namespace CarbonApp.Engine.Kelp.Masks;

/// <summary>Rows of masks of coarser pixels on a finer grid, and back.</summary>
internal static class MaskScale
{
    /// <summary>A row of a mask whose pixels are <paramref name="factor"/> (1, 2 or 4) of the target's.</summary>
    public static void CopyRow(BitMask coarse, int fineRow, int factor, Span<ulong> target)
    {
        var source = coarse.Row(fineRow / factor);
        for (var word = 0; word < target.Length; word++)
        {
            target[word] = factor switch
            {
                1 => source[word],
                2 => Twice(source[word >> 1] >> (32 * (word & 1))),
                _ => Twice(Twice(source[word >> 2] >> (16 * (word & 3)))),
            };
        }
    }

    /// <summary>The mask at every <paramref name="factor"/>-th (1, 2 or 4) pixel of every such row.</summary>
    public static BitMask Thin(BitMask fine, int factor)
    {
        if (factor == 1)
        {
            return fine;
        }

        var thin = new BitMask((fine.Width + factor - 1) / factor, (fine.Height + factor - 1) / factor);
        for (var row = 0; row < thin.Height; row++)
        {
            AddThinned(fine.Row(row * factor), factor, thin.Row(row));
        }

        return thin;
    }

    /// <summary>The mask of squares of <paramref name="factor"/> (1, 2 or 4) pixels: those wholly in it. What lies past its edges counts as in it.</summary>
    public static BitMask Whole(BitMask fine, int factor)
    {
        var whole = new BitMask((fine.Width + factor - 1) / factor, (fine.Height + factor - 1) / factor);
        var squares = new ulong[fine.WordsPerRow];
        for (var row = 0; row < whole.Height; row++)
        {
            Array.Fill(squares, ulong.MaxValue);
            for (var y = row * factor; y < Math.Min((row + 1) * factor, fine.Height); y++)
            {
                var source = fine.Row(y);
                for (var word = 0; word < squares.Length; word++)
                {
                    squares[word] &= source[word];
                }

                squares[^1] |= ~fine.LastWordBits;
            }

            for (var word = 0; word < squares.Length; word++)
            {
                // A square's bits lie in one word, its first is what is kept of them.
                squares[word] &= factor > 1 ? squares[word] >> 1 : ulong.MaxValue;
                squares[word] &= factor > 2 ? squares[word] >> 2 : ulong.MaxValue;
            }

            AddThinned(squares, factor, whole.Row(row));
            whole.Row(row)[^1] &= whole.LastWordBits;
        }

        return whole;
    }

    private static void AddThinned(ReadOnlySpan<ulong> source, int factor, Span<ulong> target)
    {
        for (var word = 0; word < source.Length; word++)
        {
            var (bits, shift) = factor switch
            {
                1 => (source[word], 0),
                2 => (EverySecond(source[word]), 32 * (word & 1)),
                _ => (EverySecond(EverySecond(source[word])), 16 * (word & 3)),
            };
            target[word * 64 / factor >> 6] |= bits << shift;
        }
    }

    /// <summary>Every second bit, the lowest among them.</summary>
    private static ulong EverySecond(ulong bits)
    {
        bits &= 0x5555_5555_5555_5555;
        bits = (bits | bits >> 1) & 0x3333_3333_3333_3333;
        bits = (bits | bits >> 2) & 0x0F0F_0F0F_0F0F_0F0F;
        bits = (bits | bits >> 4) & 0x00FF_00FF_00FF_00FF;
        bits = (bits | bits >> 8) & 0x0000_FFFF_0000_FFFF;
        return (bits | bits >> 16) & 0xFFFF_FFFF;
    }

    /// <summary>The lower 32 bits, each twice.</summary>
    private static ulong Twice(ulong bits)
    {
        bits &= 0xFFFF_FFFF;
        bits = (bits | bits << 16) & 0x0000_FFFF_0000_FFFF;
        bits = (bits | bits << 8) & 0x00FF_00FF_00FF_00FF;
        bits = (bits | bits << 4) & 0x0F0F_0F0F_0F0F_0F0F;
        bits = (bits | bits << 2) & 0x3333_3333_3333_3333;
        bits = (bits | bits << 1) & 0x5555_5555_5555_5555;
        return bits | bits << 1;
    }
}
