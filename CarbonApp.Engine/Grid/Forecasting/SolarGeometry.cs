namespace CarbonApp.Engine.Grid.Forecasting;

/// <summary>
/// Height of the sun, by the Fourier series of Spencer ("Fourier series representation of the position of the sun", Search 2(5), 1971) in
/// the form the NOAA Global Monitoring Division gives ("General solar position calculations"): to about 0.5°.
/// </summary>
internal static class SolarGeometry
{
    /// <summary>Sine of the sun's elevation, 0 below the horizon: the part of the beam that falls on level ground.</summary>
    /// <param name="latitude">Degrees north.</param>
    /// <param name="longitude">Degrees east.</param>
    /// <param name="time">Instant, UTC.</param>
    public static double LevelIrradiance(double latitude, double longitude, DateTime time)
    {
        var hour = time.TimeOfDay.TotalHours;
        var year = YearAngle(time.DayOfYear, hour);
        var trueSolarHour = hour + (longitude / 15) + (EquationOfTimeMinutes(year) / 60);
        var hourAngle = double.DegreesToRadians((15 * trueSolarHour) - 180);
        var (sinLatitude, cosLatitude) = Math.SinCos(double.DegreesToRadians(latitude));
        var (sinDeclination, cosDeclination) = Math.SinCos(Declination(year));
        return Math.Max(0, (sinLatitude * sinDeclination) + (cosLatitude * cosDeclination * Math.Cos(hourAngle)));
    }

    /// <summary>Mean of <see cref="LevelIrradiance"/> over a year of 365 days: the integral over every fifth day, in closed form.</summary>
    public static double MeanLevelIrradiance(double latitude)
    {
        var (sinLatitude, cosLatitude) = Math.SinCos(double.DegreesToRadians(latitude));
        var sum = 0.0;
        for (var day = 3; day <= 365; day += 5)
        {
            var (sinDeclination, cosDeclination) = Math.SinCos(Declination(YearAngle(day, 12)));
            var (level, swing) = (sinLatitude * sinDeclination, cosLatitude * cosDeclination);
            // Half the day's length as an angle: 0 in polar night, π in midnight sun.
            var sunset = Math.Acos(Math.Clamp(-level / swing, -1, 1));
            sum += ((level * sunset) + (swing * Math.Sin(sunset))) / Math.PI;
        }

        return sum / 73;
    }

    private static double YearAngle(int dayOfYear, double hour) => 2 * Math.PI / 365 * (dayOfYear - 1 + ((hour - 12) / 24));

    /// <summary>Radians north of the equator at which the sun stands overhead.</summary>
    private static double Declination(double year) =>
        0.006918 - (0.399912 * Math.Cos(year)) + (0.070257 * Math.Sin(year)) - (0.006758 * Math.Cos(2 * year))
        + (0.000907 * Math.Sin(2 * year)) - (0.002697 * Math.Cos(3 * year)) + (0.00148 * Math.Sin(3 * year));

    /// <summary>Minutes by which sundials run ahead of clocks.</summary>
    private static double EquationOfTimeMinutes(double year) =>
        229.18 * (0.000075 + (0.001868 * Math.Cos(year)) - (0.032077 * Math.Sin(year)) - (0.014615 * Math.Cos(2 * year)) - (0.040849 * Math.Sin(2 * year)));
}
