using System.ComponentModel.DataAnnotations;

namespace CarbonApp.Api.Grid.Plans;

/// <summary>Asks when one job should run at one site so that it emits the least.</summary>
internal sealed record PlanRequest
{
    /// <summary>What is to run, for how long, and between which times.</summary>
    [Required]
    public PlanJob? Job { get; init; }

    /// <summary>Where it may run: exactly one site, a cloud region or a grid zone.</summary>
    [Required, Length(1, 1, ErrorMessage = "Give exactly one site: {\"zone\":\"GB\"} or {\"provider\":\"aws\",\"region\":\"eu-west-2\"}.")]
    public IReadOnlyList<PlanSite>? Sites { get; init; }

    /// <summary>Which signal is minimised; the average life-cycle intensity unless said otherwise.</summary>
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

    /// <summary><c>contiguous</c> (in one piece, the default) or <c>interruptible</c> (may pause; at no cost unless startup, minRun, minPause or maxStarts say so).</summary>
    public string Mode { get; init; } = "contiguous";

    /// <summary>Running time as an ISO 8601 duration of days to seconds, such as PT3H20M; more than zero, at most 366 days.</summary>
    [Required]
    public string? Duration { get; init; }

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

    /// <summary>What it draws: watts, or instances of a cloud type. 1,000 W when left out, which the answer then says.</summary>
    public PlanResources? Resources { get; init; }
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
}

/// <summary>Which of a zone's signals counts.</summary>
internal sealed record PlanObjective
{
    /// <summary><c>average</c> (attribution) or <c>marginal</c> (consequence).</summary>
    public string Signal { get; init; } = "average";

    /// <summary><c>lifecycle</c> or <c>direct</c>.</summary>
    public string Factor { get; init; } = "lifecycle";
}

/// <summary>What the answer carries beyond the plan.</summary>
internal sealed record PlanOptions
{
    /// <summary>Give back the signal the plan was made from, slot by slot.</summary>
    public bool IncludeForecast { get; init; }

    /// <summary>Give an explanation in words.</summary>
    public bool Explain { get; init; } = true;

    /// <summary>Keep the plan, so that it can be looked up, told how it was run, and counted in the ledger.</summary>
    public bool Store { get; init; } = true;
}

/// <summary>When the job should run, what that emits, and against what that is a saving.</summary>
internal sealed record PlanResponse
{
    /// <summary>ULID of this plan.</summary>
    public required string PlanId { get; init; }

    /// <summary>The job's own name, as given.</summary>
    public string? JobId { get; init; }

    /// <summary><c>optimal</c>: no other schedule of this job under this signal emits less. <c>feasible</c>: one may, but by no more than the gap.</summary>
    public required string Status { get; init; }

    /// <summary>The time the plan counts as now, UTC.</summary>
    public required DateTimeOffset AsOf { get; init; }

    /// <summary>First instant considered, UTC.</summary>
    public required DateTimeOffset Earliest { get; init; }

    /// <summary>Instant by which the job is done, UTC.</summary>
    public required DateTimeOffset Deadline { get; init; }

    /// <summary>Lower bound of the emissions of any schedule, gCO2eq; equals the total when optimal.</summary>
    public required double BestBoundG { get; init; }

    /// <summary>(total − bound) / total; 0 when optimal.</summary>
    public required double Gap { get; init; }

    /// <summary>When to run, in time order.</summary>
    public required IReadOnlyList<PlanSegmentItem> Segments { get; init; }

    /// <summary>Sums over the segments.</summary>
    public required PlanTotals Totals { get; init; }

    /// <summary>The same job unplanned, under the same signal.</summary>
    public required PlanBaselinesItem Baselines { get; init; }

    /// <summary>Power the job was taken to draw, and how sure that figure is.</summary>
    public required PlanPower Power { get; init; }

    /// <summary>FLAT_SIGNAL, STALE_FORECAST, ESTIMATED_SIGNAL, ASSUMED_POWER, NOT_STORED.</summary>
    public required IReadOnlyList<string> Warnings { get; init; }

    /// <summary>Origin of every value used.</summary>
    public required IReadOnlyList<ProvenanceItem> Provenance { get; init; }

    /// <summary>The plan in a sentence or two, in English; null when not asked for.</summary>
    public string? Explanation { get; init; }

    /// <summary>The signal over [earliest, deadline); null when not asked for.</summary>
    public IReadOnlyList<ForecastSlot>? Forecast { get; init; }
}

/// <summary>An uninterrupted stretch of the plan.</summary>
internal sealed record PlanSegmentItem
{
    /// <summary>Inclusive, UTC.</summary>
    public required DateTimeOffset Start { get; init; }

    /// <summary>Exclusive, UTC.</summary>
    public required DateTimeOffset End { get; init; }

    /// <summary>End of the start-up, UTC; null for jobs whose starts cost nothing.</summary>
    public DateTimeOffset? WorkStart { get; init; }

    /// <summary>Where it runs.</summary>
    public required SiteItem Site { get; init; }

    /// <summary>Energy from the grid, PUE included, kWh.</summary>
    public required double EnergyKwh { get; init; }

    /// <summary>Time-weighted mean, gCO2eq/kWh.</summary>
    public required double MeanIntensity { get; init; }

    /// <summary>gCO2eq.</summary>
    public required double EmissionsG { get; init; }
}

/// <summary>The site a request meant.</summary>
internal sealed record SiteItem
{
    /// <summary>Grid zone whose signal was used.</summary>
    public required string Zone { get; init; }

    /// <summary>Cloud provider, when a region was given.</summary>
    public string? Provider { get; init; }

    /// <summary>Cloud region, when one was given.</summary>
    public string? Region { get; init; }

    /// <summary>Power usage effectiveness applied.</summary>
    public required double Pue { get; init; }
}

/// <summary>Sums over the segments.</summary>
internal sealed record PlanTotals
{
    /// <summary>Energy from the grid, PUE included, kWh.</summary>
    public required double EnergyKwh { get; init; }

    /// <summary>gCO2eq.</summary>
    public required double EmissionsG { get; init; }

    /// <summary>Mean over the energy drawn, gCO2eq/kWh.</summary>
    public required double MeanIntensity { get; init; }

    /// <summary>End of the last segment, UTC.</summary>
    public required DateTimeOffset Finish { get; init; }
}

/// <summary>The same job in one piece, unplanned.</summary>
internal sealed record PlanBaselinesItem
{
    /// <summary>Started at the earliest instant; null where the signal does not cover that run.</summary>
    public BaselineItem? RunNow { get; init; }

    /// <summary>Expectation over all starts, each equally likely; null when no contiguous run is covered.</summary>
    public BaselineItem? MeanStart { get; init; }

    /// <summary>The dirtiest start; null when no contiguous run is covered.</summary>
    public BaselineItem? WorstStart { get; init; }
}

/// <summary>Emissions of a baseline and the plan's saving against it.</summary>
internal sealed record BaselineItem
{
    /// <summary>Time-weighted mean, gCO2eq/kWh.</summary>
    public required double MeanIntensity { get; init; }

    /// <summary>gCO2eq.</summary>
    public required double EmissionsG { get; init; }

    /// <summary>100 × (baseline − plan) / baseline; 0 when the baseline emits nothing.</summary>
    public required double SavingPct { get; init; }
}

/// <summary>Power drawn by the job.</summary>
internal sealed record PlanPower
{
    /// <summary>W, all instances, before PUE.</summary>
    public required double Watts { get; init; }

    /// <summary><c>given</c>, <c>measured</c>, <c>estimated</c> or <c>assumed</c>.</summary>
    public required string Confidence { get; init; }
}

/// <summary>Origin of part of a signal.</summary>
internal sealed record ProvenanceItem
{
    /// <summary>Grid zone.</summary>
    public required string Zone { get; init; }

    /// <summary>Name of the source, such as neso or annual-mean.</summary>
    public required string Source { get; init; }

    /// <summary><c>measured</c>, <c>forecast</c> or <c>estimated</c>.</summary>
    public required string Status { get; init; }

    /// <summary>When the source issued the values, UTC.</summary>
    public required DateTimeOffset IssuedAt { get; init; }

    /// <summary>Age at the plan's now, seconds; never negative.</summary>
    public required double AgeSeconds { get; init; }

    /// <summary><c>average</c> or <c>marginal</c>.</summary>
    public required string Kind { get; init; }

    /// <summary><c>lifecycle</c> or <c>direct</c>.</summary>
    public required string Factor { get; init; }

    /// <summary>Part of the known time in the window that this origin covers, 0 to 1.</summary>
    public required double Share { get; init; }

    /// <summary>Part of the known time in the window that is estimated by this origin, 0 to 1.</summary>
    public required double EstimatedShare { get; init; }
}

/// <summary>One stretch of constant intensity.</summary>
internal sealed record ForecastSlot
{
    /// <summary>Inclusive, UTC.</summary>
    public required DateTimeOffset Start { get; init; }

    /// <summary>Exclusive, UTC.</summary>
    public required DateTimeOffset End { get; init; }

    /// <summary>gCO2eq/kWh; null where no value is known.</summary>
    public double? Intensity { get; init; }

    /// <summary><c>measured</c>, <c>forecast</c> or <c>estimated</c>; null where no value is known.</summary>
    public string? Status { get; init; }

    /// <summary>Name of the source; null where no value is known.</summary>
    public string? Source { get; init; }
}
