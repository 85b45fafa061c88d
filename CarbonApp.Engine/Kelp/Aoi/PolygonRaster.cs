using CarbonApp.Engine.Kelp.Masks;
using CarbonApp.Engine.Kelp.Projection;

namespace CarbonApp.Engine.Kelp.Aoi;

/// <summary>Which pixels of a grid lie in a polygon, by scanlines through the pixels' middles. A middle on an edge belongs to the polygon on its right or
/// below, so polygons that share an edge share no pixel and leave none out.</summary>
internal static class PolygonRaster
{
    /// <summary>Fills by the even-odd rule.</summary>
    /// <param name="rings">Closed, in any direction; holes are rings like the others.</param>
    /// <param name="grid">What lies outside of it is cut off.</param>
    /// <param name="cancellationToken">Asked once a row.</param>
    public static RunMask Fill(IEnumerable<IReadOnlyList<PlanePoint>> rings, UtmGrid grid, CancellationToken cancellationToken = default)
    {
        var edges = new Queue<Edge>(rings.SelectMany(ring => Edges(ring, grid)).OrderBy(edge => edge.FirstRow));
        var (active, columns) = (new List<Edge>(), new List<double>());
        var builder = new RunMaskBuilder(grid.Width, grid.Height);
        for (var row = 0; row < grid.Height; row++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            while (edges.TryPeek(out var next) && next.FirstRow <= row)
            {
                active.Add(edges.Dequeue());
            }

            active.RemoveAll(edge => edge.EndRow <= row);
            columns.Clear();
            foreach (var edge in active)
            {
                columns.Add(edge.ColumnAt(row + 0.5));
            }

            columns.Sort();
            AddRow(builder, columns, grid.Width);
        }

        return builder.ToMask();
    }

    private static void AddRow(RunMaskBuilder builder, List<double> columns, int width)
    {
        for (var i = 0; i + 1 < columns.Count; i += 2)
        {
            builder.Add(FirstMiddleFrom(columns[i], width), FirstMiddleFrom(columns[i + 1], width));
        }

        builder.EndRow();
    }

    /// <summary>The first pixel whose middle is not before a position, within 0 and <paramref name="size"/>.</summary>
    private static int FirstMiddleFrom(double position, int size) => (int)Math.Clamp(Math.Ceiling(position - 0.5), 0, size);

    private static IEnumerable<Edge> Edges(IReadOnlyList<PlanePoint> ring, UtmGrid grid)
    {
        for (var i = 1; i < ring.Count; i++)
        {
            var (from, to) = (grid.ToPixel(ring[i - 1]), grid.ToPixel(ring[i]));
            var (top, bottom) = from.Row <= to.Row ? (from, to) : (to, from);
            var edge = new Edge(top, bottom, FirstMiddleFrom(top.Row, grid.Height), FirstMiddleFrom(bottom.Row, grid.Height));
            if (edge.FirstRow < edge.EndRow)
            {
                yield return edge;
            }
        }
    }

    private readonly record struct Edge((double Column, double Row) Top, (double Column, double Row) Bottom, int FirstRow, int EndRow)
    {
        public double ColumnAt(double row) => Top.Column + ((row - Top.Row) / (Bottom.Row - Top.Row) * (Bottom.Column - Top.Column));
    }
}
