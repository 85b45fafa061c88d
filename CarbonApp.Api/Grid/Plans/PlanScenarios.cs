using CarbonApp.Api.Grid.Forecasts;
using CarbonApp.Api.Grid.Sources;
using CarbonApp.Api.Problems;
using CarbonApp.Engine.Grid.Forecasting;
using CarbonApp.Engine.Grid.Planning;
using CarbonApp.Engine.Grid.Signals;

namespace CarbonApp.Api.Grid.Plans;

/// <summary>How a reading may turn out, as far as our own forecast is part of it.</summary>
internal sealed class PlanScenarios(IssuedForecasts forecasts)
{
    /// <summary>
    /// Equally likely signals over the window; one, the reading itself, where all of it was measured; none where part of it is a forecast or
    /// an estimate of which nobody says how sure it is.
    /// </summary>
    /// <exception cref="UpstreamException">The store that the forecast was made from does not answer.</exception>
    public async Task<IReadOnlyList<CarbonSignal>> OfAsync(CarbonSignal signal, MovableJob window, CancellationToken cancellationToken)
    {
        var (issuedAt, isMeasured) = LookAt(signal, window);
        if (issuedAt is null)
        {
            return isMeasured ? [signal] : [];
        }

        return await forecasts.FindAsync(signal.Basis, issuedAt.Value, cancellationToken) is { Scenarios.Count: > 0 } forecast
            ? forecast.ScenariosOf(signal.Slice(window.Earliest, window.Deadline))
            : [];
    }

    /// <summary>When our forecast in the window was issued, if all that was not measured is ours.</summary>
    private static (DateTimeOffset? IssuedAt, bool IsMeasured) LookAt(CarbonSignal signal, MovableJob window)
    {
        var (issuedAt, isMeasured) = ((DateTimeOffset?)null, true);
        for (var i = 0; i < signal.Count; i++)
        {
            var slot = signal[i];
            if (slot.Provenance is not { Status: not SignalStatus.Measured } origin || slot.End <= window.Earliest || slot.Start >= window.Deadline)
            {
                continue;
            }

            if (origin.Source != CarbonForecast.SourceName)
            {
                return (null, false);
            }

            (issuedAt, isMeasured) = (origin.IssuedAt, false);
        }

        return (issuedAt, isMeasured);
    }
}
