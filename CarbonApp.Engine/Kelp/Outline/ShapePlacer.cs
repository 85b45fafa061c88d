using CarbonApp.Engine.Kelp.Projection;
using NetTopologySuite.Geometries;
using NetTopologySuite.Simplify;

namespace CarbonApp.Engine.Kelp.Outline;

/// <summary>Shapes of pixels to polygons on the globe.</summary>
public static class ShapePlacer
{
    /// <summary>Longest piece of an edge that is straight on the globe's map too, pixels: at 10 m pixels the two leave each other by some cm.</summary>
    private const int LongestPixels = 100;

    /// <summary>The polygons of a shape in longitude and latitude, cut at the antimeridian.</summary>
    /// <param name="shape">From <see cref="OutlineTracer"/>.</param>
    /// <param name="grid">Where its pixels lie.</param>
    /// <param name="toleranceMetres">0: along the pixels' edges, the area that of the pixels. More: no corner that is left out was farther from the new
    /// outline (Douglas-Peucker, topology kept); the area then differs a little.</param>
    public static IReadOnlyList<GeoPolygon> Place(PixelShape shape, UtmGrid grid, double toleranceMetres = 0)
    {
        ArgumentNullException.ThrowIfNull(shape);
        ArgumentNullException.ThrowIfNull(grid);
        ArgumentOutOfRangeException.ThrowIfNegative(toleranceMetres);
        return [.. shape.Parts
            .SelectMany(part => toleranceMetres > 0 ? Simplified(part, toleranceMetres / grid.PixelMetres) : [InPixels(part)])
            .Select(part => OnGlobe(part, grid))
            .SelectMany(Shapes.SplitAtAntimeridian)];
    }

    private static Polygon InPixels(GridPolygon part) =>
        Shapes.Polygon(part.Rings.Select(ring => ring.Append(ring[0]).Select(corner => ((double)corner.Column, (double)corner.Row))));

    /// <summary>A polygon that simplifying spoils (rings that meet in a corner may come to cross) stays as it is.</summary>
    private static IEnumerable<Polygon> Simplified(GridPolygon part, double tolerancePixels)
    {
        var exact = InPixels(part);
        var simplified = TopologyPreservingSimplifier.Simplify(exact, tolerancePixels);
        return simplified.IsValid && !simplified.IsEmpty ? Shapes.PolygonsOf(simplified) : [exact];
    }

    private static Polygon OnGlobe(Polygon part, UtmGrid grid) =>
        Shapes.Polygon(part.Holes.Prepend(part.Shell).Select(ring => Densified(ring.Coordinates).Select(corner => grid.ToGlobe(corner.Column, corner.Row))));

    private static IEnumerable<(double Column, double Row)> Densified(Coordinate[] ring)
    {
        for (var i = 1; i < ring.Length; i++)
        {
            var (from, to) = (ring[i - 1], ring[i]);
            var pieces = Math.Max(1, (int)Math.Ceiling(from.Distance(to) / LongestPixels));
            for (var piece = 0; piece < pieces; piece++)
            {
                var share = (double)piece / pieces;
                yield return (from.X + (share * (to.X - from.X)), from.Y + (share * (to.Y - from.Y)));
            }
        }

        yield return (ring[^1].X, ring[^1].Y);
    }
}
