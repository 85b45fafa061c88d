using CarbonApp.Engine.Grid.Signals;
using Microsoft.Extensions.Options;

namespace CarbonApp.Api.Data;

/// <summary>Drops values that feeds gave; imported ones stay.</summary>
internal sealed class SignalRetention(SignalStore store, IOptions<RetentionOptions> options) : IRetained
{
    public async Task<long> DropOutlivedAsync(DateTimeOffset now, CancellationToken cancellationToken)
    {
        var dropped = 0L;
        foreach (var (status, days) in new[]
        {
            (SignalStatus.Measured, options.Value.MeasuredDays),
            (SignalStatus.Forecast, options.Value.ForecastDays),
            (SignalStatus.Estimated, options.Value.EstimatedDays),
        })
        {
            if (days is { } kept)
            {
                dropped += await store.DeleteObservedAsync(status, now.AddDays(-kept), cancellationToken) ?? 0;
            }
        }

        return dropped;
    }
}
