using CarbonApp.Engine.Grid.Signals;

namespace CarbonApp.Api.Grid.Sources;

/// <summary>What a zone's electricity is made from, as far as shares go.</summary>
internal interface IPowerMixReader
{
    /// <summary>The newest shares known of each zone; zones of which nothing is known are left out. Never throws for a failing source.</summary>
    Task<IReadOnlyDictionary<ZoneId, PowerMix>> ReadAsync(IReadOnlyCollection<ZoneId> zones, CancellationToken cancellationToken);
}
