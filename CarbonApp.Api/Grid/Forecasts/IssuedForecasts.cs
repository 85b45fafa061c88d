using CarbonApp.Api.Grid.Sources;
using CarbonApp.Api.Problems;
using CarbonApp.Engine.Grid.Forecasting;
using CarbonApp.Engine.Grid.Signals;
using CarbonApp.ServiceDefaults.Clocks;
using Microsoft.Extensions.Caching.Memory;
using Microsoft.Extensions.Options;

namespace CarbonApp.Api.Grid.Forecasts;

/// <summary>
/// The forecasts that readings rest on: of each hour one, which all replicas share through the database. Made here where nobody has
/// made it yet, and remembered for some minutes, for it is asked thousands of times a second.
/// </summary>
internal sealed class IssuedForecasts(OwnForecasts own, ForecastStore store, StoredReadings readings, IOptions<ForecasterOptions> options, TimeProvider time) : IDisposable
{
    private readonly MemoryCache _answers = new(new MemoryCacheOptions { SizeLimit = 2_000 });
    private readonly Lock _gate = new();

    /// <summary>What was issued at a full hour from what had been measured before; null where too little had been.</summary>
    /// <exception cref="UpstreamException">Postgres is not ready, gone or too slow.</exception>
    public async Task<CarbonForecast?> FindAsync(SignalBasis basis, DateTimeOffset hour, CancellationToken cancellationToken) =>
        await readings.HoldsAsync(basis, cancellationToken) ? await Remembered(basis, hour).WaitAsync(cancellationToken) : null;

    public void Dispose() => _answers.Dispose();

    private Task<CarbonForecast?> Remembered(SignalBasis basis, DateTimeOffset hour)
    {
        lock (_gate)
        {
            if (!_answers.TryGetValue((basis, hour), out Answer? known) || !known!.Fresh.Holds(time) || known.Forecast.IsFaulted || known.Forecast.IsCanceled)
            {
                known = new Answer(Task.Run(() => FindOrMakeAsync(basis, hour), CancellationToken.None), Validity.For(TimeSpan.FromSeconds(options.Value.RememberSeconds), time));
                _answers.Set((basis, hour), known, new MemoryCacheEntryOptions { Size = 1, SlidingExpiration = TimeSpan.FromSeconds(Math.Max(1, options.Value.RememberSeconds)) });
            }

            return known.Forecast;
        }
    }

    /// <summary>Serves all who wait for it, so no single caller's cancellation ends it.</summary>
    private async Task<CarbonForecast?> FindOrMakeAsync(SignalBasis basis, DateTimeOffset hour) =>
        await store.FindAsync(basis, hour, CancellationToken.None)
        ?? ((await own.IssueAsync(basis, hour, CancellationToken.None)).Outcome as ForecastOutcome.Issued)?.Forecast;

    private sealed record Answer(Task<CarbonForecast?> Forecast, Validity Fresh);
}
