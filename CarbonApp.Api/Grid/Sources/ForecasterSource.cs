using CarbonApp.Api.Grid.Forecasts;
using CarbonApp.Engine.Grid.Signals;

namespace CarbonApp.Api.Grid.Sources;

/// <summary>The product's own forecast of a zone, from its measured past: for hours to come that no feed has a forecast of.</summary>
/// <remarks>
/// Issued at the present hour. For a range that has passed it is the one that could be issued at its beginning, so that a plan for a
/// past instant knows nothing later either; the chain shows those hours as estimates.
/// </remarks>
internal sealed class ForecasterSource(IssuedForecasts forecasts, TimeProvider time) : ICarbonIntensitySource
{
    public string Name => SourceNames.Forecaster;

    /// <summary>Any zone may have been measured; asking costs next to nothing where none was.</summary>
    public bool Covers(SignalBasis basis) => true;

    public async Task<CarbonSignal> GetAsync(SignalQuery query, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var hour = SignalWindow.FloorToHour(query.To > now ? now : query.From);
        return (await forecasts.FindAsync(query.Basis, hour, cancellationToken))?.Mean ?? CarbonSignal.Unknown(query.Basis);
    }
}
