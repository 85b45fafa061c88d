namespace CarbonApp.Engine.Grid.Forecasting;

/// <summary>Turns the errors of past days into possible days to come, wide enough for what the latest days showed.</summary>
/// <remarks>
/// Split conformal prediction (Vovk, Gammerman and Shafer 2005; Romano, Patterson and Candès 2019 for scaled intervals): the shape of
/// the band is the spread of the older errors at each hour of the horizon; the latest 60 days say by which one factor it must be
/// stretched about its median so that it would have held 80 % of what came. Whole days are kept, so that hours that err together stay together.
/// </remarks>
internal static class ErrorBand
{
    /// <summary>Share of hours the calibrated band holds.</summary>
    public const double Coverage = 0.8;

    /// <summary>Latest days whose errors set the factor; half of all where fewer than twice as many are known.</summary>
    public const int CalibrationDays = 60;

    /// <summary>Most days kept as scenarios: enough for the 2nd and 98th percentile.</summary>
    public const int MostDays = 100;

    /// <summary>Fewest errors from which a band is drawn: below that a tenth is less than one day.</summary>
    public const int FewestDays = 10;

    /// <summary>Errors to expect, one array per scenario, each as likely as any other, with the factor; none where too few days are known.</summary>
    /// <param name="errors">Errors of past days in logarithms, oldest first, of equal length.</param>
    public static (double[][] Scenarios, double Factor) Calibrate(IReadOnlyList<double[]> errors)
    {
        if (errors.Count < FewestDays)
        {
            return ([], 1);
        }

        // Shape and factor from different days, or the band would praise itself; only the fewest must serve for both.
        var calibration = Math.Min(CalibrationDays, errors.Count / 2);
        var older = calibration >= FewestDays ? errors.Count - calibration : errors.Count;
        var shape = errors.Take(older).TakeLast(MostDays).ToArray();
        var latest = errors.TakeLast(calibration >= FewestDays ? calibration : errors.Count).ToArray();
        var band = BandOf(shape);
        var factor = FactorOf(latest, band);
        return (Array.ConvertAll(shape, day => day.Select((error, h) => band[h].Median + (factor * (error - band[h].Median))).ToArray()), factor);
    }

    private static Spread[] BandOf(double[][] days)
    {
        var band = new Spread[days[0].Length];
        var column = new double[days.Length];
        for (var h = 0; h < band.Length; h++)
        {
            for (var d = 0; d < days.Length; d++)
            {
                column[d] = days[d][h];
            }

            Array.Sort(column);
            band[h] = new Spread(
                Quantiles.OfSorted(column, (1 - Coverage) / 2), Quantiles.OfSorted(column, 0.5), Quantiles.OfSorted(column, (1 + Coverage) / 2));
        }

        return band;
    }

    /// <summary>The stretch that 80 % of the latest hours would have needed, with the correction for a finite sample.</summary>
    private static double FactorOf(double[][] days, Spread[] band)
    {
        var needed = days.SelectMany(day => day.Select((error, h) => band[h].StretchFor(error))).Where(double.IsFinite).ToArray();
        if (needed.Length == 0)
        {
            return 1;
        }

        Array.Sort(needed);
        var rank = Math.Min(needed.Length, (int)Math.Ceiling(Coverage * (needed.Length + 1)));
        return needed[rank - 1];
    }

    private readonly record struct Spread(double Low, double Median, double High)
    {
        /// <summary>How far the half of the band on the error's side must be stretched to reach it; not finite where it has no width.</summary>
        public double StretchFor(double error) =>
            error >= Median ? (error - Median) / (High - Median) : (Median - error) / (Median - Low);
    }
}
