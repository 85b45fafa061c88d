using System.ComponentModel.DataAnnotations;
using CarbonApp.Api.Grid.Plans;

namespace CarbonApp.Api.Grid.Footprint;

/// <summary>Asks what a run or a service emitted, or will emit, over a period.</summary>
internal sealed record FootprintRequest
{
    /// <summary>The caller's own name for the run or service, given back unchanged.</summary>
    [StringLength(200)]
    public string? Id { get; init; }

    /// <summary>Where it runs: a cloud region or a grid zone.</summary>
    [Required]
    public PlanSite? Site { get; init; }

    /// <summary>Beginning of the period, inclusive, UTC; past or to come.</summary>
    [Required]
    public DateTimeOffset? Start { get; init; }

    /// <summary>End of the period, exclusive, UTC; at most 400 days after the start.</summary>
    [Required]
    public DateTimeOffset? End { get; init; }

    /// <summary>What draws energy, 1 to 200; each draws evenly over the period.</summary>
    [Required, Length(1, 200)]
    public IReadOnlyList<FootprintComponent>? Components { get; init; }

    /// <summary>Mean intensity of the grid over the period, gCO2eq/kWh, 0 to 10,000, where the caller knows it; from the sources of the zone when left out.</summary>
    [Range(0.0, 10_000.0)]
    public double? IntensityGPerKwh { get; init; }

    /// <summary><c>lifecycle</c> (the default) or <c>direct</c> (combustion only, as the GHG Protocol counts scope 2).</summary>
    public string Factor { get; init; } = "lifecycle";

    /// <summary>What was bought beside the grid's mix; nothing when left out, and the location-based figure then stands in.</summary>
    public FootprintMarket? Market { get; init; }

    /// <summary>What the software delivers, R of the SCI; one run when left out.</summary>
    public FootprintUnit FunctionalUnit { get; init; } = new();
}

/// <summary>One part of the service: exactly one of instances, power, memory, storage and network.</summary>
internal sealed record FootprintComponent
{
    /// <summary>The caller's name for it; its kind and place in the list when left out.</summary>
    [StringLength(200)]
    public string? Name { get; init; }

    /// <summary>Hours it ran within the period, spread evenly over it; the whole period when left out.</summary>
    [Range(0.0, 9_600.0)]
    public double? Hours { get; init; }

    /// <summary>Machines of a cloud instance type, memory included.</summary>
    public FootprintInstances? Instances { get; init; }

    /// <summary>Machines whose power is known.</summary>
    public FootprintPower? Power { get; init; }

    /// <summary>Memory that no machine of the request includes.</summary>
    public FootprintMemory? Memory { get; init; }

    /// <summary>Drives, or space on them.</summary>
    public FootprintStorage? Storage { get; init; }

    /// <summary>Data carried between sites.</summary>
    public FootprintNetwork? Network { get; init; }
}

/// <summary>Machines of a cloud instance type.</summary>
internal sealed record FootprintInstances
{
    /// <summary><c>aws</c>, <c>azure</c> or <c>gcp</c>; the site's provider when left out.</summary>
    public string? Provider { get; init; }

    /// <summary>The provider's name of the instance type, such as m6i.xlarge.</summary>
    [Required]
    public string? InstanceType { get; init; }

    /// <summary>Number of instances, 1 to 100,000.</summary>
    [Range(1, 100_000)]
    public int Count { get; init; } = 1;

    /// <summary>Mean CPU utilization while running, 0 to 1.</summary>
    [Range(0.0, 1.0)]
    public double Utilization { get; init; } = 0.5;
}

/// <summary>Machines whose power is known.</summary>
internal sealed record FootprintPower
{
    /// <summary>Mean power at the plug of the servers while running, W, before PUE, all machines together.</summary>
    [Required, Range(0.001, 1e9)]
    public double? Watts { get; init; }

    /// <summary>Emissions of making the whole server, kgCO2eq, 0 to 10⁷; unknown when left out.</summary>
    [Range(0.0, 1e7)]
    public double? ServerKg { get; init; }

    /// <summary>Part of the servers used, more than 0 to 100,000, such as 0.25 for 24 of 96 vCPUs.</summary>
    [Range(1e-6, 100_000.0)]
    public double ServerShare { get; init; } = 1;

    /// <summary>Hours over which the server is written off, 1 to 175,200 (20 years).</summary>
    [Range(1.0, 175_200.0)]
    public double? LifetimeHours { get; init; }
}

/// <summary>Memory by itself.</summary>
internal sealed record FootprintMemory
{
    /// <summary>GB, more than 0 to 10⁹.</summary>
    [Required, Range(1e-9, 1e9)]
    public double? Gigabytes { get; init; }
}

/// <summary>Space on drives.</summary>
internal sealed record FootprintStorage
{
    /// <summary>TB kept, before replication, more than 0 to 10⁹.</summary>
    [Required, Range(1e-9, 1e9)]
    public double? Terabytes { get; init; }

    /// <summary><c>ssd</c> (the default) or <c>hdd</c>.</summary>
    public string Medium { get; init; } = "ssd";

    /// <summary>Copies kept, 1 to 100; three are assumed when left out.</summary>
    [Range(1.0, 100.0)]
    public double? Replication { get; init; }

    /// <summary>Emissions of making the drives, kgCO2eq per TB, 0 to 10,000, written off over four years; unknown when left out.</summary>
    [Range(0.0, 10_000.0)]
    public double? EmbodiedKgPerTb { get; init; }
}

/// <summary>Data carried between sites.</summary>
internal sealed record FootprintNetwork
{
    /// <summary>GB over the period, more than 0 to 10¹².</summary>
    [Required, Range(1e-9, 1e12)]
    public double? Gigabytes { get; init; }

    /// <summary>kWh/GB, 0 to 1,000, where known; 0.001 when left out.</summary>
    [Range(0.0, 1_000.0)]
    public double? KwhPerGb { get; init; }
}

/// <summary>What was bought beside the grid's mix: either certificates and a supplier, or a carbon-free share.</summary>
internal sealed record FootprintMarket
{
    /// <summary>Part of the energy for which certificates or contracts were cancelled, 0 to 1.</summary>
    [Range(0.0, 1.0)]
    public double? CertificateShare { get; init; }

    /// <summary>Intensity of what the certificates or carbon-free share stand for, gCO2eq/kWh, 0 to 10,000.</summary>
    [Range(0.0, 10_000.0)]
    public double CertificateIntensityGPerKwh { get; init; }

    /// <summary>Intensity the supplier states for what the certificates do not cover, gCO2eq/kWh, 0 to 10,000.</summary>
    [Range(0.0, 10_000.0)]
    public double? SupplierIntensityGPerKwh { get; init; }

    /// <summary>Intensity of the residual mix, what is left of the grid once all certificates are taken out, gCO2eq/kWh, 0 to 10,000.</summary>
    [Range(0.0, 10_000.0)]
    public double? ResidualIntensityGPerKwh { get; init; }

    /// <summary>Part of the energy that was carbon-free hour by hour, 0 to 1, such as Google states per region; the grid's own carbon-free part counts in it.</summary>
    [Range(0.0, 1.0)]
    public double? CarbonFreeShare { get; init; }

    /// <summary>Carbon-free part of the grid itself, 0 to 0.99: from it follows how dirty the rest is. Needs carbonFreeShare.</summary>
    [Range(0.0, 0.99)]
    public double? GridCarbonFreeShare { get; init; }
}

/// <summary>What the software delivers, R of the SCI.</summary>
internal sealed record FootprintUnit
{
    /// <summary>What one of it is, such as request, user-day or training run.</summary>
    [StringLength(100)]
    public string Name { get; init; } = "run";

    /// <summary>How many were delivered in the period, more than 0 to 10¹⁸.</summary>
    [Range(1e-9, 1e18)]
    public double Count { get; init; } = 1;
}

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
