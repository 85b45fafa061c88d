using System.ComponentModel.DataAnnotations;
using CarbonApp.Api.Grid.Pareto;

namespace CarbonApp.Api.Grid.Plans;

/// <summary>Asks when and where one job should run so that it emits the least.</summary>
internal sealed record PlanRequest
{
    /// <summary>What is to run, for how long, and between which times.</summary>
    [Required]
    public PlanJob? Job { get; init; }

    /// <summary>Where it may run: 1 to 200 sites, each a cloud region or a grid zone, or the word <c>any</c> for every cloud region known.</summary>
    [Required]
    public PlanSiteList? Sites { get; init; }

    /// <summary>What the site and the plan must keep to; nothing when left out.</summary>
    public PlanConstraints Constraints { get; init; } = new();

    /// <summary>What is minimised; the average life-cycle emissions to be expected unless said otherwise.</summary>
    public PlanObjective Objective { get; init; } = new();

    /// <summary>What the answer carries beyond the plan.</summary>
    public PlanOptions Options { get; init; } = new();

    /// <summary>The plan's "now", UTC; the present when left out. A past time plans over stored history.</summary>
    public DateTimeOffset? AsOf { get; init; }
}

/// <summary>The work to be placed in time.</summary>
internal sealed record PlanJob
{
    /// <summary>The caller's own name for the job, given back unchanged.</summary>
    [StringLength(200)]
    public string? Id { get; init; }

    /// <summary>
    /// <c>contiguous</c> (in one piece, the default), <c>interruptible</c> (may pause; at no cost unless startup, minRun, minPause or maxStarts
    /// say so) or <c>elastic</c> (may pause and change its size: give work and scaleProfile instead of duration and resources).
    /// </summary>
    public string Mode { get; init; } = "contiguous";

    /// <summary>Running time as an ISO 8601 duration of days to seconds, such as PT3H20M; more than zero, at most 366 days. Needed unless elastic.</summary>
    public string? Duration { get; init; }

    /// <summary>Work of an elastic job: throughput times hours. At a throughput of 2, three hours do 6. More than zero, at most 10¹⁵.</summary>
    [Range(1e-9, 1e15)]
    public double? Work { get; init; }

    /// <summary>Sizes at which an elastic job can run, 1 to 1,000; it may also stand still.</summary>
    [Length(1, 1000)]
    public IReadOnlyList<PlanScale>? ScaleProfile { get; init; }

    /// <summary>An elastic job keeps one size all through a slot of the signal. When false, sizes may follow each other within a slot, which is never worse.</summary>
    public bool Integral { get; init; }

    /// <summary>First instant it may run, UTC; "now" when left out or past.</summary>
    public DateTimeOffset? Earliest { get; init; }

    /// <summary>Instant by which it must be done, UTC; 24 h after the earliest start (never less than the duration) when left out.</summary>
    public DateTimeOffset? Deadline { get; init; }

    /// <summary>What each start costs an interruptible job; nothing when left out.</summary>
    public PlanStartUp? Startup { get; init; }

    /// <summary>Shortest run of an interruptible job, start-up included, as an ISO 8601 duration; none when left out.</summary>
    public string? MinRun { get; init; }

    /// <summary>Shortest pause of an interruptible job, as an ISO 8601 duration; none when left out.</summary>
    public string? MinPause { get; init; }

    /// <summary>Most starts of an interruptible job, 1 to 10,000; as many as are worth it when left out.</summary>
    [Range(1, 10_000)]
    public int? MaxStarts { get; init; }

    /// <summary>What it draws: watts, or instances of a cloud type. 1,000 W when left out, which the answer then says. Not for elastic jobs.</summary>
    public PlanResources? Resources { get; init; }

    /// <summary>Data that must be moved from <see cref="Origin"/> to the site, GB, 0 to 10⁹; none when left out. Needs an origin.</summary>
    [Range(0.0, 1e9)]
    public double? DataGb { get; init; }

    /// <summary>Where its data lie and its users wait.</summary>
    public PlanOrigin? Origin { get; init; }

    /// <summary>Longest round trip from <see cref="Origin"/> to the site, ms, 0 to 10⁶; any when left out. Needs an origin, or latencyMs at every site.</summary>
    [Range(0.0, 1e6)]
    public double? MaxLatencyMs { get; init; }
}

/// <summary>One size of an elastic job.</summary>
internal sealed record PlanScale
{
    /// <summary>Copies that run, 0 to 10⁶.</summary>
    [Required, Range(0, 1_000_000)]
    public int? Replicas { get; init; }

    /// <summary>Work all of them do together per hour, in a unit of your own, 0 to 10¹².</summary>
    [Required, Range(0.0, 1e12)]
    public double? Throughput { get; init; }

    /// <summary>Power all of them draw together, W, before PUE, at most 10⁹; 0.001 or more where the throughput is not 0.</summary>
    [Required, Range(0.0, 1e9)]
    public double? Watts { get; init; }
}

/// <summary>Where a job comes from: either a cloud region or a grid zone.</summary>
internal sealed record PlanOrigin
{
    /// <summary><c>aws</c>, <c>azure</c> or <c>gcp</c>; may be left out where the region's code is used by one provider only.</summary>
    public string? Provider { get; init; }

    /// <summary>The provider's region code, such as eu-west-2.</summary>
    public string? Region { get; init; }

    /// <summary>Electricity grid zone, such as GB or US-MIDA-PJM.</summary>
    public string? Zone { get; init; }
}

/// <summary>What each start of a job costs before any work is done.</summary>
internal sealed record PlanStartUp
{
    /// <summary>All energy one start-up draws, before PUE, kWh, 0 to 10⁹; drawn evenly over <see cref="Duration"/> in place of the running power. The running power over that time when left out.</summary>
    [Range(0.0, 1e9)]
    public double? Kwh { get; init; }

    /// <summary>Time one start-up takes, as an ISO 8601 duration; none when left out.</summary>
    public string? Duration { get; init; }
}

/// <summary>Electrical demand: either <see cref="Watts"/>, or <see cref="InstanceType"/> with count and utilization.</summary>
internal sealed record PlanResources
{
    /// <summary>Power at the plug of the servers, W, before PUE.</summary>
    [Range(0.001, 1e9)]
    public double? Watts { get; init; }

    /// <summary><c>aws</c>, <c>azure</c> or <c>gcp</c>; the site's provider when left out.</summary>
    public string? Provider { get; init; }

    /// <summary>The provider's name of the instance type, such as m6i.xlarge.</summary>
    public string? InstanceType { get; init; }

    /// <summary>Number of instances, 1 to 100,000.</summary>
    [Range(1, 100_000)]
    public int Count { get; init; } = 1;

    /// <summary>Mean CPU utilization, 0 to 1.</summary>
    [Range(0.0, 1.0)]
    public double Utilization { get; init; } = 0.5;
}

/// <summary>A place with a grid connection: a cloud region (with provider), or a grid zone.</summary>
internal sealed record PlanSite
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

    /// <summary>Round trip from the job's origin as you measured it, ms; estimated from the distance when left out.</summary>
    [Range(0.0, 1e6)]
    public double? LatencyMs { get; init; }

    /// <summary>Price of electricity at all times, EUR/MWh, −100,000 to 100,000; see also prices. Unknown when both are left out.</summary>
    [Range(-100_000.0, 100_000.0)]
    public double? EurPerMwh { get; init; }

    /// <summary>Price of electricity over time, instead of eurPerMwh; at most 5,000 in the whole request.</summary>
    public IReadOnlyList<ParetoPrice>? Prices { get; init; }

    /// <summary>Price of moving a gigabyte of the job's data here, EUR, 0 to 1,000; nothing when left out.</summary>
    [Range(0.0, 1000.0)]
    public double? TransferEurPerGb { get; init; }

    /// <summary>Emissions of the electricity contracted for this site, gCO2eq/kWh, 0 to 5,000: what market-based accounting counts.</summary>
    [Range(0.0, 5000.0)]
    public double? MarketIntensity { get; init; }
}

/// <summary>What the site and the plan must keep to. A site that does not is left out, and the answer says why.</summary>
internal sealed record PlanConstraints
{
    /// <summary>Countries the job may run in, ISO 3166-1 alpha-2 such as DE, at most 300; all when left out.</summary>
    [Length(1, 300)]
    public IReadOnlyList<string>? AllowCountries { get; init; }

    /// <summary>Cloud providers it may run at: <c>aws</c>, <c>azure</c>, <c>gcp</c>; all, and grid zones, when left out.</summary>
    [Length(1, 3)]
    public IReadOnlyList<string>? Providers { get; init; }

    /// <summary>Most it may cost, electricity and transfer, EUR; sites without a price are then left out.</summary>
    [Range(-1e12, 1e12)]
    public double? MaxCostEur { get; init; }

    /// <summary>Most it may emit, running and transfer, gCO2eq. Where nothing keeps to it the answer is BUDGET_EXCEEDED with the least that is possible.</summary>
    [Range(0.0, 1e15)]
    public double? CarbonBudgetG { get; init; }
}

/// <summary>Which of a zone's signals counts.</summary>
internal record SignalObjective
{
    /// <summary><c>average</c> (attribution) or <c>marginal</c> (consequence).</summary>
    public string Signal { get; init; } = "average";

    /// <summary><c>lifecycle</c> or <c>direct</c>.</summary>
    public string Factor { get; init; } = "lifecycle";
}

/// <summary>What a plan minimises.</summary>
internal sealed record PlanObjective : SignalObjective
{
    /// <summary><c>location</c>: the grid's intensity (the default). <c>market</c>: what was contracted, marketIntensity of each site; sites without are left out.</summary>
    public string Accounting { get; init; } = "location";

    /// <summary>
    /// <c>mean</c>: the lowest emissions to be expected (the default). <c>p90</c>: the lowest that are not exceeded in nine cases of ten.
    /// <c>minimaxRegret</c>: never far from the best that could have been done. The last two need a forecast with an error band.
    /// </summary>
    public string Risk { get; init; } = "mean";

    /// <summary>Price of a tonne of CO2eq, EUR, 0 or 0.001 to 10⁶: above 0, cost and emissions priced with it are minimised together, and sites without a price of electricity are left out.</summary>
    [Range(0.0, 1e6)]
    public double CarbonPriceEurPerT { get; init; }

    /// <summary>Among equal times the <c>earliest</c> (the default) or the <c>latest</c>. Among equal sites always the one given first.</summary>
    public string TieBreak { get; init; } = "earliest";
}

/// <summary>What the answer carries beyond the plan.</summary>
internal sealed record PlanOptions
{
    /// <summary>Next best starts to give, each at least the job's duration from the others, 0 to 20; for contiguous jobs.</summary>
    [Range(0, 20)]
    public int Alternatives { get; init; }

    /// <summary>Most sites to compare in the answer, best first, 0 to 500.</summary>
    [Range(0, 500)]
    public int CompareSites { get; init; } = 20;

    /// <summary>Give back the signal the plan was made from, slot by slot.</summary>
    public bool IncludeForecast { get; init; }

    /// <summary>Give an explanation in words.</summary>
    public bool Explain { get; init; } = true;

    /// <summary>Keep the plan, so that it can be looked up, told how it was run, and counted in the ledger.</summary>
    public bool Store { get; init; } = true;
}
