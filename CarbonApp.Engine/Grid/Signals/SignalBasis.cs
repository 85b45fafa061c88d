namespace CarbonApp.Engine.Grid.Signals;

/// <summary>Which question an intensity answers. Values of different kinds are never compared or mixed.</summary>
public enum SignalKind
{
    /// <summary>Emissions of all generation over all consumption: attribution (GHG Protocol, SCI).</summary>
    Average,

    /// <summary>Emissions of the next unit of consumption: consequence (WattTime's MOER).</summary>
    Marginal,
}

/// <summary>Which emissions of a power plant are counted.</summary>
public enum EmissionFactor
{
    /// <summary>Operation, fuel supply, building and end of life (IPCC AR5 WG3 annex III).</summary>
    Lifecycle,

    /// <summary>Combustion at the plant only.</summary>
    Direct,
}

/// <summary>What a signal measures: where, and under which definition. Only signals of one basis may be joined or compared.</summary>
/// <param name="Zone">Grid zone.</param>
/// <param name="Kind">Average or marginal.</param>
/// <param name="Factor">Life-cycle or direct emissions.</param>
public readonly record struct SignalBasis(ZoneId Zone, SignalKind Kind, EmissionFactor Factor)
{
    /// <summary>Average life-cycle intensity of <paramref name="zone"/>, the product's default.</summary>
    public static SignalBasis AverageLifecycle(ZoneId zone) => new(zone, SignalKind.Average, EmissionFactor.Lifecycle);

    /// <summary>For people and cache keys: "GB average lifecycle".</summary>
    public override string ToString() => $"{Zone} {Kind} {Factor}".ToLowerInvariant().Replace(Zone.ToString().ToLowerInvariant(), Zone.ToString(), StringComparison.Ordinal);
}
