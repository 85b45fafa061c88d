using System.ComponentModel.DataAnnotations;
using CarbonApp.Api.Grid.Plans;

namespace CarbonApp.Api.Grid.Batch;

/// <summary>Asks when and where many jobs should run that share sites of limited capacity, so that together they emit the least.</summary>
internal sealed record BatchRequest
{
    /// <summary>What is to run: 1 to 10,000 jobs.</summary>
    [Required]
    public IReadOnlyList<BatchRequestJob>? Jobs { get; init; }

    /// <summary>Where jobs may run: 1 to 200 sites.</summary>
    [Required]
    public IReadOnlyList<BatchRequestSite>? Sites { get; init; }

    /// <summary>
    /// Length of a slot as an ISO 8601 duration, such as PT30M; 5 minutes to 1 day. Capacity is counted, and jobs start and pause, by
    /// slots. When left out: the length that the values of all sites share, else 1 h.
    /// </summary>
    public string? Slot { get; init; }

    /// <summary>Which signal is minimised; the average life-cycle intensity unless said otherwise.</summary>
    public SignalObjective Objective { get; init; } = new();

    /// <summary>How the plan is made.</summary>
    public BatchOptions Options { get; init; } = new();

    /// <summary>The plan's "now", UTC; the present when left out. A past time plans over stored history.</summary>
    public DateTimeOffset? AsOf { get; init; }
}

/// <summary>A job of a batch.</summary>
internal sealed record BatchRequestJob
{
    /// <summary>The caller's own name for the job, given back unchanged.</summary>
    public string? Id { get; init; }

    /// <summary><c>contiguous</c> (in one piece at one site, the default) or <c>interruptible</c> (may pause and move at slot edges, at no cost).</summary>
    public string Mode { get; init; } = "contiguous";

    /// <summary>Running time as an ISO 8601 duration, such as PT3H; rounded up to whole slots, which the answer then says.</summary>
    [Required]
    public string? Duration { get; init; }

    /// <summary>First instant it may run, UTC; "now" when left out or past. Rounded up to a slot edge.</summary>
    public DateTimeOffset? Earliest { get; init; }

    /// <summary>Instant by which it must be done, UTC; 24 h after the earliest start (never less than the duration) when left out. Rounded down to a slot edge.</summary>
    public DateTimeOffset? Deadline { get; init; }

    /// <summary>Power at the plug of its servers, W, before PUE; 1,000 W when left out, which the answer then says.</summary>
    public double? Watts { get; init; }

    /// <summary>Capacity units it occupies while it runs, 1 to 100,000.</summary>
    public int Units { get; init; } = 1;

    /// <summary>Ids of the sites it may use; all when left out.</summary>
    public IReadOnlyList<string>? Sites { get; init; }
}

/// <summary>A site of a batch: a cloud region (with provider), or a grid zone, and its capacity.</summary>
internal sealed record BatchRequestSite
{
    /// <summary>Name by which jobs refer to the site; the region, else the zone, when left out. Unique.</summary>
    public string? Id { get; init; }

    /// <summary><c>aws</c>, <c>azure</c> or <c>gcp</c>; may be left out where the region's code is used by one provider only.</summary>
    public string? Provider { get; init; }

    /// <summary>The provider's region code, such as eu-west-2.</summary>
    public string? Region { get; init; }

    /// <summary>Electricity grid zone, such as GB or US-MIDA-PJM.</summary>
    public string? Zone { get; init; }

    /// <summary>Power usage effectiveness, 1 to 3; the provider's mean for a region and 1 for a zone when left out.</summary>
    public double? Pue { get; init; }

    /// <summary>Capacity units in use at one time at most, that is jobs at once where each occupies one; 0 to 1,000,000.</summary>
    [Required]
    public int? Capacity { get; init; }
}

/// <summary>How a batch is planned.</summary>
internal sealed record BatchOptions
{
    /// <summary>
    /// How much dirtier than the best plan, relatively, another may be that spreads jobs over nearly equal slots, so that not all start at
    /// the same instant; 0 (off, the default) to 0.5.
    /// </summary>
    public double Jitter { get; init; }

    /// <summary>Fixes what is random: the spreading, and the search for jobs in one piece. Same seed, same plan.</summary>
    public int Seed { get; init; }

    /// <summary>Give the load of every site slot by slot.</summary>
    public bool IncludeLoad { get; init; } = true;

    /// <summary>Answer 202 with a job at once and plan behind it, as the header <c>Prefer: respond-async</c> asks too.</summary>
    public bool Async { get; init; }
}

/// <summary>When and where each job should run, what that emits, and how near to the best possible it is.</summary>
internal sealed record BatchResponse
{
    /// <summary>ULID of this plan.</summary>
    public required string PlanId { get; init; }

    /// <summary><c>optimal</c>: no other plan of these jobs under these signals emits less. <c>feasible</c>: it may, by no more than the gap.</summary>
    public required string Status { get; init; }

    /// <summary>The time the plan counts as now, UTC.</summary>
    public required DateTimeOffset AsOf { get; init; }

    /// <summary>Length of a slot, minutes.</summary>
    public required double SlotMinutes { get; init; }

    /// <summary>Lower bound of the emissions of any plan, gCO2eq; equals the total when optimal.</summary>
    public required double BestBoundG { get; init; }

    /// <summary>(total − bound) / total; 0 when optimal.</summary>
    public required double Gap { get; init; }

    /// <summary>In the order of the request.</summary>
    public required IReadOnlyList<BatchJobPlan> Jobs { get; init; }

    /// <summary>Sums over all jobs.</summary>
    public required BatchTotals Totals { get; init; }

    /// <summary>The same jobs unplanned, under the same signals and capacity.</summary>
    public required BatchBaselines Baselines { get; init; }

    /// <summary>In the order of the request.</summary>
    public required IReadOnlyList<BatchSiteLoad> Sites { get; init; }

    /// <summary>DURATION_ROUNDED_UP, ASSUMED_POWER, SITE_WITHOUT_SIGNAL, ESTIMATED_SIGNAL, STALE_FORECAST.</summary>
    public required IReadOnlyList<string> Warnings { get; init; }

    /// <summary>Origin of every value used.</summary>
    public required IReadOnlyList<ProvenanceItem> Provenance { get; init; }
}

/// <summary>The plan of one job.</summary>
internal sealed record BatchJobPlan
{
    /// <summary>The job's own name, as given.</summary>
    public string? Id { get; init; }

    /// <summary>When and where to run, in time order.</summary>
    public required IReadOnlyList<BatchSegment> Segments { get; init; }

    /// <summary>Energy from the grid, PUE included, kWh.</summary>
    public required double EnergyKwh { get; init; }

    /// <summary>gCO2eq.</summary>
    public required double EmissionsG { get; init; }

    /// <summary>End of the last segment, UTC.</summary>
    public required DateTimeOffset Finish { get; init; }

    /// <summary>What it would emit first come, first served, gCO2eq; null where it would find no room in known slots.</summary>
    public double? RunNowG { get; init; }
}

/// <summary>An uninterrupted stretch of a job at one site.</summary>
internal sealed record BatchSegment
{
    /// <summary>Inclusive, UTC.</summary>
    public required DateTimeOffset Start { get; init; }

    /// <summary>Exclusive, UTC.</summary>
    public required DateTimeOffset End { get; init; }

    /// <summary>Id of the site.</summary>
    public required string Site { get; init; }

    /// <summary>Energy from the grid, PUE included, kWh.</summary>
    public required double EnergyKwh { get; init; }

    /// <summary>Time-weighted mean, gCO2eq/kWh.</summary>
    public required double MeanIntensity { get; init; }

    /// <summary>gCO2eq.</summary>
    public required double EmissionsG { get; init; }
}

/// <summary>Sums over all jobs.</summary>
internal sealed record BatchTotals
{
    /// <summary>Energy from the grid, PUE included, kWh.</summary>
    public required double EnergyKwh { get; init; }

    /// <summary>gCO2eq.</summary>
    public required double EmissionsG { get; init; }

    /// <summary>Mean over all energy, gCO2eq/kWh.</summary>
    public required double MeanIntensity { get; init; }

    /// <summary>End of the last segment of all, UTC.</summary>
    public required DateTimeOffset Finish { get; init; }

    /// <summary>What spreading the starts costs against the plan without, gCO2eq; null where it was off.</summary>
    public double? JitterG { get; init; }
}

/// <summary>The same jobs unplanned.</summary>
internal sealed record BatchBaselines
{
    /// <summary>
    /// First come, first served: jobs take their turn by earliest start, then order, and run as soon as one of their sites, in the order
    /// given, has room, deadlines ignored. Null where some job finds no room in known slots.
    /// </summary>
    public BaselineItem? RunNow { get; init; }
}

/// <summary>A site under the plan.</summary>
internal sealed record BatchSiteLoad
{
    /// <summary>Its id.</summary>
    public required string Id { get; init; }

    /// <summary>The site as understood.</summary>
    public required SiteItem Site { get; init; }

    /// <summary>Capacity units.</summary>
    public required int Capacity { get; init; }

    /// <summary>Most units in use at one time.</summary>
    public required int PeakUnits { get; init; }

    /// <summary>Energy from the grid, PUE included, kWh.</summary>
    public required double EnergyKwh { get; init; }

    /// <summary>gCO2eq.</summary>
    public required double EmissionsG { get; init; }

    /// <summary>Slots in which it is in use; null when not asked for.</summary>
    public IReadOnlyList<BatchSlotLoad>? Load { get; init; }
}

/// <summary>A slot in which a site is in use.</summary>
internal sealed record BatchSlotLoad
{
    /// <summary>Beginning of the slot, UTC.</summary>
    public required DateTimeOffset Start { get; init; }

    /// <summary>Units in use.</summary>
    public required int Units { get; init; }

    /// <summary>What one more unit of capacity in this slot would save, gCO2eq; an estimate where the plan is not optimal.</summary>
    public required double CapacityPriceG { get; init; }
}

/// <summary>A job for which there is no place; member <c>unplaced</c> of the problem that says so.</summary>
internal sealed record UnplacedItem
{
    /// <summary>Its place in the request, counted from 0.</summary>
    public required int Index { get; init; }

    /// <summary>The job's own name, as given.</summary>
    public string? Id { get; init; }

    /// <summary>Slots it lacks when as many as possible of all jobs are placed.</summary>
    public required int MissingSlots { get; init; }

    /// <summary>
    /// <c>WINDOW_TOO_SHORT</c> (fewer whole slots than it needs), <c>NO_SIGNAL</c> (too few slots with a known intensity),
    /// <c>LARGER_THAN_ANY_SITE</c>, <c>CAPACITY_SHORT</c> (fits alone, not with the others).
    /// </summary>
    public required string Reason { get; init; }
}
