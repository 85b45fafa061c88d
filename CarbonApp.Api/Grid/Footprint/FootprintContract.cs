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
