using System.Numerics;

namespace CarbonApp.Engine.Kelp.Projection;

/// <summary>
/// Transverse Mercator on WGS 84 by Krüger's series in the third flattening n, to its fourth power (Karney 2011, Transverse Mercator with an
/// accuracy of a few nanometers, equations 7–21 and 35–36). The next term is below 0.1 µm within 30° of the central meridian.
/// Points a quarter of the globe away or farther have no place on the plane: NaN.
/// </summary>
/// <param name="centralMeridianDegrees">East positive; the meridian that maps to a straight line.</param>
/// <param name="scale">Scale along it.</param>
/// <param name="falseEasting">Added to x, m.</param>
/// <param name="falseNorthing">Added to y, m.</param>
internal sealed class TransverseMercator(double centralMeridianDegrees, double scale, double falseEasting, double falseNorthing)
{
    private const double RadiansPerDegree = Math.PI / 180;
    private const double N = Wgs84.Flattening / (2 - Wgs84.Flattening);
    private const double N2 = N * N;
    private const double N3 = N2 * N;
    private const double N4 = N3 * N;

    /// <summary>Radius of the circle with a meridian's circumference, m (equation 14).</summary>
    private const double RectifyingRadius = Wgs84.EquatorialRadiusMetres / (1 + N) * (1 + (N2 / 4) + (N4 / 64));

    /// <summary>Equation 35.</summary>
    private static readonly double[] Alpha =
    [
        (N / 2) - (2 * N2 / 3) + (5 * N3 / 16) + (41 * N4 / 180),
        (13 * N2 / 48) - (3 * N3 / 5) + (557 * N4 / 1440),
        (61 * N3 / 240) - (103 * N4 / 140),
        49561 * N4 / 161280,
    ];

    /// <summary>Equation 36.</summary>
    private static readonly double[] Beta =
    [
        (N / 2) - (2 * N2 / 3) + (37 * N3 / 96) - (N4 / 360),
        (N2 / 48) + (N3 / 15) - (437 * N4 / 1440),
        (17 * N3 / 480) - (37 * N4 / 840),
        4397 * N4 / 161280,
    ];

    private readonly double _metresPerRadian = scale * RectifyingRadius;

    /// <summary>From the globe to the plane; NaN for 90° from the central meridian and more.</summary>
    public PlanePoint Forward(GeoPoint point)
    {
        var east = Math.IEEERemainder(point.LongitudeDegrees - centralMeridianDegrees, 360) * RadiansPerDegree;
        if (!(Math.Abs(east) < Math.PI / 2) || !(Math.Abs(point.LatitudeDegrees) <= 90))
        {
            return new PlanePoint(double.NaN, double.NaN);
        }

        var conformal = ConformalTangent(Math.Tan(point.LatitudeDegrees * RadiansPerDegree));
        var (sine, cosine) = Math.SinCos(east);
        // Equation 10: the sphere of conformal latitude.
        var xi = Math.Atan2(conformal, cosine);
        var eta = Math.Asinh(sine / Math.Sqrt((conformal * conformal) + (cosine * cosine)));
        var sum = Series(Alpha, xi, eta);
        return new PlanePoint(falseEasting + (_metresPerRadian * (eta + sum.Imaginary)), falseNorthing + (_metresPerRadian * (xi + sum.Real)));
    }

    /// <summary>From the plane to the globe; the longitude is within 180° of the central meridian.</summary>
    public GeoPoint Inverse(PlanePoint point)
    {
        var xi = (point.Y - falseNorthing) / _metresPerRadian;
        var eta = (point.X - falseEasting) / _metresPerRadian;
        var sum = Series(Beta, xi, eta);
        var (sine, cosine) = Math.SinCos(xi - sum.Real);
        var sinh = Math.Sinh(eta - sum.Imaginary);
        // Equation 18.
        var conformal = sine / Math.Sqrt((sinh * sinh) + (cosine * cosine));
        var east = Math.Atan2(sinh, cosine) / RadiansPerDegree;
        return new GeoPoint(centralMeridianDegrees + east, Math.Atan(GeographicTangent(conformal)) / RadiansPerDegree);
    }

    /// <summary>Σ cⱼ·sin 2jζ with ζ = ξ + iη, by Clenshaw's recurrence (equations 11 and 15).</summary>
    private static Complex Series(double[] coefficients, double xi, double eta)
    {
        var (sine, cosine) = Math.SinCos(2 * xi);
        var (sinh, cosh) = (Math.Sinh(2 * eta), Math.Cosh(2 * eta));
        var twiceCosine = new Complex(2 * cosine * cosh, -2 * sine * sinh);
        var (last, beforeLast) = (Complex.Zero, Complex.Zero);
        for (var j = coefficients.Length - 1; j >= 0; j--)
        {
            (last, beforeLast) = ((twiceCosine * last) - beforeLast + coefficients[j], last);
        }

        return new Complex(sine * cosh, cosine * sinh) * last;
    }

    /// <summary>Tangent of the conformal latitude from that of the geographic one (equations 7–9).</summary>
    private static double ConformalTangent(double tangent)
    {
        var secant = Math.Sqrt(1 + (tangent * tangent));
        var sigma = Math.Sinh(Wgs84.Eccentricity * Math.Atanh(Wgs84.Eccentricity * tangent / secant));
        return (tangent * Math.Sqrt(1 + (sigma * sigma))) - (sigma * secant);
    }

    /// <summary>The other way by Newton's method (equations 19–21), which doubles the digits: two steps reach a double's.</summary>
    private static double GeographicTangent(double conformal)
    {
        const double OneLess = 1 - Wgs84.EccentricitySquared;
        var tangent = conformal / OneLess;
        for (var step = 0; step < 4; step++)
        {
            var reached = ConformalTangent(tangent);
            var change = (conformal - reached) / Math.Sqrt(1 + (reached * reached))
                * (1 + (OneLess * tangent * tangent)) / (OneLess * Math.Sqrt(1 + (tangent * tangent)));
            tangent += change;
            if (!(Math.Abs(change) > 1e-14 * Math.Max(1, Math.Abs(tangent))))
            {
                break;
            }
        }

        return tangent;
    }
}
