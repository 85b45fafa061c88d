using CarbonApp.Engine.Grid.Signals;

namespace CarbonApp.Api.Grid.Zones;

/// <summary>Zones of which the product holds history, in the table or not.</summary>
internal interface IStoredZones
{
    /// <summary>All of them, in no order; empty when the store cannot be reached.</summary>
    ValueTask<IReadOnlyList<ZoneId>> ListAsync(CancellationToken cancellationToken);
}
