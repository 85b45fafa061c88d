namespace CarbonApp.Engine.Kelp.Tides;

/// <summary>A point on the globe.</summary>
public readonly record struct TidePosition
{
    /// <summary>Mean radius of the earth, m (IUGG R1).</summary>
    private const double EarthRadiusMetres = 6_371_008.8;

    /// <summary>Makes a point.</summary>
    /// <param name="latitudeDegrees">North positive, −90 to 90.</param>
    /// <param name="longitudeDegrees">East positive, −180 to 180 (or to 360).</param>
    /// <exception cref="ArgumentOutOfRangeException">Not a place on earth.</exception>
    public TidePosition(double latitudeDegrees, double longitudeDegrees)
    {
        LatitudeDegrees = latitudeDegrees is >= -90 and <= 90
            ? latitudeDegrees
            : throw new ArgumentOutOfRangeException(nameof(latitudeDegrees), latitudeDegrees, "Must be between -90 and 90.");
        LongitudeDegrees = longitudeDegrees is >= -180 and <= 360
            ? longitudeDegrees
            : throw new ArgumentOutOfRangeException(nameof(longitudeDegrees), longitudeDegrees, "Must be between -180 and 360.");
    }

    /// <summary>North positive.</summary>
    public double LatitudeDegrees { get; }

    /// <summary>East positive.</summary>
    public double LongitudeDegrees { get; }

    /// <summary>Great-circle distance, m (haversine on the mean sphere, within 0.6 % of the ellipsoid; right across the antimeridian).</summary>
    public double DistanceMetresTo(TidePosition other)
    {
        const double RadiansPerDegree = Math.PI / 180;
        var northward = Math.Sin((other.LatitudeDegrees - LatitudeDegrees) * RadiansPerDegree / 2);
        var eastward = Math.Sin((other.LongitudeDegrees - LongitudeDegrees) * RadiansPerDegree / 2);
        var chord = (northward * northward)
            + (Math.Cos(LatitudeDegrees * RadiansPerDegree) * Math.Cos(other.LatitudeDegrees * RadiansPerDegree) * eastward * eastward);
        return 2 * EarthRadiusMetres * Math.Asin(Math.Min(1, Math.Sqrt(chord)));
    }
}
