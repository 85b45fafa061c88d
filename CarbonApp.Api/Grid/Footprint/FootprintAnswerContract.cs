using CarbonApp.Api.Grid.Plans;

namespace CarbonApp.Api.Grid.Footprint;

/// <summary>The emissions of a run or a service.</summary>
internal sealed record FootprintResponse
{
    /// <summary>The caller's own name, as given.</summary>
    public string? Id { get; init; }

    /// <summary>Where it ran.</summary>
    public required SiteItem Site { get; init; }

    /// <summary>Inclusive, UTC.</summary>
    public required DateTimeOffset Start { get; init; }

    /// <summary>Exclusive, UTC.</summary>
    public required DateTimeOffset End { get; init; }

    /// <summary><c>lifecycle</c> or <c>direct</c>.</summary>
    public required string Factor { get; init; }

    /// <summary>Software Carbon Intensity, ISO/IEC 21031:2024.</summary>
    public required SciItem Sci { get; init; }

    /// <summary>Sums over the components.</summary>
    public required FootprintTotals Totals { get; init; }

    /// <summary>What each part adds, in the request's order.</summary>
    public required IReadOnlyList<FootprintComponentItem> Components { get; init; }

    /// <summary>Intensity of the grid at the site over the period: location-based.</summary>
    public required CoefficientItem LocationIntensity { get; init; }

    /// <summary>Intensity of what was bought: market-based.</summary>
    public required MarketItem Market { get; init; }

    /// <summary>ESTIMATED_SIGNAL, STALE_FORECAST, LOCATION_STANDS_IN, CARBON_FREE_REST_UNKNOWN, ASSUMED_PUE, EMBODIED_UNKNOWN.</summary>
    public required IReadOnlyList<string> Warnings { get; init; }

    /// <summary>Origin of the intensity, part by part; empty where it was given.</summary>
    public required IReadOnlyList<ProvenanceItem> Provenance { get; init; }
}

/// <summary>Software Carbon Intensity: ((E × I) + M) per R.</summary>
internal sealed record SciItem
{
    /// <summary>gCO2eq per functional unit. A lower bound where totals.embodiedUnknownOf names parts.</summary>
    public required double ScoreG { get; init; }

    /// <summary>The score with every coefficient at its low end; those without a range at their value.</summary>
    public required double LowG { get; init; }

    /// <summary>The score with every coefficient at its high end; those without a range at their value.</summary>
    public required double HighG { get; init; }

    /// <summary>E: energy from the grid, PUE included, kWh.</summary>
    public required double EnergyKwh { get; init; }

    /// <summary>I: location-based, gCO2eq/kWh.</summary>
    public required double IntensityGPerKwh { get; init; }

    /// <summary>M: embodied emissions known, gCO2eq.</summary>
    public required double EmbodiedG { get; init; }

    /// <summary>R: number of functional units.</summary>
    public required double Units { get; init; }

    /// <summary>What one functional unit is.</summary>
    public required string UnitName { get; init; }
}

/// <summary>Sums over the components.</summary>
internal sealed record FootprintTotals
{
    /// <summary>Energy from the grid, PUE included, kWh.</summary>
    public required double EnergyKwh { get; init; }

    /// <summary>Electricity at the grid's mix, gCO2eq: scope 2, location-based, for who runs the machines; scope 3 for who rents them.</summary>
    public required double LocationBasedG { get; init; }

    /// <summary>Electricity at what was bought, gCO2eq: scope 2, market-based, beside and never instead of the other.</summary>
    public required double MarketBasedG { get; init; }

    /// <summary>Share of making the machines, gCO2eq: scope 3. Sum over the parts for which it is known.</summary>
    public required double EmbodiedG { get; init; }

    /// <summary>Names of the parts whose making nobody has weighed; they are missing from the sum, not zero.</summary>
    public required IReadOnlyList<string> EmbodiedUnknownOf { get; init; }

    /// <summary>Location-based electricity and embodied together, gCO2eq.</summary>
    public required double LocationAndEmbodiedG { get; init; }

    /// <summary>Market-based electricity and embodied together, gCO2eq.</summary>
    public required double MarketAndEmbodiedG { get; init; }

    /// <summary>Location-based and embodied with every coefficient at its low end, gCO2eq.</summary>
    public required double LowG { get; init; }

    /// <summary>Location-based and embodied with every coefficient at its high end, gCO2eq.</summary>
    public required double HighG { get; init; }

    /// <summary>Coefficients for which nobody states a range; the low and high ends leave their error out.</summary>
    public required IReadOnlyList<string> RangeUnknownOf { get; init; }
}

/// <summary>What one component adds.</summary>
internal sealed record FootprintComponentItem
{
    /// <summary>The caller's name for it, or its kind and place in the list.</summary>
    public required string Name { get; init; }

    /// <summary><c>instances</c>, <c>power</c>, <c>memory</c>, <c>storage</c> or <c>network</c>.</summary>
    public required string Kind { get; init; }

    /// <summary>Energy from the grid, PUE included (network: none applied), kWh.</summary>
    public required double EnergyKwh { get; init; }

    /// <summary>Energy with every coefficient at its low end, kWh.</summary>
    public required double EnergyLowKwh { get; init; }

    /// <summary>Energy with every coefficient at its high end, kWh.</summary>
    public required double EnergyHighKwh { get; init; }

    /// <summary>gCO2eq of the electricity, location-based.</summary>
    public required double LocationBasedG { get; init; }

    /// <summary>gCO2eq of the electricity, market-based.</summary>
    public required double MarketBasedG { get; init; }

    /// <summary>Share of making it, gCO2eq; null where nobody has weighed it.</summary>
    public double? EmbodiedG { get; init; }

    /// <summary>Every figure that went in, with how sure it is.</summary>
    public required IReadOnlyList<CoefficientItem> Coefficients { get; init; }
}

/// <summary>A figure that went in, and how sure it is.</summary>
internal sealed record CoefficientItem
{
    /// <summary>What it is, such as power of m6i.xlarge at 50 %.</summary>
    public required string Name { get; init; }

    /// <summary>The figure used, in its unit.</summary>
    public required double Value { get; init; }

    /// <summary>Unit of value, low and high, such as W or kWh/GB.</summary>
    public required string Unit { get; init; }

    /// <summary><c>given</c>, <c>measured</c>, <c>estimated</c> or <c>assumed</c>.</summary>
    public required string Confidence { get; init; }

    /// <summary>Publication or origin of the figure and of its range.</summary>
    public required string Source { get; init; }

    /// <summary>Low end where the source states a range or we measured one; null where nobody does.</summary>
    public double? Low { get; init; }

    /// <summary>High end where the source states a range or we measured one; null where nobody does.</summary>
    public double? High { get; init; }
}

/// <summary>The market-based side.</summary>
internal sealed record MarketItem
{
    /// <summary>gCO2eq/kWh, and how sure it is.</summary>
    public required CoefficientItem Intensity { get; init; }

    /// <summary>What the uncovered part was counted with: <c>supplier</c>, <c>residual</c>, <c>gridRest</c> (the grid without its carbon-free part) or <c>location</c>.</summary>
    public required string RestBasis { get; init; }

    /// <summary>Part of the energy covered by certificates, contracts or carbon-free hours, 0 to 1.</summary>
    public required double CoveredShare { get; init; }

    /// <summary>True where the location-based intensity stands in for the uncovered part, because nothing closer was given.</summary>
    public required bool LocationStandsIn { get; init; }
}
