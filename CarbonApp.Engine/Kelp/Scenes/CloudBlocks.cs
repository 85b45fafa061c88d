using CarbonApp.Engine.Kelp.Imagery;

namespace CarbonApp.Engine.Kelp.Scenes;

/// <summary>Which square blocks of an area a scene shows nothing of, from its scene classification: their other bands need not be read.</summary>
/// <remarks>Classes (Sentinel-2 Level-2A Algorithm Theoretical Basis): 0 no data, 1 saturated, 3 cloud shadow, 8 and 9 cloud, 10 cirrus show nothing.</remarks>
public sealed class CloudBlocks
{
    private readonly bool[] _hidden;
    private readonly int _across;

    private CloudBlocks(int side, int across, bool[] hidden, double hiddenShare) =>
        (Side, _across, _hidden, HiddenShare) = (side, across, hidden, hiddenShare);

    /// <summary>Pixels along a block.</summary>
    public int Side { get; }

    /// <summary>Share of the pixels that show nothing, 0 to 1.</summary>
    public double HiddenShare { get; }

    /// <summary>Blocks that show nothing.</summary>
    public int Hidden => _hidden.Count(h => h);

    /// <summary>Whether a class of the classification leaves nothing to be seen.</summary>
    public static bool IsHidden(byte scl) => scl is 0 or 1 or 3 or 8 or 9 or 10;

    /// <summary>Whether a block, counted from the upper left, shows nothing.</summary>
    public bool IsHidden(int blockColumn, int blockRow) => _hidden[blockRow * _across + blockColumn];

    /// <summary>Judges the blocks of an area.</summary>
    /// <param name="classes">The classification, a byte per pixel, row after row.</param>
    /// <param name="width">Columns.</param>
    /// <param name="height">Rows.</param>
    /// <param name="side">Pixels along a block, above 0; the last of a row or column may be cut.</param>
    public static CloudBlocks Of(ReadOnlySpan<byte> classes, int width, int height, int side)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(side, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(classes.Length, width * height);
        var (across, down, hiddenPixels) = ((width + side - 1) / side, (height + side - 1) / side, 0L);
        var hidden = new bool[across * down];
        Array.Fill(hidden, true);
        for (var y = 0; y < height; y++)
        {
            for (var x = 0; x < width; x++)
            {
                if (IsHidden(classes[y * width + x]))
                {
                    hiddenPixels++;
                }
                else
                {
                    hidden[y / side * across + x / side] = false;
                }
            }
        }

        return new CloudBlocks(side, across, hidden, width * height == 0 ? 1 : (double)hiddenPixels / ((long)width * height));
    }
}
