using System.Runtime.InteropServices;

namespace CarbonApp.Engine.Kelp.Masks;

/// <summary>Makes a <see cref="RunMask"/> row by row, from the top.</summary>
internal sealed class RunMaskBuilder(int width, int height)
{
    private readonly int[] _firstRuns = new int[height + 1];
    private readonly List<PixelRun> _runs = [];
    private int _row;

    /// <summary>Adds columns to the row in progress: an empty run is left out, one that touches the run before it lengthens that.</summary>
    /// <param name="start">Not left of the end of the run before.</param>
    /// <param name="end">Not right of the raster.</param>
    public void Add(int start, int end)
    {
        if (start >= end)
        {
            return;
        }

        if (_runs.Count > _firstRuns[_row] && _runs[^1].End >= start)
        {
            _runs[^1] = _runs[^1] with { End = end };
        }
        else
        {
            _runs.Add(new PixelRun(start, end));
        }
    }

    /// <summary>Goes on to the next row.</summary>
    public void EndRow() => _firstRuns[++_row] = _runs.Count;

    /// <summary>Adds a whole row: columns that are not 0.</summary>
    public void AddRow(ReadOnlySpan<byte> set)
    {
        for (var column = 0; column < width;)
        {
            var gap = set[column..].IndexOfAnyExcept((byte)0);
            if (gap < 0)
            {
                break;
            }

            var start = column + gap;
            var length = set[start..].IndexOf((byte)0);
            column = length < 0 ? width : start + length;
            Add(start, column);
        }

        EndRow();
    }

    /// <summary>The mask; rows not added are empty.</summary>
    public RunMask ToMask()
    {
        _firstRuns.AsSpan(_row + 1).Fill(_runs.Count);
        return new RunMask(width, height, _firstRuns, CollectionsMarshal.AsSpan(_runs).ToArray());
    }
}
