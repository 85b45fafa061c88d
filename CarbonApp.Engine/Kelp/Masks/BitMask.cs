using System.Numerics;

namespace CarbonApp.Engine.Kelp.Masks;

/// <summary>A yes or no for every pixel, one bit each: a whole Sentinel-2 tile in 15 MB. Rows start on a word of their own, so that threads may
/// write different rows.</summary>
public sealed class BitMask
{
    private readonly ulong[] _words;
    private readonly int _rowBits;

    /// <summary>A mask of nothing.</summary>
    /// <param name="width">Columns, 1 or more.</param>
    /// <param name="height">Rows, 1 or more.</param>
    public BitMask(int width, int height)
        : this(width, height, int.MaxValue)
    {
    }

    private BitMask(int width, int height, int rowBits)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(width, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(height, 1);
        (Width, Height, WordsPerRow) = (width, height, (width + 63) >> 6);
        _rowBits = rowBits;
        _words = new ulong[(long)WordsPerRow * (rowBits == int.MaxValue ? height : rowBits + 1)];
    }

    /// <summary>A mask of which only the last so many rows are held, a power of two: a row takes the place of the one that many rows above. What is
    /// not about single rows is not to be asked of it.</summary>
    internal static BitMask OfLastRows(int width, int height, int rows) => new(width, height, rows - 1);

    /// <summary>Columns.</summary>
    public int Width { get; }

    /// <summary>Rows.</summary>
    public int Height { get; }

    /// <summary>Words of 64 pixels in a row; the last one's unused bits are always 0.</summary>
    internal int WordsPerRow { get; }

    /// <summary>Whether a pixel is in the mask.</summary>
    public bool this[int column, int row]
    {
        get => (_words[(row & _rowBits) * WordsPerRow + (column >> 6)] >> (column & 63) & 1) != 0;
        set
        {
            ref var word = ref _words[(row & _rowBits) * WordsPerRow + (column >> 6)];
            word = value ? word | 1UL << (column & 63) : word & ~(1UL << (column & 63));
        }
    }

    /// <summary>A row, 64 pixels a word, the first in the lowest bit.</summary>
    internal Span<ulong> Row(int row) => _words.AsSpan((row & _rowBits) * WordsPerRow, WordsPerRow);

    /// <summary>Bits of the row's last word that stand for pixels.</summary>
    internal ulong LastWordBits => (Width & 63) == 0 ? ulong.MaxValue : (1UL << (Width & 63)) - 1;

    /// <summary>Puts a run of a row in; <paramref name="end"/> is past its last pixel and past <paramref name="start"/>.</summary>
    internal void Set(int row, int start, int end)
    {
        var words = Row(row);
        var (first, last) = (start >> 6, (end - 1) >> 6);
        var (firstBits, lastBits) = (ulong.MaxValue << (start & 63), ulong.MaxValue >> (63 - ((end - 1) & 63)));
        if (first == last)
        {
            words[first] |= firstBits & lastBits;
            return;
        }

        words[first] |= firstBits;
        words[(first + 1)..last].Fill(ulong.MaxValue);
        words[last] |= lastBits;
    }

    /// <summary>Pixels in the mask.</summary>
    public long Count()
    {
        var count = 0L;
        foreach (var word in _words)
        {
            count += BitOperations.PopCount(word);
        }

        return count;
    }

    /// <summary>Pixels of a rectangle that are in the mask; <paramref name="right"/> and <paramref name="bottom"/> are past its last.</summary>
    internal int Count(int left, int top, int right, int bottom)
    {
        var (count, firstWord, lastWord) = (0, left >> 6, (right - 1) >> 6);
        var (firstBits, lastBits) = (ulong.MaxValue << (left & 63), ulong.MaxValue >> (63 - ((right - 1) & 63)));
        for (var row = top; row < bottom; row++)
        {
            var words = Row(row);
            for (var word = firstWord; word <= lastWord; word++)
            {
                count += BitOperations.PopCount(words[word] & (word == firstWord ? firstBits : ulong.MaxValue) & (word == lastWord ? lastBits : ulong.MaxValue));
            }
        }

        return count;
    }

    /// <summary>Whether no pixel is in the mask.</summary>
    public bool IsEmpty => !_words.AsSpan().ContainsAnyExcept(0UL);

    internal void RemoveRow(int row, ReadOnlySpan<ulong> other)
    {
        var words = Row(row);
        for (var word = 0; word < words.Length; word++)
        {
            words[word] &= ~other[word];
        }
    }

    internal BitMask Copy()
    {
        var copy = new BitMask(Width, Height);
        _words.CopyTo(copy._words, 0);
        return copy;
    }

    internal void Or(BitMask other)
    {
        for (var i = 0; i < _words.Length; i++)
        {
            _words[i] |= other._words[i];
        }
    }

    internal void And(BitMask other)
    {
        for (var i = 0; i < _words.Length; i++)
        {
            _words[i] &= other._words[i];
        }
    }

    /// <summary>Takes the other mask's pixels out. Memory that has none of them is not written: of a mask that is mostly empty most has never been.</summary>
    internal void Remove(BitMask other)
    {
        for (var i = 0; i < _words.Length; i++)
        {
            if ((_words[i] & other._words[i]) != 0)
            {
                _words[i] &= ~other._words[i];
            }
        }
    }
}
