using CarbonApp.Engine.Grid.Regions;
using CarbonApp.Engine.Grid.Signals;

namespace CarbonApp.Engine.Grid.Forecasting;

/// <summary>Intensity of a zone of which only the yearly mean is known: always an estimate, never a measurement.</summary>
/// <remarks>
/// Where the sun's share σ of the year's electricity is known, the day has a shape: M × (1 − k σ (x − x̄)), x being the level irradiance
/// over its mean of the year and x̄ the mean of x over the UTC day, so that every day has the mean M. Elsewhere the estimate is flat.
/// Equation, fit and comparison with measured years: docs/methods/annual-mean.md.
/// </remarks>
public static class AnnualMeanModel
{
    /// <summary>Name of this origin in provenance.</summary>
    public const string SourceName = "annual-mean";

    /// <summary>
    /// k, the part of the sun's output that shows as lower intensity; the rest meets higher demand, exports or storage. Least squares over
    /// twelve zones, 2021 to 2023, give 0.59 with single zones between 0.06 and 1.3; rounded down because errors of a shape cost twice.
    /// </summary>
    private const double SolarResponse = 0.55;

    /// <summary>Deepest dip below the day's mean, as a part of it: shares that would dip further are damped, never cut, to keep the mean.</summary>
    private const double DeepestDip = 0.9;

    /// <summary>Hourly estimates on full hours over [<paramref name="from"/>, <paramref name="to"/>); empty when the zone has no yearly mean or the range no time.</summary>
    /// <param name="zone">Zone with its yearly mean.</param>
    /// <param name="from">Inclusive, UTC; rounded down to the hour.</param>
    /// <param name="to">Exclusive, UTC; rounded up to the hour.</param>
    public static CarbonSignal Estimate(GridZone zone, DateTimeOffset from, DateTimeOffset to)
    {
        var basis = SignalBasis.AverageLifecycle(zone.Zone);
        if (zone.AnnualMean is not { } mean || to <= from)
        {
            return CarbonSignal.Unknown(basis);
        }

        var hour = TimeSpan.TicksPerHour;
        var start = new DateTimeOffset(from.UtcTicks / hour * hour, TimeSpan.Zero);
        var values = new double[(int)((to.UtcTicks - start.UtcTicks + hour - 1) / hour)];
        Array.Fill(values, mean.GramsPerKilowattHour);
        if (SolarShare(zone) is { } share)
        {
            ShapeDays(values, start.UtcDateTime, zone, SolarResponse * share);
        }

        var issuedAt = new DateTimeOffset(zone.AnnualMeanYear ?? 1, 12, 31, 0, 0, 0, TimeSpan.Zero);
        return CarbonSignal.FromRegular(basis, start, TimeSpan.FromHours(1), values, new SignalProvenance(SourceName, SignalStatus.Estimated, issuedAt));
    }

    /// <summary>True where the day has a shape; false where the estimate is flat, and every start as good as any other.</summary>
    public static bool HasDayShape(GridZone zone) => zone.AnnualMean is not null && SolarShare(zone) is not null;

    /// <summary>The sun cannot give more than all renewables do.</summary>
    private static double? SolarShare(GridZone zone) =>
        SolarShares.Of(zone.Zone) is { } share ? Math.Min(share, zone.RenewableShare ?? share) : null;

    private static void ShapeDays(double[] values, DateTime start, GridZone zone, double depth)
    {
        var yearlyMean = SolarGeometry.MeanLevelIrradiance(zone.Latitude);
        Span<double> factors = stackalloc double[24];
        // A whole UTC day is shaped at a time, so that an hour has the same value wherever the range begins.
        for (var day = start.Date; day < start.AddHours(values.Length); day = day.AddDays(1))
        {
            FillDay(factors, day, zone, depth, yearlyMean);
            for (var h = 0; h < 24; h++)
            {
                var index = (int)(day.AddHours(h) - start).TotalHours;
                if (index >= 0 && index < values.Length)
                {
                    values[index] *= factors[h];
                }
            }
        }
    }

    /// <summary>Factors of a UTC day's hours, whose mean is one.</summary>
    private static void FillDay(Span<double> factors, DateTime day, GridZone zone, double depth, double yearlyMean)
    {
        var (sum, highest) = (0.0, 0.0);
        for (var h = 0; h < 24; h++)
        {
            factors[h] = SolarGeometry.LevelIrradiance(zone.Latitude, zone.Longitude, day.AddHours(h + 0.5)) / yearlyMean;
            (sum, highest) = (sum + factors[h], Math.Max(highest, factors[h]));
        }

        var dip = depth * (highest - (sum / 24));
        var damped = dip > DeepestDip ? depth * DeepestDip / dip : depth;
        for (var h = 0; h < 24; h++)
        {
            factors[h] = 1 - (damped * (factors[h] - (sum / 24)));
        }
    }
}
