using CarbonApp.Engine.Kelp.Imagery;
using CarbonApp.Engine.Kelp.Projection;

namespace CarbonApp.Engine.Kelp.Tiles;

/// <summary>
/// Where the pixels of a tile lie in a raster. The way from the map to UTM is computed exactly at the corners of cells of 16 × 16 pixels, and between
/// them taken as straight wherever that is right to <see cref="MostPixelsOff"/> of a tile's pixel; elsewhere (low zooms) pixel by pixel.
/// </summary>
public sealed class TileView
{
    /// <summary>How far a pixel may be from its exact place, in pixels of the tile.</summary>
    public const double MostPixelsOff = 1 / 32.0;

    private const int CellsAcross = TileAddress.Side / TileCell.Side;

    /// <summary>Null where the tile does not show the raster.</summary>
    private readonly TileCell?[] _cells;

    private TileView(UtmGrid grid, TileCell?[] cells, PixelWindow window) => (Grid, _cells, Window) = (grid, cells, window);

    /// <summary>The whole raster.</summary>
    public UtmGrid Grid { get; }

    /// <summary>The part of the raster that is needed to draw the tile, a pixel of margin included.</summary>
    public PixelWindow Window { get; }

    /// <summary>The view of a raster in a tile; null only where no pixel of the tile has its middle in the raster.</summary>
    public static TileView? Of(TileAddress tile, UtmGrid grid)
    {
        ArgumentNullException.ThrowIfNull(grid);
        var (columns, rows) = TileFootprint.Of(tile, grid);
        var cells = new TileCell?[CellsAcross * CellsAcross];
        var extent = PixelExtent.Empty;
        for (var i = 0; i < cells.Length; i++)
        {
            var (row, column) = Math.DivRem(i, CellsAcross);
            if (columns[column] && rows[row])
            {
                cells[i] = TileCell.Of(tile, grid, column * TileCell.Side, row * TileCell.Side);
                extent = cells[i]!.Widen(extent);
            }
        }

        return extent.Window(grid) is { } window ? new TileView(grid, cells, window) : null;
    }

    /// <summary>By how much an overview may be coarser than the raster so that a pixel of it is still no larger than one of the tile: a power of two, 1 where
    /// the tile is the finer one.</summary>
    /// <param name="tile">The tile.</param>
    /// <param name="grid">The raster.</param>
    /// <param name="most">The coarsest overview there is.</param>
    public static int OverviewFactor(TileAddress tile, UtmGrid grid, int most)
    {
        ArgumentNullException.ThrowIfNull(grid);
        var middle = grid.ToGlobe(grid.Width / 2.0, grid.Height / 2.0);
        var groundMetres = tile.PixelMetres * Math.Cos(middle.LatitudeDegrees * Math.PI / 180);
        var factor = 1;
        while (2 * factor <= most && 2 * factor * grid.PixelMetres <= groundMetres)
        {
            factor *= 2;
        }

        return factor;
    }

    /// <summary>Where the middles of a row's pixels lie in the raster, in pixels from its upper left corner; NaN where the tile does not show it.</summary>
    internal void CopyRow(int row, Span<double> columns, Span<double> rows)
    {
        var (cellRow, rowInCell) = Math.DivRem(row, TileCell.Side);
        for (var cell = 0; cell < CellsAcross; cell++)
        {
            var place = cell * TileCell.Side;
            var cellColumns = columns.Slice(place, TileCell.Side);
            var cellRows = rows.Slice(place, TileCell.Side);
            if (_cells[(cellRow * CellsAcross) + cell] is { } inner)
            {
                inner.CopyRow(rowInCell, cellColumns, cellRows);
            }
            else
            {
                cellColumns.Fill(double.NaN);
                cellRows.Fill(double.NaN);
            }
        }
    }
}
