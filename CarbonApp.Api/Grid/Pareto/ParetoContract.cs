using System.ComponentModel.DataAnnotations;
using CarbonApp.Api.Grid.Plans;

namespace CarbonApp.Api.Grid.Pareto;

/// <summary>Asks for every sensible choice between emissions, cost and finish of one job over several sites.</summary>
internal sealed record ParetoRequest
{
    /// <summary>What is to run, for how long, and between which times. Pauses are free: startup, minRun, minPause and maxStarts are refused.</summary>
    [Required]
    public PlanJob? Job { get; init; }

    /// <summary>Where it may run, 1 to 50 sites.</summary>
    [Required, Length(1, 50)]
    public IReadOnlyList<ParetoRequestSite>? Sites { get; init; }

    /// <summary>Which signal counts; the average life-cycle intensity unless said otherwise.</summary>
    public SignalObjective Objective { get; init; } = new();

    /// <summary>The front's "now", UTC; the present when left out. A past time plans over stored history.</summary>
    public DateTimeOffset? AsOf { get; init; }
}

/// <summary>A site, and what its electricity costs.</summary>
internal sealed record ParetoRequestSite
{
    /// <summary><c>aws</c>, <c>azure</c> or <c>gcp</c>; may be left out where the region's code is used by one provider only.</summary>
    public string? Provider { get; init; }

    /// <summary>The provider's region code, such as eu-west-2.</summary>
    public string? Region { get; init; }

    /// <summary>Electricity grid zone, such as GB or US-MIDA-PJM.</summary>
    public string? Zone { get; init; }

    /// <summary>Power usage effectiveness, 1 to 3; the provider's mean for a region and 1 for a zone when left out.</summary>
    [Range(1.0, 3.0)]
    public double? Pue { get; init; }

    /// <summary>Price of electricity over time; unknown when left out. Once one site has prices, sites without are left out of the front.</summary>
    public IReadOnlyList<ParetoPrice>? Prices { get; init; }
}

/// <summary>Price of electricity over a stretch of time.</summary>
internal sealed record ParetoPrice
{
    /// <summary>Inclusive, UTC.</summary>
    [Required]
    public DateTimeOffset? Start { get; init; }

    /// <summary>Exclusive, UTC.</summary>
    [Required]
    public DateTimeOffset? End { get; init; }

    /// <summary>EUR/MWh, −100,000 to 100,000; may be below zero.</summary>
    [Required, Range(-100_000.0, 100_000.0)]
    public double? EurPerMwh { get; init; }
}

/// <summary>The front: no other plan is at least as good on every axis and better on one.</summary>
internal sealed record ParetoResponse
{
    /// <summary>The time that counts as now, UTC.</summary>
    public required DateTimeOffset AsOf { get; init; }

    /// <summary>First instant considered, UTC.</summary>
    public required DateTimeOffset Earliest { get; init; }

    /// <summary>Instant by which the job is done, UTC.</summary>
    public required DateTimeOffset Deadline { get; init; }

    /// <summary>What is traded: <c>emissionsG</c>, <c>finish</c>, and <c>costEur</c> where prices are known.</summary>
    public required IReadOnlyList<string> Axes { get; init; }

    /// <summary>By finish, earliest first; each later one emits or costs less than those before.</summary>
    public required IReadOnlyList<ParetoPointItem> Points { get; init; }

    /// <summary>Index of the knee, the point farthest from the chord: the smallest sum of the axes, each scaled from its best to its worst on the front.</summary>
    public required int Knee { get; init; }

    /// <summary>Indices of sites left out because their price is not known while another's is.</summary>
    public required IReadOnlyList<int> SitesWithoutPrice { get; init; }

    /// <summary>Indices of sites left out because nothing is known of their intensity.</summary>
    public required IReadOnlyList<int> SitesWithoutSignal { get; init; }

    /// <summary>Power the job was taken to draw, and how sure that figure is.</summary>
    public required PlanPower Power { get; init; }

    /// <summary>ESTIMATED_SIGNAL, STALE_FORECAST, ASSUMED_POWER.</summary>
    public required IReadOnlyList<string> Warnings { get; init; }

    /// <summary>Origin of every value used.</summary>
    public required IReadOnlyList<ProvenanceItem> Provenance { get; init; }
}

/// <summary>One choice.</summary>
internal sealed record ParetoPointItem
{
    /// <summary>Index of the site in the request.</summary>
    public required int SiteIndex { get; init; }

    /// <summary>Where it runs.</summary>
    public required SiteItem Site { get; init; }

    /// <summary>When it is done, UTC.</summary>
    public required DateTimeOffset Finish { get; init; }

    /// <summary>gCO2eq.</summary>
    public required double EmissionsG { get; init; }

    /// <summary>Energy from the grid, PUE included, kWh.</summary>
    public required double EnergyKwh { get; init; }

    /// <summary>EUR for electricity; null where no prices were given.</summary>
    public double? CostEur { get; init; }

    /// <summary>When to run, in time order.</summary>
    public required IReadOnlyList<PlanSegmentItem> Segments { get; init; }
}
