using CarbonApp.Engine.Kelp.Projection;
using NetTopologySuite.Geometries;
using NetTopologySuite.Operation.Overlay;
using NetTopologySuite.Operation.OverlayNG;

namespace CarbonApp.Engine.Kelp.Outline;

/// <summary>Polygons as NetTopologySuite has them, which does what needs exact topology: repair, union, clipping, simplifying.</summary>
internal static class Shapes
{
    private static readonly GeometryFactory Factory = new();

    /// <summary>A polygon from its rings, the outer one first, as they are: validity is not looked at.</summary>
    public static Polygon Polygon(IEnumerable<IEnumerable<(double X, double Y)>> rings)
    {
        LinearRing[] made = [.. rings.Select(ring => Factory.CreateLinearRing([.. ring.Select(p => new Coordinate(p.X, p.Y))]))];
        return Factory.CreatePolygon(made[0], made[1..]);
    }

    public static Polygon Polygon(IEnumerable<IEnumerable<GeoPoint>> rings) =>
        Polygon(rings.Select(ring => ring.Select(p => (p.LongitudeDegrees, p.LatitudeDegrees))));

    public static MultiPolygon Collection(IEnumerable<Polygon> polygons) => Factory.CreateMultiPolygon([.. polygons]);

    /// <summary>The polygons of a geometry of any kind; points and lines, which overlays leave where polygons only touch, are dropped.</summary>
    public static IEnumerable<Polygon> PolygonsOf(Geometry geometry) => geometry switch
    {
        Polygon { IsEmpty: false } polygon => [polygon],
        GeometryCollection collection => collection.Geometries.SelectMany(PolygonsOf),
        _ => [],
    };

    /// <summary>Its rings in the directions that RFC 7946 asks for, section 3.1.6.</summary>
    /// <param name="polygon">Valid.</param>
    /// <param name="turns">Turns of the globe to take from its longitudes.</param>
    public static GeoPolygon ToGeoPolygon(Polygon polygon, int turns = 0) => new(
        [Ring(polygon.Shell, counterclockwise: true, turns), .. polygon.Holes.Select(hole => Ring(hole, counterclockwise: false, turns))]);

    /// <summary>Cut at the antimeridian, each piece with longitudes from −180 to 180 (RFC 7946, section 3.1.9).</summary>
    /// <param name="polygon">Valid; its longitudes go on without jumps.</param>
    public static IEnumerable<GeoPolygon> SplitAtAntimeridian(Polygon polygon)
    {
        var bounds = polygon.EnvelopeInternal;
        var first = (int)Math.Floor((bounds.MinX + 180) / 360);
        var last = (int)Math.Ceiling((bounds.MaxX + 180) / 360) - 1;
        if (last <= first)
        {
            return [ToGeoPolygon(polygon, first)];
        }

        return from turns in Enumerable.Range(first, last - first + 1)
               let world = Factory.ToGeometry(new Envelope((360 * turns) - 180, (360 * turns) + 180, -90, 90))
               from piece in PolygonsOf(OverlayNGRobust.Overlay(polygon, world, SpatialFunction.Intersection))
               select ToGeoPolygon(piece, turns);
    }

    private static GeoPoint[] Ring(LinearRing ring, bool counterclockwise, int turns)
    {
        var points = ring.Coordinates.Select(point => new GeoPoint(point.X - (360 * turns), point.Y));
        return ring.IsCCW == counterclockwise ? [.. points] : [.. points.Reverse()];
    }
}
