using CarbonApp.Engine.Grid.Forecasting;
using CarbonApp.Engine.Grid.Regions;
using CarbonApp.Engine.Grid.Signals;

namespace CarbonApp.Api.Grid.Sources;

/// <summary>Answers from yearly means alone, marked as estimates: what the product knows before any source is asked.</summary>
internal sealed class AnnualMeanReader : ISignalReader
{
    public Task<SignalReading> ReadAsync(SignalQuery query, CancellationToken cancellationToken)
    {
        var signal = query.Basis == SignalBasis.AverageLifecycle(query.Basis.Zone) && GridZoneTable.Find(query.Basis.Zone) is { } zone
            ? AnnualMeanModel.Estimate(zone, query.From, query.To).Slice(query.From, query.To)
            : CarbonSignal.Unknown(query.Basis);
        var outcome = signal.Count > 0 ? "answered" : "empty";
        return Task.FromResult(new SignalReading(signal, [new SourceAttempt(AnnualMeanModel.SourceName, outcome)], Stale: false));
    }
}
