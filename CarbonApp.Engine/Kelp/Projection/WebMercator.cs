namespace CarbonApp.Engine.Kelp.Projection;

/// <summary>The map tiles' projection (EPSG 3857): Mercator's of a sphere, taken with latitudes of the ellipsoid. Only for showing, never for measuring.</summary>
public static class WebMercator
{
    /// <summary>Half the width of the world, m: π times the equatorial radius.</summary>
    public const double HalfWidthMetres = Math.PI * Wgs84.EquatorialRadiusMetres;

    private const double RadiansPerDegree = Math.PI / 180;

    /// <summary>Latitude of the square world's upper edge, degrees: 85.0511….</summary>
    public static double NorthernmostDegrees { get; } = Unproject(new PlanePoint(0, HalfWidthMetres)).LatitudeDegrees;

    /// <summary>From the globe to the map. Longitudes beyond 180 lie outside of the world, on its next copy; the poles are at infinity.</summary>
    public static PlanePoint Project(GeoPoint place) => new(
        Wgs84.EquatorialRadiusMetres * place.LongitudeDegrees * RadiansPerDegree,
        Wgs84.EquatorialRadiusMetres * Math.Asinh(Math.Tan(place.LatitudeDegrees * RadiansPerDegree)));

    /// <summary>From the map to the globe.</summary>
    public static GeoPoint Unproject(PlanePoint point) => new(
        point.X / Wgs84.EquatorialRadiusMetres / RadiansPerDegree,
        Math.Atan(Math.Sinh(point.Y / Wgs84.EquatorialRadiusMetres)) / RadiansPerDegree);
}
