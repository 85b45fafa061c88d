namespace CarbonApp.Engine.Kelp.Composite;

/// <summary>A composite and what it is made of.</summary>
/// <param name="Map">The picture.</param>
/// <param name="Passes">Every pass, by time; those not used among them.</param>
public sealed record CompositeResult(CompositeMap Map, IReadOnlyList<PassRow> Passes);
