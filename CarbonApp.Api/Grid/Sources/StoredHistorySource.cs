using CarbonApp.Engine.Grid.Signals;

namespace CarbonApp.Api.Grid.Sources;

/// <summary>
/// Imported and observed history. Forecasts are left to <see cref="StoredForecastSource"/>, which belongs behind the feeds: a
/// forecast kept from yesterday must not stand before the one a feed gives now.
/// </summary>
/// <remarks>Provenance names the source the values came from, not this one.</remarks>
internal sealed class StoredHistorySource(StoredReadings readings) : ICarbonIntensitySource
{
    private static readonly SignalStatus[] History = [SignalStatus.Measured, SignalStatus.Estimated];

    public string Name => "stored";

    /// <summary>Any zone may have been imported; asking costs next to nothing where none was.</summary>
    public bool Covers(SignalBasis basis) => true;

    public Task<CarbonSignal> GetAsync(SignalQuery query, CancellationToken cancellationToken) =>
        readings.GetAsync(Name, query, History, cancellationToken);
}

/// <summary>Forecasts kept from feeds or imported, however old: better than an annual mean when no feed answers.</summary>
internal sealed class StoredForecastSource(StoredReadings readings) : ICarbonIntensitySource
{
    private static readonly SignalStatus[] Forecasts = [SignalStatus.Forecast];

    public string Name => "stored-forecast";

    public bool Covers(SignalBasis basis) => true;

    public Task<CarbonSignal> GetAsync(SignalQuery query, CancellationToken cancellationToken) =>
        readings.GetAsync(Name, query, Forecasts, cancellationToken);
}
