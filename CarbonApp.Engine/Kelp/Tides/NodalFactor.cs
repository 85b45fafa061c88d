namespace CarbonApp.Engine.Kelp.Tides;

/// <summary>How the 18.6-year turn of the moon's orbit changes a constituent: its amplitude by f, its phase by u.</summary>
/// <param name="F">Factor of the amplitude, about 1.</param>
/// <param name="DegreesU">Advance of the phase, degrees.</param>
/// <remarks>
/// The series are those of the International Hydrographic Organization's tidal committee (harmonic constants product specification,
/// annex B); they approximate the closed forms of Schureman (SP 98, 1958): f within 1 % for M2, K1, O1 and K2.
/// docs/methods/tides.md measures both against the reference heights, which need these.
/// </remarks>
internal readonly record struct NodalFactor(double F, double DegreesU)
{
    private const double RadiansPerDegree = Math.PI / 180;

    /// <summary>The factor of a constituent that has a series of its own; every other one is a product of these.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The name has no series.</exception>
    public static NodalFactor Of(string constituent, in AstronomicalElements elements)
    {
        var n = elements.LunarNode * RadiansPerDegree;
        var p = elements.LunarPerigee * RadiansPerDegree;
        var solarPerigee = elements.SolarPerigee * RadiansPerDegree;
        return constituent switch
        {
            "Mm" => new(1 - (0.1311 * Cos(n)) + (0.0538 * Cos(2 * p)) + (0.0205 * Cos((2 * p) - n)), 0),
            "Mf" => new(1.084 + (0.415 * Cos(n)) + (0.039 * Cos(2 * n)), Sines(n, -23.7, 2.7, -0.4)),
            "O1" => new(1.0176 + (0.1871 * Cos(n)) - (0.0147 * Cos(2 * n)), Sines(n, 10.8, -1.34, 0.19)),
            "K1" => new(1.006 + (0.115 * Cos(n)) - (0.0088 * Cos(2 * n)) + (0.0006 * Cos(3 * n)), Sines(n, -8.86, 0.68, -0.07)),
            "J1" => new(1.1029 + (0.1676 * Cos(n)) - (0.017 * Cos(2 * n)) + (0.0016 * Cos(3 * n)), Sines(n, -12.94, 1.34, -0.19)),
            "M2" => Lunar(n),
            "K2" => new(1.0246 + (0.2863 * Cos(n)) + (0.0083 * Cos(2 * n)) - (0.0015 * Cos(3 * n)), Sines(n, -17.74, 0.68, -0.04)),
            "M3" => new(Math.Pow(Lunar(n).F, 1.5), -3.21 * Sin(n)),
            "M1" => Vector(Sin(p) + (0.2 * Sin(p - n)), 2 * (Cos(p) + (0.2 * Cos(p - n)))),
            "L2" => Vector(
                (-0.2505 * Sin(2 * p)) - (0.1102 * Sin((2 * p) - n)) - (0.0156 * Sin(2 * (p - n))) - (0.037 * Sin(n)),
                1 - (0.2505 * Cos(2 * p)) - (0.1102 * Cos((2 * p) - n)) - (0.0156 * Cos(2 * (p - n))) - (0.037 * Cos(n))),
            "gamma2" => Vector(0.147 * Sin(2 * (n - p)), 1 + (0.147 * Cos(2 * (n - p)))),
            "alpha2" => Vector(-0.0446 * Sin(p - solarPerigee), 1 - (0.0446 * Cos(p - solarPerigee))),
            "eta2" => Vector(-0.439 * Sin(n), 1 + (0.439 * Cos(n))),
            _ => throw new ArgumentOutOfRangeException(nameof(constituent), constituent, "Has no nodal series of its own."),
        };
    }

    private static NodalFactor Lunar(double n) => new(1.0007 - (0.0373 * Cos(n)) + (0.0002 * Cos(2 * n)), -2.14 * Sin(n));

    /// <summary>From f·sin u and f·cos u.</summary>
    private static NodalFactor Vector(double sine, double cosine) =>
        new(Math.Sqrt((sine * sine) + (cosine * cosine)), Math.Atan2(sine, cosine) / RadiansPerDegree);

    private static double Sines(double n, double first, double second, double third) =>
        (first * Sin(n)) + (second * Sin(2 * n)) + (third * Sin(3 * n));

    private static double Sin(double radians) => Math.Sin(radians);

    private static double Cos(double radians) => Math.Cos(radians);
}
