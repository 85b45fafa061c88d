using CarbonApp.Engine.Kelp.Projection;

namespace CarbonApp.Engine.Kelp.Tiles;

/// <summary>Which cells of a tile may show a raster, by the box around it on the map: keeps low zooms from asking where the far side of the globe lies
/// in a UTM zone.</summary>
internal static class TileFootprint
{
    /// <summary>Points on each side of the raster. Between two of them a side of 300 km bends by 1 km at most, far below the pixel of margin at zooms
    /// that show it whole.</summary>
    private const int PointsPerSide = 33;

    /// <summary>For each column and each row of cells whether the raster's box reaches it.</summary>
    public static (bool[] Columns, bool[] Rows) Of(TileAddress tile, UtmGrid grid)
    {
        var box = BoxOf(tile, grid);
        var columns = new bool[TileAddress.Side / TileCell.Side];
        var rows = new bool[columns.Length];
        var worldPixels = (double)TileAddress.Side * (1L << tile.Zoom);
        // The same raster a turn of the globe to the west and to the east: it may cross the map's edge.
        foreach (var turn in new[] { -1, 0, 1 })
        {
            Mark(columns, box.Left + (turn * worldPixels), box.Right + (turn * worldPixels));
        }

        Mark(rows, box.Top, box.Bottom);
        return (columns, rows);
    }

    private static PixelExtent BoxOf(TileAddress tile, UtmGrid grid)
    {
        var box = PixelExtent.Empty;
        for (var i = 0; i < PointsPerSide; i++)
        {
            var share = (double)i / (PointsPerSide - 1);
            var (across, down) = (share * grid.Width, share * grid.Height);
            foreach (var (column, row) in new (double, double)[] { (across, 0), (across, grid.Height), (0, down), (grid.Width, down) })
            {
                var place = tile.ToPixel(grid.ToGlobe(column, row));
                box = box.With(place.Column, place.Row);
            }
        }

        return box;
    }

    /// <summary>Marks the cells from one pixel before to one pixel behind an interval and 0.5 % of its length, for the bend of its ends.</summary>
    private static void Mark(bool[] cells, double from, double to)
    {
        var margin = 1 + ((to - from) / 200);
        for (var cell = 0; cell < cells.Length; cell++)
        {
            cells[cell] |= (cell + 1) * TileCell.Side >= from - margin && cell * TileCell.Side <= to + margin;
        }
    }
}
