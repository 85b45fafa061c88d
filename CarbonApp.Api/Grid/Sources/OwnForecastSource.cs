using CarbonApp.Api.Grid.Forecasts;
using CarbonApp.Api.Grid.Zones;
using CarbonApp.Engine.Grid.Forecasting;
using CarbonApp.Engine.Grid.Signals;

namespace CarbonApp.Api.Grid.Sources;

/// <summary>
/// Our own forecast of zones whose history is stored, for the hours to come: better than the shape of a mean year, and the only source
/// that says how sure it is.
/// </summary>
internal sealed class OwnForecastSource(OwnForecasts forecasts, IStoredZones stored, TimeProvider time) : ICarbonIntensitySource
{
    public string Name => CarbonForecast.SourceName;

    /// <summary>Any zone may have history; asking costs next to nothing where there is none.</summary>
    public bool Covers(SignalBasis basis) => true;

    public async Task<CarbonSignal> GetAsync(SignalQuery query, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        if (query.To <= SignalWindow.FloorToHour(now) || !(await stored.ListAsync(cancellationToken)).Contains(query.Basis.Zone))
        {
            return CarbonSignal.Unknown(query.Basis);
        }

        var own = await forecasts.IssueAsync(query.Basis, now, cancellationToken);
        return own.Outcome is ForecastOutcome.Issued { Forecast: var forecast } ? forecast.Mean : CarbonSignal.Unknown(query.Basis);
    }
}
