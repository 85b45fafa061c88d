using CarbonApp.Engine.Kelp.Projection;

namespace CarbonApp.Engine.Kelp.Tiles;

/// <summary>16 × 16 pixels of a tile and where they lie in a raster.</summary>
internal sealed class TileCell
{
    /// <summary>Pixels across and down.</summary>
    public const int Side = 16;

    private readonly (double Column, double Row)[] _corners;

    /// <summary>Row after row; null where corners are enough.</summary>
    private readonly (double Column, double Row)[]? _pixels;

    private TileCell((double Column, double Row)[] corners, (double Column, double Row)[]? pixels) => (_corners, _pixels) = (corners, pixels);

    /// <summary>The cell whose upper left pixel is given.</summary>
    public static TileCell Of(TileAddress tile, UtmGrid grid, int left, int top)
    {
        (double Column, double Row)[] corners = [At(0, 0), At(Side, 0), At(0, Side), At(Side, Side)];
        // The error of straight lines is greatest between corners. In the cell's middle it would not show: the way is conformal, so that what it
        // bends by across and down cancel out there.
        var off = Math.Max(
            Length(Between(corners[0], corners[1], 0.5), At(Side / 2, 0)),
            Length(Between(corners[0], corners[2], 0.5), At(0, Side / 2)));
        var perPixel = Math.Max(Length(corners[0], corners[1]), Length(corners[0], corners[2])) / Side;
        return off <= TileView.MostPixelsOff * perPixel
            ? new TileCell(corners, null)
            : new TileCell(corners, [.. Enumerable.Range(0, Side * Side).Select(i => At((i % Side) + 0.5, (i / Side) + 0.5))]);

        (double Column, double Row) At(double column, double row) => grid.ToPixel(grid.Zone.Project(tile.ToGlobe(left + column, top + row)));

        static double Length((double Column, double Row) from, (double Column, double Row) to) =>
            Math.Sqrt(Math.Pow(to.Column - from.Column, 2) + Math.Pow(to.Row - from.Row, 2));
    }

    /// <summary>An extent that holds this cell too.</summary>
    public PixelExtent Widen(PixelExtent extent)
    {
        foreach (var (column, row) in _pixels ?? _corners)
        {
            extent = extent.With(column, row);
        }

        return extent;
    }

    public void CopyRow(int row, Span<double> columns, Span<double> rows)
    {
        if (_pixels is not null)
        {
            for (var i = 0; i < Side; i++)
            {
                (columns[i], rows[i]) = _pixels[(row * Side) + i];
            }

            return;
        }

        var down = (row + 0.5) / Side;
        var left = Between(_corners[0], _corners[2], down);
        var right = Between(_corners[1], _corners[3], down);
        for (var i = 0; i < Side; i++)
        {
            (columns[i], rows[i]) = Between(left, right, (i + 0.5) / Side);
        }
    }

    private static (double Column, double Row) Between((double Column, double Row) from, (double Column, double Row) to, double share) =>
        (from.Column + (share * (to.Column - from.Column)), from.Row + (share * (to.Row - from.Row)));
}
