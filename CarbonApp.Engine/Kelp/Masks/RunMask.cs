using System.Numerics.Tensors;
using System.Runtime.InteropServices;
using CarbonApp.Engine.Kelp.Scenes;

namespace CarbonApp.Engine.Kelp.Masks;

/// <summary>Which pixels of a raster are set, as runs: row after row, each row's in order, never touching. Takes eight bytes a run however
/// large the raster is, and outlines, areas and components follow from runs alone. Never changes once made.</summary>
public sealed class RunMask
{
    private readonly int[] _firstRuns;
    private readonly PixelRun[] _runs;

    /// <summary>Takes the arrays over: <paramref name="firstRuns"/> has one entry a row and one more, the number of runs.</summary>
    internal RunMask(int width, int height, int[] firstRuns, PixelRun[] runs) => (Width, Height, _firstRuns, _runs) = (width, height, firstRuns, runs);

    /// <summary>Columns.</summary>
    public int Width { get; }

    /// <summary>Rows.</summary>
    public int Height { get; }

    /// <summary>Runs of all rows.</summary>
    public int RunCount => _runs.Length;

    /// <summary>Pixels that are set.</summary>
    public long PixelCount
    {
        get
        {
            var pixels = 0L;
            foreach (var run in _runs)
            {
                pixels += run.Length;
            }

            return pixels;
        }
    }

    /// <summary>All runs; those of a row start at <see cref="FirstRun"/>.</summary>
    internal ReadOnlySpan<PixelRun> AllRuns => _runs;

    /// <summary>The runs of a row, from left to right.</summary>
    /// <param name="row">0 to <see cref="Height"/> − 1.</param>
    public ReadOnlySpan<PixelRun> Runs(int row) => _runs.AsSpan(_firstRuns[row].._firstRuns[row + 1]);

    /// <summary>Index of a row's first run among all; of row <see cref="Height"/>, their number.</summary>
    internal int FirstRun(int row) => _firstRuns[row];

    /// <summary>Whether a pixel is set. Pixels outside of the raster are not.</summary>
    public bool Contains(int column, int row)
    {
        if ((uint)row >= (uint)Height)
        {
            return false;
        }

        var (low, high) = (_firstRuns[row], _firstRuns[row + 1]);
        while (low < high)
        {
            var middle = (low + high) >> 1;
            (low, high) = _runs[middle].End <= column ? (middle + 1, high) : (low, middle);
        }

        return low < _firstRuns[row + 1] && _runs[low].Start <= column;
    }

    /// <summary>The pixels that are true.</summary>
    /// <param name="set">Row after row.</param>
    /// <param name="width">Columns.</param>
    /// <param name="height">Rows.</param>
    /// <exception cref="ArgumentException">Not width × height pixels.</exception>
    public static RunMask Of(ReadOnlySpan<bool> set, int width, int height)
    {
        CheckLength(set.Length, width, height);
        var builder = new RunMaskBuilder(width, height);
        for (var row = 0; row < height; row++)
        {
            builder.AddRow(MemoryMarshal.AsBytes(set.Slice(row * width, width)));
        }

        return builder.ToMask();
    }

    /// <summary>The pixels with any of some flags.</summary>
    /// <param name="flags">Row after row.</param>
    /// <param name="width">Columns.</param>
    /// <param name="height">Rows.</param>
    /// <param name="anyOf">Flags; a pixel with one of them is set.</param>
    /// <exception cref="ArgumentException">Not width × height pixels.</exception>
    public static RunMask Of(ReadOnlySpan<PixelMask> flags, int width, int height, PixelMask anyOf)
    {
        CheckLength(flags.Length, width, height);
        var builder = new RunMaskBuilder(width, height);
        var wanted = new byte[width];
        for (var row = 0; row < height; row++)
        {
            TensorPrimitives.BitwiseAnd(MemoryMarshal.Cast<PixelMask, byte>(flags.Slice(row * width, width)), (byte)anyOf, wanted);
            builder.AddRow(wanted);
        }

        return builder.ToMask();
    }

    /// <summary>A pixel each: true where set; row after row.</summary>
    public bool[] ToPixels()
    {
        var pixels = new bool[checked(Width * Height)];
        for (var row = 0; row < Height; row++)
        {
            foreach (var run in Runs(row))
            {
                pixels.AsSpan(row * Width + run.Start, run.Length).Fill(true);
            }
        }

        return pixels;
    }

    /// <summary>The pixels that are not set.</summary>
    public RunMask Complement()
    {
        var builder = new RunMaskBuilder(Width, Height);
        for (var row = 0; row < Height; row++)
        {
            var start = 0;
            foreach (var run in Runs(row))
            {
                builder.Add(start, run.Start);
                start = run.End;
            }

            builder.Add(start, Width);
            builder.EndRow();
        }

        return builder.ToMask();
    }

    private static void CheckLength(int length, int width, int height)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(width);
        ArgumentOutOfRangeException.ThrowIfNegative(height);
        ArgumentOutOfRangeException.ThrowIfNotEqual(length, (long)width * height);
    }
}
