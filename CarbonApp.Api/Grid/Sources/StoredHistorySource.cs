using CarbonApp.Api.Data;
using CarbonApp.Engine.Grid.Signals;
using Microsoft.Extensions.Options;

namespace CarbonApp.Api.Grid.Sources;

/// <summary>
/// Imported and observed history. Forecasts are left to <see cref="StoredForecastSource"/>, which belongs behind the feeds: a
/// forecast kept from yesterday must not stand before the one a feed gives now.
/// </summary>
/// <remarks>Provenance names the source the values came from, not this one.</remarks>
internal sealed class StoredHistorySource(SignalStore store, IOptions<SignalStoreOptions> options, TimeProvider time) : ICarbonIntensitySource
{
    private static readonly SignalStatus[] History = [SignalStatus.Measured, SignalStatus.Estimated];

    public string Name => "stored";

    /// <summary>Any zone may have been imported; asking costs a look into an index.</summary>
    public bool Covers(SignalBasis basis) => true;

    public Task<CarbonSignal> GetAsync(SignalQuery query, CancellationToken cancellationToken) =>
        StoredReading.GetAsync(Name, store, query, History, options.Value, time, cancellationToken);
}

/// <summary>Forecasts kept from feeds or imported, however old: better than an annual mean when no feed answers.</summary>
internal sealed class StoredForecastSource(SignalStore store, IOptions<SignalStoreOptions> options, TimeProvider time) : ICarbonIntensitySource
{
    private static readonly SignalStatus[] Forecasts = [SignalStatus.Forecast];

    public string Name => "stored-forecast";

    public bool Covers(SignalBasis basis) => true;

    public Task<CarbonSignal> GetAsync(SignalQuery query, CancellationToken cancellationToken) =>
        StoredReading.GetAsync(Name, store, query, Forecasts, options.Value, time, cancellationToken);
}

/// <summary>Reads the store as a source among others: briefly, and failing as sources fail.</summary>
internal static class StoredReading
{
    public static async Task<CarbonSignal> GetAsync(
        string name, SignalStore store, SignalQuery query, IReadOnlyList<SignalStatus> statuses, SignalStoreOptions options, TimeProvider time,
        CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(options.ReadTimeoutSeconds), time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        try
        {
            return await store.ReadAsync(query.Basis, query.From, query.To, statuses, either.Token);
        }
        catch (OperationCanceledException e) when (!cancellationToken.IsCancellationRequested)
        {
            throw new UpstreamException(name, UpstreamFault.TimedOut, $"no answer within {options.ReadTimeoutSeconds} s (setting {SignalStoreOptions.Section}:ReadTimeoutSeconds).", e);
        }
        catch (UpstreamException e)
        {
            throw new UpstreamException(name, e.Fault, e.Message, e);
        }
    }
}
