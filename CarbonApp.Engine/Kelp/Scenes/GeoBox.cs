using System.Globalization;

namespace CarbonApp.Engine.Kelp.Scenes;

/// <summary>A box of longitudes and latitudes, WGS 84 degrees. West is above east where it crosses the antimeridian (RFC 7946, 5.2).</summary>
/// <param name="West">−180 to 180.</param>
/// <param name="South">−90 to 90.</param>
/// <param name="East">−180 to 180.</param>
/// <param name="North">South to 90.</param>
public readonly record struct GeoBox(double West, double South, double East, double North)
{
    /// <summary>Length of a degree of latitude, metres: 10,000 km from equator to pole.</summary>
    private const double MetresPerDegree = 1e7 / 90;

    /// <summary>Whether it lies on both sides of the antimeridian.</summary>
    public bool CrossesAntimeridian => West > East;

    /// <summary>Whether all four are numbers in range and south is not above north.</summary>
    public bool IsValid => Math.Abs(West) <= 180 && Math.Abs(East) <= 180 && South >= -90 && North <= 90 && South <= North;

    /// <summary>The box around a circle. Near the poles, where the circle holds all longitudes, it does too.</summary>
    /// <param name="latitude">−90 to 90.</param>
    /// <param name="longitude">−180 to 180.</param>
    /// <param name="radiusM">Metres, above 0.</param>
    /// <example>(60, 0) with 1,000 m: 0.009° up and down, 0.018° to the sides.</example>
    public static GeoBox Around(double latitude, double longitude, double radiusM)
    {
        var (south, north) = (Math.Max(latitude - radiusM / MetresPerDegree, -90), Math.Min(latitude + radiusM / MetresPerDegree, 90));
        var widest = Math.Cos(Math.Max(Math.Abs(south), Math.Abs(north)) * Math.PI / 180);
        var half = widest > 1e-6 ? radiusM / MetresPerDegree / widest : 360;
        return half >= 180 ? new GeoBox(-180, south, 180, north) : new GeoBox(Wrapped(longitude - half), south, Wrapped(longitude + half), north);
    }

    /// <summary>The parts on either side of the antimeridian; one box where it does not cross.</summary>
    public IReadOnlyList<GeoBox> Split() => CrossesAntimeridian ? [this with { East = 180 }, this with { West = -180 }] : [this];

    /// <summary>As in a bbox: west, south, east, north.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{West:0.#####},{South:0.#####},{East:0.#####},{North:0.#####}");

    private static double Wrapped(double longitude) => longitude > 180 ? longitude - 360 : longitude < -180 ? longitude + 360 : longitude;
}
