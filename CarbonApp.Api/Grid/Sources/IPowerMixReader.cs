using CarbonApp.Engine.Grid.Signals;

namespace CarbonApp.Api.Grid.Sources;

/// <summary>What a zone's electricity is made from, as far as shares go.</summary>
internal interface IPowerMixReader
{
    /// <summary>The newest shares known of each zone; zones of which nothing is known are left out. Never throws for a failing source.</summary>
    Task<IReadOnlyDictionary<ZoneId, PowerMix>> ReadAsync(IReadOnlyCollection<ZoneId> zones, CancellationToken cancellationToken);
}

/// <summary>Shares of a zone's consumption.</summary>
/// <param name="RenewableShare">From renewables, 0 to 1; null when not known.</param>
/// <param name="FossilFreeShare">From renewables and nuclear, 0 to 1; null when not known.</param>
/// <param name="IsEstimate">True when the shares are a yearly mean or otherwise not of this hour.</param>
/// <param name="Source">Name of the source.</param>
internal sealed record PowerMix(double? RenewableShare, double? FossilFreeShare, bool IsEstimate, string Source);
