namespace CarbonApp.Engine.Kelp.Projection;

/// <summary>Area on the ellipsoid within edges that are straight in longitude and latitude: ∮ A(φ) dλ with A the area between equator and parallel.</summary>
internal static class EllipsoidArea
{
    private const double RadiansPerDegree = Math.PI / 180;

    /// <summary>Longest piece of an edge that is integrated at once, degrees: three points are exact to rounding then.</summary>
    private const double LongestDegrees = 0.5;

    /// <summary>m²; positive for a counterclockwise ring.</summary>
    /// <param name="ring">Longitudes go on without jumps; the first point again at the end.</param>
    public static double SignedSquareMetres(IReadOnlyList<GeoPoint> ring)
    {
        var area = 0.0;
        for (var i = 1; i < ring.Count; i++)
        {
            area -= UnderEdge(ring[i - 1], ring[i]);
        }

        return area;
    }

    /// <summary>Gauss-Legendre quadrature with three points (Abramowitz and Stegun, table 25.4).</summary>
    private static double UnderEdge(GeoPoint from, GeoPoint to)
    {
        const double Outer = 0.387298334620741688; // √(3/5)/2
        var east = (to.LongitudeDegrees - from.LongitudeDegrees) * RadiansPerDegree;
        var north = to.LatitudeDegrees - from.LatitudeDegrees;
        var pieces = (int)Math.Ceiling(Math.Max(1, Math.Abs(north) / LongestDegrees));
        var sum = 0.0;
        for (var piece = 0; east != 0 && piece < pieces; piece++)
        {
            sum += (5 * At(piece + 0.5 - Outer)) + (8 * At(piece + 0.5)) + (5 * At(piece + 0.5 + Outer));
        }

        return sum / 18 / pieces * east;

        double At(double place) => Wgs84.ZoneAreaPerRadian((from.LatitudeDegrees + (north * place / pieces)) * RadiansPerDegree);
    }
}
