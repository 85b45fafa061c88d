using CarbonApp.Engine.Grid.Regions;
using CarbonApp.Engine.Grid.Signals;

namespace CarbonApp.Engine.Grid.Forecasting;

/// <summary>Intensity of a zone of which only the yearly mean is known: always an estimate, never a measurement.</summary>
public static class AnnualMeanModel
{
    /// <summary>Name of this origin in provenance.</summary>
    public const string SourceName = "annual-mean";

    /// <summary>Hourly estimates on full hours over [<paramref name="from"/>, <paramref name="to"/>); empty when the zone has no yearly mean.</summary>
    /// <param name="zone">Zone with its yearly mean.</param>
    /// <param name="from">Inclusive, UTC; rounded down to the hour.</param>
    /// <param name="to">Exclusive, UTC; rounded up to the hour.</param>
    public static CarbonSignal Estimate(GridZone zone, DateTimeOffset from, DateTimeOffset to)
    {
        var basis = SignalBasis.AverageLifecycle(zone.Zone);
        if (zone.AnnualMean is not { } mean)
        {
            return CarbonSignal.Unknown(basis);
        }

        var hour = TimeSpan.TicksPerHour;
        var start = new DateTimeOffset(from.UtcTicks / hour * hour, TimeSpan.Zero);
        var values = new double[(int)((to.UtcTicks - start.UtcTicks + hour - 1) / hour)];
        Array.Fill(values, mean.GramsPerKilowattHour);
        var issuedAt = new DateTimeOffset(zone.AnnualMeanYear ?? 1, 12, 31, 0, 0, 0, TimeSpan.Zero);
        return CarbonSignal.FromRegular(basis, start, TimeSpan.FromHours(1), values, new SignalProvenance(SourceName, SignalStatus.Estimated, issuedAt));
    }
}
