namespace CarbonApp.Engine.Kelp.Projection;

/// <summary>The ellipsoid that Sentinel-2, GeoJSON and UTM count from (NGA.STND.0036).</summary>
internal static class Wgs84
{
    /// <summary>Equatorial radius a, m.</summary>
    public const double EquatorialRadiusMetres = 6_378_137;

    /// <summary>Flattening f.</summary>
    public const double Flattening = 1 / 298.257223563;

    /// <summary>e², the square of the first eccentricity: f(2 − f).</summary>
    public const double EccentricitySquared = Flattening * (2 - Flattening);

    /// <summary>e.</summary>
    public static readonly double Eccentricity = Math.Sqrt(EccentricitySquared);

    /// <summary>
    /// Area between the equator and a parallel, per radian of longitude, m²; negative in the south.
    /// b²/2·(sin φ/(1 − e² sin² φ) + artanh(e sin φ)/e), Snyder 1987, equation 3-12 times a²/2.
    /// </summary>
    public static double ZoneAreaPerRadian(double latitudeRadians)
    {
        var sine = Math.Sin(latitudeRadians);
        var sum = (sine / (1 - (EccentricitySquared * sine * sine))) + (Math.Atanh(Eccentricity * sine) / Eccentricity);
        return EquatorialRadiusMetres * EquatorialRadiusMetres * (1 - EccentricitySquared) / 2 * sum;
    }
}
