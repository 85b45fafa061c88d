using System.Numerics;

namespace CarbonApp.Engine.Kelp.Masks;

/// <summary>The connected parts of a bit mask (<see cref="ConnectedComponents"/>), as runs that name their row and component.</summary>
public sealed class BitComponents
{
    private BitComponents(List<ComponentRun> runs, long[] pixels) => (Runs, Pixels) = (runs, pixels);

    /// <summary>All runs, row after row, from left to right.</summary>
    public IReadOnlyList<ComponentRun> Runs { get; }

    /// <summary>Pixels of every component.</summary>
    public IReadOnlyList<long> Pixels { get; }

    /// <summary>Number of components.</summary>
    public int Count => Pixels.Count;

    /// <summary>Finds the components of a mask.</summary>
    /// <param name="mask">The mask; is left alone.</param>
    /// <param name="diagonally">Whether pixels that touch at a corner only are connected (8 neighbours) or not (4).</param>
    public static BitComponents Of(BitMask mask, bool diagonally)
    {
        ArgumentNullException.ThrowIfNull(mask);
        var found = ConnectedComponents.Find(RunsOf(mask), diagonally ? Connectivity.EdgesAndCorners : Connectivity.Edges);
        var runs = new List<ComponentRun>(found.Mask.RunCount);
        for (var row = 0; row < mask.Height; row++)
        {
            foreach (var run in found.Mask.Runs(row))
            {
                runs.Add(new ComponentRun(row, run.Start, run.End, found.ComponentOfRun[runs.Count]));
            }
        }

        return new BitComponents(runs, [.. found.Components.Select(component => (long)component.Pixels)]);
    }

    /// <summary>The component of the most pixels, the first of several as large; −1 where there is none.</summary>
    public int Largest()
    {
        var largest = -1;
        for (var component = 0; component < Count; component++)
        {
            if (largest < 0 || Pixels[component] > Pixels[largest])
            {
                largest = component;
            }
        }

        return largest;
    }

    private static RunMask RunsOf(BitMask mask)
    {
        var builder = new RunMaskBuilder(mask.Width, mask.Height);
        for (var row = 0; row < mask.Height; row++)
        {
            var words = mask.Row(row);
            for (var column = NextPixel(words, 0, of: true); column < mask.Width;)
            {
                var end = Math.Min(NextPixel(words, column, of: false), mask.Width);
                builder.Add(column, end);
                column = NextPixel(words, end, of: true);
            }

            builder.EndRow();
        }

        return builder.ToMask();
    }

    /// <summary>The first column from <paramref name="column"/> on that is in the mask, or that is not; past the row when there is none.</summary>
    private static int NextPixel(ReadOnlySpan<ulong> words, int column, bool of)
    {
        for (var word = column >> 6; word < words.Length; word++)
        {
            var bits = (of ? words[word] : ~words[word]) & (word == column >> 6 ? ulong.MaxValue << (column & 63) : ulong.MaxValue);
            if (bits != 0)
            {
                return (word << 6) + BitOperations.TrailingZeroCount(bits);
            }
        }

        return words.Length << 6;
    }
}
