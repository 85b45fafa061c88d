namespace CarbonApp.Engine.Kelp.Imagery;

/// <summary>Puts blocks that lie close together into one request: over a network a request costs more than bytes read in vain.</summary>
public static class BlockRangePlanner
{
    /// <summary>Bytes between two blocks that are rather read than skipped: at 50 MB/s and 20 ms per request, 1 MB would break even;
    /// a quarter of that keeps waste small on slow lines.</summary>
    public const int DefaultGapBytes = 256 << 10;

    /// <summary>Longest request, unless one block alone is longer.</summary>
    public const int DefaultRangeBytes = 8 << 20;

    /// <summary>Sorts <paramref name="blocks"/> by place and covers them with ranges. Blocks may touch, overlap or be the same bytes.</summary>
    /// <example>Blocks (offset, length) (0, 10), (100, 10), (15, 10) with a gap of 5: [0, 25) with two blocks and [100, 110) with one.</example>
    internal static List<BlockRange> Plan(Span<BlockRequest> blocks, int gapBytes = DefaultGapBytes, int rangeBytes = DefaultRangeBytes)
    {
        blocks.Sort(static (a, b) => a.Offset != b.Offset ? a.Offset.CompareTo(b.Offset) : a.Length.CompareTo(b.Length));
        var ranges = new List<BlockRange>();
        for (var i = 0; i < blocks.Length; i++)
        {
            var end = blocks[i].Offset + blocks[i].Length;
            if (ranges.Count > 0 && ranges[^1] is var last
                && blocks[i].Offset - (last.Offset + last.Length) <= gapBytes
                && Math.Max(end, last.Offset + last.Length) - last.Offset <= rangeBytes)
            {
                ranges[^1] = last with { Length = (int)(Math.Max(end, last.Offset + last.Length) - last.Offset), Count = last.Count + 1 };
            }
            else
            {
                ranges.Add(new BlockRange(blocks[i].Offset, blocks[i].Length, i, 1));
            }
        }

        return ranges;
    }
}
