namespace CarbonApp.Engine.Kelp.Projection;

/// <summary>
/// Carries pixels from one grid to another, of another zone as a rule, by nearest neighbour: flags and codes stay what they are, and each is at most half a pixel
/// of the source off along either of its axes. Places are projected exactly every <see cref="CellPixels"/> pixels and are bilinear between.
/// </summary>
/// <remarks>
/// Bilinear between points h apart is wrong by h²/8 · (|∂²/∂x²| + |∂²/∂y²|) at most. Between planes of neighbouring zones the second derivatives are some 10⁻⁸ a
/// metre (the angle between the two, 6° · sin φ, changes with the latitude φ by 6° · cos φ an earth's radius): over h = 320 m a millimetre.
/// </remarks>
public sealed class GridCarrier
{
    /// <summary>How far a place may be from where its exact projection is, pixels of the source: for pixels up to 80 m, latitudes up to 75° and zones side by
    /// side, within 100 km of their border.</summary>
    public const double MostPixelsOff = 0.001;

    /// <summary>Pixels of the target from one exact place to the next.</summary>
    public const int CellPixels = 32;

    private readonly (double Column, double Row)[] _nodes;
    private readonly int _nodesAcross;

    private GridCarrier(UtmGrid source, UtmGrid target)
    {
        (Source, Target, _nodesAcross) = (source, target, NodesOf(target.Width));
        _nodes = new (double, double)[_nodesAcross * NodesOf(target.Height)];
        for (var i = 0; i < _nodes.Length; i++)
        {
            var (row, column) = Math.DivRem(i, _nodesAcross);
            var place = target.ToGlobe((column * CellPixels) + 0.5, (row * CellPixels) + 0.5);
            _nodes[i] = source.ToPixel(source.Zone.Project(place));
        }
    }

    /// <summary>The grid that pixels are carried from.</summary>
    public UtmGrid Source { get; }

    /// <summary>The grid that they are carried to.</summary>
    public UtmGrid Target { get; }

    /// <summary>The way from one grid to another.</summary>
    /// <param name="source">Pixels of about the size of the target's: nearest neighbour passes over or repeats them otherwise.</param>
    /// <param name="target">Any zone.</param>
    public static GridCarrier Between(UtmGrid source, UtmGrid target)
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(target);
        return new GridCarrier(source, target);
    }

    /// <summary>Where the middle of a target's pixel lies in the source, in pixels from its upper left corner: in (2.5, 0.5) the middle of its third pixel. May
    /// lie outside of the source; NaN where its zone has no such place.</summary>
    /// <param name="column">0 to the target's width − 1.</param>
    /// <param name="row">0 to the target's height − 1.</param>
    public (double Column, double Row) PlaceOf(int column, int row)
    {
        var (left, right) = (NodeAt(column / CellPixels, row), NodeAt((column / CellPixels) + 1, row));
        return Along(left, right, column % CellPixels);
    }

    /// <summary>The source's pixels on the target.</summary>
    /// <param name="pixels">A value for each pixel of the source, row after row.</param>
    /// <param name="outside">The value of pixels whose middle lies outside of the source: no data.</param>
    /// <param name="cancellationToken">Asked once a row.</param>
    /// <exception cref="ArgumentException">Not as many values as the source has pixels.</exception>
    public T[] Carry<T>(ReadOnlySpan<T> pixels, T outside, CancellationToken cancellationToken = default)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(pixels.Length, Source.Width * Source.Height, nameof(pixels));
        var carried = new T[Target.Width * Target.Height];
        var nodes = new (double, double)[_nodesAcross];
        for (var row = 0; row < Target.Height; row++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            for (var node = 0; node < nodes.Length; node++)
            {
                nodes[node] = NodeAt(node, row);
            }

            var line = carried.AsSpan(row * Target.Width, Target.Width);
            for (var column = 0; column < line.Length; column++)
            {
                var (x, y) = Along(nodes[column / CellPixels], nodes[(column / CellPixels) + 1], column % CellPixels);
                // NaN is in no source.
                line[column] = x >= 0 && x < Source.Width && y >= 0 && y < Source.Height ? pixels[((int)y * Source.Width) + (int)x] : outside;
            }
        }

        return carried;
    }

    /// <summary>The place of a column of nodes in a row of pixels.</summary>
    private (double Column, double Row) NodeAt(int node, int row)
    {
        var above = (row / CellPixels * _nodesAcross) + node;
        return Along(_nodes[above], _nodes[above + _nodesAcross], row % CellPixels);
    }

    private static (double Column, double Row) Along((double Column, double Row) from, (double Column, double Row) to, int pixels)
    {
        var share = (double)pixels / CellPixels;
        return (from.Column + (share * (to.Column - from.Column)), from.Row + (share * (to.Row - from.Row)));
    }

    /// <summary>One behind the last pixel too.</summary>
    private static int NodesOf(int pixels) => ((pixels - 1) / CellPixels) + 2;
}
