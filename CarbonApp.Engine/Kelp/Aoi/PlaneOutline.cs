using CarbonApp.Engine.Kelp.Outline;
using CarbonApp.Engine.Kelp.Projection;
using NetTopologySuite.Geometries;

namespace CarbonApp.Engine.Kelp.Aoi;

/// <summary>Outlines in longitude and latitude, brought to a UTM plane.</summary>
internal static class PlaneOutline
{
    /// <summary>Longest piece of an edge that is straight on the plane as well, m: it leaves a parallel by 0.14 m at 60°, 0.45 m at 80°.</summary>
    private const double LongestMetres = 2_000;

    /// <summary>A degree of a meridian, m, to 0.6 %.</summary>
    private const double MetresPerDegree = 111_195;

    /// <summary>Corners of 20 m pixels, so that both of Sentinel-2's grids fit.</summary>
    private const double CoarsePixelMetres = 2 * UtmGrid.FinePixelMetres;

    /// <summary>Length of an edge, m, to about 1 %.</summary>
    public static double Metres(GeoPoint from, GeoPoint to)
    {
        var nearerEquator = Math.Min(Math.Abs(from.LatitudeDegrees), Math.Abs(to.LatitudeDegrees)) * (Math.PI / 180);
        var east = (to.LongitudeDegrees - from.LongitudeDegrees) * Math.Cos(nearerEquator);
        return MetresPerDegree * Math.Sqrt((east * east) + Math.Pow(to.LatitudeDegrees - from.LatitudeDegrees, 2));
    }

    /// <summary>The rings of a polygon on the plane.</summary>
    public static IEnumerable<PlanePoint[]> Of(Polygon polygon, UtmZone zone) =>
        Shapes.ToGeoPolygon(polygon).Rings.Select(ring => Densified(ring).Select(zone.Project).ToArray());

    /// <summary>The least grid that holds rings.</summary>
    public static UtmGrid GridAround(IReadOnlyList<PlanePoint[]> rings, UtmZone zone)
    {
        var points = rings.SelectMany(ring => ring).ToArray();
        var (west, east) = (Math.Floor(points.Min(p => p.X) / CoarsePixelMetres), Math.Ceiling(points.Max(p => p.X) / CoarsePixelMetres));
        var (south, north) = (Math.Floor(points.Min(p => p.Y) / CoarsePixelMetres), Math.Ceiling(points.Max(p => p.Y) / CoarsePixelMetres));
        return new UtmGrid(
            zone, west * CoarsePixelMetres, north * CoarsePixelMetres, UtmGrid.FinePixelMetres, 2 * (int)(east - west), 2 * (int)(north - south));
    }

    private static IEnumerable<GeoPoint> Densified(IReadOnlyList<GeoPoint> ring)
    {
        for (var i = 1; i < ring.Count; i++)
        {
            var (from, to) = (ring[i - 1], ring[i]);
            var pieces = Math.Max(1, (int)Math.Ceiling(Metres(from, to) / LongestMetres));
            for (var piece = 0; piece < pieces; piece++)
            {
                var share = (double)piece / pieces;
                yield return new GeoPoint(
                    from.LongitudeDegrees + (share * (to.LongitudeDegrees - from.LongitudeDegrees)),
                    from.LatitudeDegrees + (share * (to.LatitudeDegrees - from.LatitudeDegrees)));
            }
        }

        yield return ring[^1];
    }
}
