using CarbonApp.Api.Data;
using CarbonApp.Api.Grid.Sources;
using CarbonApp.Engine.Grid.Signals;

namespace CarbonApp.Api.Grid.Zones;

/// <summary>Zones in the Postgres store.</summary>
internal sealed class StoredZones(SignalStore store) : IStoredZones
{
    public async ValueTask<IReadOnlyList<ZoneId>> ListAsync(CancellationToken cancellationToken)
    {
        try
        {
            return [.. (await store.ListZonesAsync(cancellationToken)).Select(r => r.Basis.Zone).Distinct()];
        }
        catch (UpstreamException)
        {
            // The ranking goes on with the zones of the table; the chain reports the store's failure where it matters.
            return [];
        }
    }
}
