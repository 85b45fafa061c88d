using CarbonApp.Api.Data;
using Microsoft.Extensions.Options;

namespace CarbonApp.Api.Grid.Forecasts;

/// <summary>Drops the product's own forecasts of long ago.</summary>
internal sealed class ForecastRetention(ForecastStore forecasts, IOptions<RetentionOptions> options) : IRetained
{
    public async Task<long> DropOutlivedAsync(DateTimeOffset now, CancellationToken cancellationToken) => options.Value.OwnForecastDays is { } days
        ? await forecasts.DeleteAsync(now.AddDays(-days), cancellationToken)
        : 0;
}
