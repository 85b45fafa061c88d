using System.Runtime.Intrinsics;

namespace CarbonApp.Engine.Kelp.Water;

/// <summary>Blocks of water and what lies between their middles.</summary>
internal sealed class WaterModel
{
    private readonly float[] _values;

    /// <summary>A model of blocks that are all unknown.</summary>
    /// <param name="width">Columns of the grid worked on.</param>
    /// <param name="height">Rows.</param>
    /// <param name="side">Pixels along a block.</param>
    public WaterModel(int width, int height, int side)
    {
        (Side, Across, Down) = (side, (width + side - 1) / side, (height + side - 1) / side);
        _values = new float[Across * Down * WaterBlock.Length];
        _values.AsSpan().Fill(float.NaN);
    }

    /// <summary>Pixels along a block.</summary>
    public int Side { get; }

    /// <summary>Blocks in a row.</summary>
    public int Across { get; }

    /// <summary>Rows of blocks.</summary>
    public int Down { get; }

    /// <summary>The numbers of a block, see <see cref="WaterBlock"/>.</summary>
    public Span<float> Block(int across, int down) => _values.AsSpan((down * Across + across) * WaterBlock.Length, WaterBlock.Length);

    /// <summary>Whether a block has enough water.</summary>
    public bool IsKnown(int across, int down) => !float.IsNaN(_values[(down * Across + across) * WaterBlock.Length]);

    /// <summary>Whether the pixel's own block has enough water.</summary>
    public bool IsKnownAt(int column, int row) => IsKnown(column / Side, row / Side);

    /// <summary>The numbers at a row of pixels, at the middles of two neighbouring columns of blocks; a block that is unknown, or lies past the
    /// edge, takes the mean of the others of the four.</summary>
    /// <param name="left">The left column of blocks, from −1.</param>
    /// <param name="row">The row of pixels.</param>
    /// <param name="atLeft">Gets <see cref="WaterBlock.Length"/> numbers.</param>
    /// <param name="atRight">The same.</param>
    /// <returns>False when all four blocks are unknown.</returns>
    public bool TryAtRow(int left, int row, Span<float> atLeft, Span<float> atRight)
    {
        // The middle of block i is at i·side + (side − 1)/2; in units of blocks a row lies at (row + ½)/side − ½.
        var at = (row + 0.5f) / Side - 0.5f;
        var upper = (int)MathF.Floor(at);
        var share = at - upper;
        Span<float> means = stackalloc float[WaterBlock.Length];
        var known = Known(left, upper) + Known(left + 1, upper) + Known(left, upper + 1) + Known(left + 1, upper + 1);
        if (known == 0)
        {
            return false;
        }

        if (known < 4)
        {
            MeanOfKnown(left, upper, known, means);
        }

        Lerp(Corner(left, upper, means), Corner(left, upper + 1, means), share, atLeft);
        Lerp(Corner(left + 1, upper, means), Corner(left + 1, upper + 1, means), share, atRight);
        return true;
    }

    private static void Lerp(ReadOnlySpan<float> from, ReadOnlySpan<float> to, float share, Span<float> target)
    {
        for (var i = 0; i < WaterBlock.Length; i += Vector256<float>.Count)
        {
            var start = Vector256.Create(from[i..]);
            (start + (Vector256.Create(to[i..]) - start) * Vector256.Create(share)).CopyTo(target[i..]);
        }
    }

    private int Known(int across, int down) => IsKnown(Math.Clamp(across, 0, Across - 1), Math.Clamp(down, 0, Down - 1)) ? 1 : 0;

    private ReadOnlySpan<float> Corner(int across, int down, ReadOnlySpan<float> otherwise)
    {
        (across, down) = (Math.Clamp(across, 0, Across - 1), Math.Clamp(down, 0, Down - 1));
        return IsKnown(across, down) ? Block(across, down) : otherwise;
    }

    private void MeanOfKnown(int left, int upper, int known, Span<float> means)
    {
        means.Clear();
        for (var corner = 0; corner < 4; corner++)
        {
            var (across, down) = (Math.Clamp(left + (corner & 1), 0, Across - 1), Math.Clamp(upper + (corner >> 1), 0, Down - 1));
            if (IsKnown(across, down))
            {
                var block = Block(across, down);
                for (var i = 0; i < WaterBlock.Length; i++)
                {
                    means[i] += block[i];
                }
            }
        }

        for (var i = 0; i < WaterBlock.Length; i++)
        {
            means[i] /= known;
        }
    }
}
