using CarbonApp.Engine.Kelp.Imagery;

namespace CarbonApp.Engine.Kelp.Radiometry;

/// <summary>Squares of an area in which a scene shows nothing at all: every pixel of the scene classification is no data, saturated, cloud, cirrus or
/// cloud shadow.</summary>
/// <remarks>Classes: Sentinel-2 Level-2A Algorithm Theoretical Basis Document, scene classification.</remarks>
internal sealed class HiddenCells
{
    /// <summary>Pixels of the classification along a square.</summary>
    public const int Side = 16;

    private readonly int _across;
    private readonly bool[] _seen;

    /// <summary>No pixel seen yet.</summary>
    /// <param name="width">Columns of the classification.</param>
    /// <param name="height">Rows of it.</param>
    public HiddenCells(int width, int height)
    {
        _across = (width + Side - 1) / Side;
        _seen = new bool[_across * ((height + Side - 1) / Side)];
    }

    /// <summary>Whether nothing is to be seen where the classification says so.</summary>
    public static bool IsHidden(ushort scl) => scl is 0 or 1 or 3 or 8 or 9 or 10;

    /// <summary>Takes a row of classes.</summary>
    public void AddRow(int row, ReadOnlySpan<ushort> classes)
    {
        var cells = _seen.AsSpan(row / Side * _across, _across);
        for (var column = 0; column < classes.Length; column++)
        {
            cells[column / Side] |= !IsHidden(classes[column]);
        }
    }

    /// <summary>Whether nothing is to be seen in a window, widened by some pixels; what lies outside of the area is not asked.</summary>
    public bool HideAll(PixelWindow window, int margin)
    {
        var down = _seen.Length / _across;
        var (left, top) = (Math.Max(window.Column - margin, 0) / Side, Math.Max(window.Row - margin, 0) / Side);
        var right = Math.Min((window.Column + window.Width - 1 + margin) / Side, _across - 1);
        for (var row = top; row <= Math.Min((window.Row + window.Height - 1 + margin) / Side, down - 1); row++)
        {
            if (_seen.AsSpan(row * _across + left, Math.Max(right - left + 1, 0)).Contains(true))
            {
                return false;
            }
        }

        return true;
    }
}
