using System.Numerics;

namespace CarbonApp.Engine.Kelp.Masks;

/// <summary>The connected parts of a mask, as runs of pixels: time and memory go with the number of runs, not of pixels.</summary>
/// <remarks>Method: runs joined by union-find with path halving, smaller index as root (Rosenfeld and Pfaltz 1966; Tarjan 1975).
/// Components are numbered in the order of their first pixel, row after row.</remarks>
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
        var (runs, parents) = (new List<ComponentRun>(), new List<int>());
        var reach = diagonally ? 1 : 0;
        var (above, aboveEnd) = (0, 0);
        for (var row = 0; row < mask.Height; row++)
        {
            var first = runs.Count;
            AddRuns(mask, row, runs);
            for (var run = first; run < runs.Count; run++)
            {
                parents.Add(run);
                while (above < aboveEnd && runs[above].End + reach <= runs[run].Start)
                {
                    above++;
                }

                for (var other = above; other < aboveEnd && runs[other].Start < runs[run].End + reach; other++)
                {
                    Join(parents, other, run);
                }
            }

            (above, aboveEnd) = (first, runs.Count);
        }

        return Number(runs, parents);
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

    private static BitComponents Number(List<ComponentRun> runs, List<int> parents)
    {
        var (numbers, pixels) = (new int[runs.Count], new List<long>());
        for (var run = 0; run < runs.Count; run++)
        {
            var root = Root(parents, run);
            if (root == run)
            {
                numbers[run] = pixels.Count;
                pixels.Add(0);
            }

            runs[run] = runs[run] with { Component = numbers[root] };
            pixels[numbers[root]] += runs[run].Length;
        }

        return new BitComponents(runs, [.. pixels]);
    }

    private static void AddRuns(BitMask mask, int row, List<ComponentRun> runs)
    {
        var words = mask.Row(row);
        for (var column = NextPixel(words, 0, of: true); column < mask.Width;)
        {
            var end = Math.Min(NextPixel(words, column, of: false), mask.Width);
            runs.Add(new ComponentRun(row, column, end, -1));
            column = NextPixel(words, end, of: true);
        }
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

    private static void Join(List<int> parents, int a, int b)
    {
        (a, b) = (Root(parents, a), Root(parents, b));
        parents[Math.Max(a, b)] = Math.Min(a, b);
    }

    private static int Root(List<int> parents, int run)
    {
        while (parents[run] != run)
        {
            parents[run] = parents[parents[run]];
            run = parents[run];
        }

        return run;
    }
}
