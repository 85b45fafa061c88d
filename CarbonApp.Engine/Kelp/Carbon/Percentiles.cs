namespace CarbonApp.Engine.Kelp.Carbon;

/// <summary>A quantity with its uncertainty: nine in ten draws lie between the outer two.</summary>
/// <param name="P5">5 % of the draws are below.</param>
/// <param name="P50">The median.</param>
/// <param name="P95">5 % of the draws are above.</param>
public readonly record struct Percentiles<T>(T P5, T P50, T P95)
{
    internal Percentiles<TOther> Select<TOther>(Func<T, TOther> map) => new(map(P5), map(P50), map(P95));
}
