using CarbonApp.Engine.Grid.Forecasting;
using CarbonApp.Engine.Grid.Regions;
using CarbonApp.Engine.Grid.Signals;

namespace CarbonApp.Api.Grid.Sources;

/// <summary>The yearly mean of a zone, for when nobody knows better: average life-cycle only, and always an estimate.</summary>
internal sealed class AnnualMeanSource : ICarbonIntensitySource
{
    public string Name => SourceNames.AnnualMean;

    public bool Covers(SignalBasis basis) =>
        basis is { Kind: SignalKind.Average, Factor: EmissionFactor.Lifecycle } && GridZoneTable.Find(basis.Zone)?.AnnualMean is not null;

    public Task<CarbonSignal> GetAsync(SignalQuery query, CancellationToken cancellationToken) =>
        Task.FromResult(Covers(query.Basis) && query.From < query.To
            ? AnnualMeanModel.Estimate(GridZoneTable.Find(query.Basis.Zone)!, query.From, query.To)
            : CarbonSignal.Unknown(query.Basis));
}
