namespace CarbonApp.Api.Grid.Sources;

/// <summary>How much of a zone's electricity comes from where.</summary>
/// <param name="RenewableShare">Part from renewables, 0 to 1; null when not known.</param>
/// <param name="FossilFreeShare">Part from renewables and nuclear, 0 to 1; null when not known.</param>
/// <param name="Source">Name of the source.</param>
/// <param name="IsEstimate">True when it is a yearly mean or the source estimated it.</param>
/// <param name="Hour">Beginning of the hour it holds for, UTC; null for a yearly mean.</param>
internal sealed record PowerMix(double? RenewableShare, double? FossilFreeShare, string Source, bool IsEstimate, DateTimeOffset? Hour);
