using CarbonApp.Engine.Grid.Forecasting;
using CarbonApp.Engine.Grid.Regions;
using CarbonApp.Engine.Grid.Signals;

namespace CarbonApp.Api.Grid.Sources;

/// <summary>Yearly mean shares from the zone table, for want of a live feed: always an estimate of the hour.</summary>
internal sealed class AnnualPowerMix : IPowerMixReader
{
    public Task<IReadOnlyDictionary<ZoneId, PowerMix>> ReadAsync(IReadOnlyCollection<ZoneId> zones, CancellationToken cancellationToken)
    {
        var mixes = new Dictionary<ZoneId, PowerMix>(zones.Count);
        foreach (var zone in zones)
        {
            if (GridZoneTable.Find(zone) is { } known && (known.RenewableShare ?? known.FossilFreeShare) is not null)
            {
                mixes[zone] = new PowerMix(known.RenewableShare, known.FossilFreeShare, IsEstimate: true, AnnualMeanModel.SourceName);
            }
        }

        return Task.FromResult<IReadOnlyDictionary<ZoneId, PowerMix>>(mixes);
    }
}
