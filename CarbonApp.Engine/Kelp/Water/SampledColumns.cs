using System.Numerics;
using System.Runtime.Intrinsics;

namespace CarbonApp.Engine.Kelp.Water;

/// <summary>The columns of a row that are sampled, listed for work on eight of them at a time.</summary>
internal static class SampledColumns
{
    /// <summary>Room past the last column that the list needs.</summary>
    public static readonly int Padding = Vector256<float>.Count;

    /// <summary>At a power of two n: a word with every n-th bit set.</summary>
    private static readonly ulong[] EveryNth = WordsOfEveryNth();

    /// <summary>Lists them; the last is repeated to fill a vector. Their number.</summary>
    /// <param name="sample">A row of a mask.</param>
    /// <param name="left">First column.</param>
    /// <param name="right">Past the last one.</param>
    /// <param name="every">Only those of every so many columns, a power of two up to 64.</param>
    /// <param name="columns">Gets them; <see cref="Padding"/> longer than there are columns.</param>
    public static int Of(ReadOnlySpan<ulong> sample, int left, int right, int every, Span<int> columns)
    {
        var (count, firstWord, lastWord) = (0, left >> 6, (right - 1) >> 6);
        for (var word = firstWord; word <= lastWord; word++)
        {
            var inside = (word == firstWord ? ulong.MaxValue << (left & 63) : ulong.MaxValue) & (word == lastWord ? ulong.MaxValue >> (63 - ((right - 1) & 63)) : ulong.MaxValue);
            for (var bits = sample[word] & inside & EveryNth[every]; bits != 0; bits &= bits - 1)
            {
                columns[count++] = (word << 6) + BitOperations.TrailingZeroCount(bits);
            }
        }

        columns.Slice(count, Padding).Fill(count == 0 ? 0 : columns[count - 1]);
        return count;
    }

    private static ulong[] WordsOfEveryNth()
    {
        var words = new ulong[65];
        for (var every = 1; every <= 64; every *= 2)
        {
            for (var bit = 0; bit < 64; bit += every)
            {
                words[every] |= 1UL << bit;
            }
        }

        return words;
    }
}
