namespace CarbonApp.Engine.Kelp.Tides;

/// <summary>
/// Mean longitudes of moon and sun that drive the tide, degrees, at an instant of universal time.
/// </summary>
/// <remarks>
/// Polynomials in Julian centuries since J2000: Meeus, Astronomical Algorithms (1998), chapters 25 and 47. The difference between
/// universal and dynamical time (about 70 s) moves the lunar longitude by 0.01° and is left out, as tidal analysts do.
/// </remarks>
internal readonly record struct AstronomicalElements
{
    private static readonly DateTimeOffset J2000Noon = new(2000, 1, 1, 12, 0, 0, TimeSpan.Zero);

    private AstronomicalElements(double hourAngle, double t)
    {
        Moon = Polynomial(t, 218.3164591, 481267.88134236, -0.0013268, 1 / 538841.0, -1 / 65194000.0);
        Sun = Polynomial(t, 280.46645, 36000.76983, 0.0003032, 0, 0);
        LunarPerigee = Polynomial(t, 83.353243, 4069.0137111, -0.0103238, -1 / 80053.0, 1 / 18999000.0);
        LunarNode = Polynomial(t, 125.044555, -1934.1361849, 0.0020762, 1 / 467410.0, -1 / 60616000.0);
        SolarPerigee = Polynomial(t, 282.93735, 1.71902, 0.0004591, 4.8e-7, 0);
        LunarTime = hourAngle + Sun - Moon;
    }

    /// <summary>τ: hour angle of the mean moon at Greenwich, counted from its upper transit.</summary>
    public double LunarTime { get; }

    /// <summary>s: mean longitude of the moon.</summary>
    public double Moon { get; }

    /// <summary>h: mean longitude of the sun.</summary>
    public double Sun { get; }

    /// <summary>p: longitude of the lunar perigee.</summary>
    public double LunarPerigee { get; }

    /// <summary>N: longitude of the moon's ascending node.</summary>
    public double LunarNode { get; }

    /// <summary>p′: longitude of the solar perigee.</summary>
    public double SolarPerigee { get; }

    public static AstronomicalElements At(DateTimeOffset instant)
    {
        var days = (instant.UtcDateTime - J2000Noon.UtcDateTime).TotalDays;
        var hourAngle = (days - Math.Floor(days)) * 360;
        return new AstronomicalElements(hourAngle, days / 36525);
    }

    private static double Polynomial(double t, double a, double b, double c, double d, double e) =>
        (a + (t * (b + (t * (c + (t * (d + (t * e)))))))) % 360;
}
