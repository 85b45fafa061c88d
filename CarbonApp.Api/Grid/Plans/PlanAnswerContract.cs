using System.Text.Json.Serialization;

namespace CarbonApp.Api.Grid.Plans;

/// <summary>When the job should run, what that emits, and against what that is a saving.</summary>
internal sealed record PlanResponse
{
    /// <summary>ULID of this plan.</summary>
    public required string PlanId { get; init; }

    /// <summary>The job's own name, as given.</summary>
    public string? JobId { get; init; }

    /// <summary><c>optimal</c>: no other schedule of this job at any of its sites is better by the objective. <c>feasible</c>: one may be, but by no more than the gap.</summary>
    public required string Status { get; init; }

    /// <summary>The time the plan counts as now, UTC.</summary>
    public required DateTimeOffset AsOf { get; init; }

    /// <summary>First instant considered, UTC.</summary>
    public required DateTimeOffset Earliest { get; init; }

    /// <summary>Instant by which the job is done, UTC.</summary>
    public required DateTimeOffset Deadline { get; init; }

    /// <summary>Lower bound of the emissions of any schedule at any site, running and transfer, gCO2eq; equals <c>totals.emissionsWithTransferG</c> when optimal and nothing but expected emissions counts.</summary>
    public required double BestBoundG { get; init; }

    /// <summary>Largest part of what is minimised that a better schedule could save, 0 to 1; 0 when optimal.</summary>
    public required double Gap { get; init; }

    /// <summary>When to run, in time order.</summary>
    public required IReadOnlyList<PlanSegmentItem> Segments { get; init; }

    /// <summary>Sums over the segments.</summary>
    public required PlanTotals Totals { get; init; }

    /// <summary>The same job unplanned, under the same signal.</summary>
    public required PlanBaselinesItem Baselines { get; init; }

    /// <summary>How sure it is; null where everything was measured, or where the warning NO_UNCERTAINTY says that nothing tells.</summary>
    public PlanConfidence? Confidence { get; init; }

    /// <summary>The same plan under the other kind of signal, marginal or average; null where that is not known throughout.</summary>
    public PlanOtherSignal? OtherSignal { get; init; }

    /// <summary>The sites by the objective, best first, the chosen one at the top; those left out last, with the reason. At most options.compareSites.</summary>
    public required IReadOnlyList<PlanSiteItem> Sites { get; init; }

    /// <summary>Sites looked at, those left out included; may be more than are listed.</summary>
    public required int SitesConsidered { get; init; }

    /// <summary>The next best starts over all sites, best first; empty when none were asked for.</summary>
    public required IReadOnlyList<PlanAlternativeItem> Alternatives { get; init; }

    /// <summary>Power the job was taken to draw, and how sure that figure is.</summary>
    public required PlanPower Power { get; init; }

    /// <summary>MARGINAL_NOT_REDUCED, AVERAGE_NOT_REDUCED, FLAT_SIGNAL, STALE_FORECAST, ESTIMATED_SIGNAL, ASSUMED_POWER, NO_UNCERTAINTY, ESTIMATED_LATENCY, NOT_STORED.</summary>
    public required IReadOnlyList<string> Warnings { get; init; }

    /// <summary>Origin of every value used.</summary>
    public required IReadOnlyList<ProvenanceItem> Provenance { get; init; }

    /// <summary>The plan in a sentence or two, in English; null when not asked for.</summary>
    public string? Explanation { get; init; }

    /// <summary>The signal of the chosen site over [earliest, deadline); null when not asked for.</summary>
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

    /// <summary>Copies of an elastic job that run; null for other jobs.</summary>
    public int? Replicas { get; init; }

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

    /// <summary>Of the energy drawn, gCO2eq: the sum over the segments.</summary>
    public required double EmissionsG { get; init; }

    /// <summary>Of moving the job's data to the site, gCO2eq; 0 when it stays.</summary>
    public double TransferG { get; init; }

    /// <summary>Running and transfer, gCO2eq: what the choice of site goes by.</summary>
    public double EmissionsWithTransferG { get; init; }

    /// <summary>Emissions of the energy drawn that are not reached in one case of ten, gCO2eq; null where confidence is.</summary>
    [JsonPropertyName("emissionsG_p10")]
    public double? EmissionsGP10 { get; init; }

    /// <summary>Emissions of the energy drawn that are not exceeded in nine cases of ten, gCO2eq; null where confidence is.</summary>
    [JsonPropertyName("emissionsG_p90")]
    public double? EmissionsGP90 { get; init; }

    /// <summary>The same plan by average intensity, gCO2eq; null where that is not known throughout.</summary>
    public double? AverageG { get; init; }

    /// <summary>The same plan by marginal intensity, gCO2eq; null where that is not known throughout. Another question than averageG: the two are never added.</summary>
    public double? MarginalG { get; init; }

    /// <summary>The same plan by the grid's intensity, gCO2eq; null where that is not known throughout.</summary>
    public double? LocationG { get; init; }

    /// <summary>The same plan by the site's contracted electricity, gCO2eq; null where no marketIntensity was given.</summary>
    public double? MarketG { get; init; }

    /// <summary>Share of the servers' manufacture for the time used, gCO2eq; null where no instance type with a known share was given. Not part of the other sums.</summary>
    public double? EmbodiedG { get; init; }

    /// <summary>Electricity and transfer, EUR; null where the site's price is not known throughout.</summary>
    public double? CostEur { get; init; }

    /// <summary>Mean over the energy drawn, gCO2eq/kWh.</summary>
    public required double MeanIntensity { get; init; }

    /// <summary>End of the last segment, UTC.</summary>
    public required DateTimeOffset Finish { get; init; }
}

/// <summary>The same job in one piece, unplanned; at the chosen site but for <c>homeRegion</c>.</summary>
internal sealed record PlanBaselinesItem
{
    /// <summary>Started at the earliest instant; null where the signal does not cover that run.</summary>
    public BaselineItem? RunNow { get; init; }

    /// <summary>Expectation over all starts, each equally likely; null when no contiguous run is covered.</summary>
    public BaselineItem? MeanStart { get; init; }

    /// <summary>The dirtiest start; null when no contiguous run is covered.</summary>
    public BaselineItem? WorstStart { get; init; }

    /// <summary>Started at the earliest instant at the job's origin, else at the first site given, transfer counted on both sides; null where the signal does not cover that run, or the sites were any and no origin was given.</summary>
    public BaselineItem? HomeRegion { get; init; }
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

/// <summary>How a plan may turn out, weighed over equally likely scenarios of the forecast.</summary>
internal sealed record PlanConfidence
{
    /// <summary>Part of the scenarios in which the plan emits less than the same job run at once in one piece at the same site, 0 to 1; null for a plan that is just that, or where that is not known.</summary>
    public double? PBetterThanRunNow { get; init; }

    /// <summary>Mean over the scenarios of what the plan emits more than the best plan of that scenario at the same site, gCO2eq; null for jobs whose starts cost something and elastic ones, where that is not computed.</summary>
    public double? ExpectedRegretG { get; init; }

    /// <summary>Largest of those, gCO2eq; null where expectedRegretG is.</summary>
    public double? WorstRegretG { get; init; }

    /// <summary>Scenarios weighed.</summary>
    public required int Scenarios { get; init; }
}

/// <summary>The chosen plan under the other kind of signal. Average and marginal answer different questions and are never mixed.</summary>
internal sealed record PlanOtherSignal
{
    /// <summary><c>average</c> or <c>marginal</c>: the one that was not minimised.</summary>
    public required string Kind { get; init; }

    /// <summary>Mean over the energy drawn, gCO2eq/kWh.</summary>
    public required double MeanIntensity { get; init; }

    /// <summary>Of the plan, gCO2eq.</summary>
    public required double EmissionsG { get; init; }

    /// <summary>The same job run at once in one piece, under this signal; null where it does not cover that run.</summary>
    public BaselineItem? RunNow { get; init; }

    /// <summary>Origin of every value used.</summary>
    public required IReadOnlyList<ProvenanceItem> Provenance { get; init; }
}

/// <summary>What one site could do for the job, or why it was left out.</summary>
internal sealed record PlanSiteItem
{
    /// <summary>Index of the site in the request; among all cloud regions, ordered by provider and code, when any was asked for.</summary>
    public required int Index { get; init; }

    /// <summary>The site.</summary>
    public required SiteItem Site { get; init; }

    /// <summary><c>chosen</c>, <c>possible</c> or <c>excluded</c>.</summary>
    public required string Status { get; init; }

    /// <summary>
    /// Why it was left out: RESIDENCY, PROVIDER, LATENCY, UNKNOWN_LATENCY, NO_SIGNAL, NOT_COVERED, NO_SCHEDULE, UNKNOWN_PRICE, OVER_COST, OVER_BUDGET,
    /// NEGATIVE_PRICE, UNKNOWN_MARKET_INTENSITY, UNKNOWN_TRANSFER, UNKNOWN_INSTANCE or NO_UNCERTAINTY; null otherwise.
    /// </summary>
    public string? Reason { get; init; }

    /// <summary>The reason in words, with the value and the limit; null where there is none.</summary>
    public string? Detail { get; init; }

    /// <summary>When its best plan begins, UTC; null where there is none.</summary>
    public DateTimeOffset? Start { get; init; }

    /// <summary>When its best plan ends, UTC; null where there is none.</summary>
    public DateTimeOffset? Finish { get; init; }

    /// <summary>Running and transfer, gCO2eq; null where there is no plan.</summary>
    public double? EmissionsWithTransferG { get; init; }

    /// <summary>Moving the job's data there, gCO2eq; null where that is not known.</summary>
    public double? TransferG { get; init; }

    /// <summary>Mean over the energy drawn, gCO2eq/kWh; null where there is no plan.</summary>
    public double? MeanIntensity { get; init; }

    /// <summary>Electricity and transfer, EUR; null where not known.</summary>
    public double? CostEur { get; init; }

    /// <summary>Round trip from the job's origin, ms; null where not known or no origin was given.</summary>
    public double? LatencyMs { get; init; }

    /// <summary>True when the latency was estimated from the distance.</summary>
    public bool LatencyEstimated { get; init; }
}

/// <summary>Another start, for a person to choose from.</summary>
internal sealed record PlanAlternativeItem
{
    /// <summary>Inclusive, UTC.</summary>
    public required DateTimeOffset Start { get; init; }

    /// <summary>Exclusive, UTC.</summary>
    public required DateTimeOffset Finish { get; init; }

    /// <summary>Where it runs.</summary>
    public required SiteItem Site { get; init; }

    /// <summary>Time-weighted mean, gCO2eq/kWh.</summary>
    public required double MeanIntensity { get; init; }

    /// <summary>Running and transfer, gCO2eq.</summary>
    public required double EmissionsWithTransferG { get; init; }

    /// <summary>More than the plan emits, running and transfer, gCO2eq; below zero where the plan was not chosen by expected emissions alone.</summary>
    public required double ExtraG { get; init; }

    /// <summary>Electricity and transfer, EUR; null where not known.</summary>
    public double? CostEur { get; init; }
}

/// <summary>Power drawn by the job.</summary>
internal sealed record PlanPower
{
    /// <summary>W, all instances, before PUE; of the largest size used for elastic jobs.</summary>
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
