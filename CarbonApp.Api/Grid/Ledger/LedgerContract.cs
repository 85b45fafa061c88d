using System.ComponentModel.DataAnnotations;
using CarbonApp.Api.Grid.Plans;

namespace CarbonApp.Api.Grid.Ledger;

/// <summary>A plan as it was made, what was reported of its run, and what came of it. Answer of <c>GET /api/v2/plans/{id}</c>.</summary>
internal sealed record StoredPlanResponse
{
    /// <summary>ULID of the plan.</summary>
    public required string PlanId { get; init; }

    /// <summary>When it was made, UTC.</summary>
    public required DateTimeOffset MadeAt { get; init; }

    /// <summary>The time it counted as now, UTC.</summary>
    public required DateTimeOffset AsOf { get; init; }

    /// <summary>True where that time had passed by more than an hour when the plan was made: a plan over stored history promises what it already knows.</summary>
    public required bool Replay { get; init; }

    /// <summary>Grid zone in which it begins.</summary>
    public required string Zone { get; init; }

    /// <summary><c>average</c> or <c>marginal</c>.</summary>
    public required string Kind { get; init; }

    /// <summary><c>lifecycle</c> or <c>direct</c>.</summary>
    public required string Factor { get; init; }

    /// <summary>Mode of the job and what was minimised, such as <c>contiguous:mean</c>.</summary>
    public required string Policy { get; init; }

    /// <summary>What was asked.</summary>
    public required PlanRequest Request { get; init; }

    /// <summary>What was answered, without the signal it was made from.</summary>
    public required PlanResponse Plan { get; init; }

    /// <summary>How it was run, as reported; null where nothing was.</summary>
    public required ActualsItem? Actuals { get; init; }

    /// <summary>What was promised and what came of it.</summary>
    public required OutcomeItem Outcome { get; init; }
}

/// <summary>Says how a plan was run: either segments, or start and end of a run in one piece. Body of <c>POST /api/v2/plans/{id}/actuals</c>.</summary>
internal sealed record ActualsRequest
{
    /// <summary>Stretches in which it ran, 1 to 1,000, not overlapping.</summary>
    [Length(1, 1000)]
    public IReadOnlyList<ActualSegment>? Segments { get; init; }

    /// <summary>Start of a run in one piece, inclusive, UTC.</summary>
    public DateTimeOffset? Start { get; init; }

    /// <summary>End of a run in one piece, exclusive, UTC.</summary>
    public DateTimeOffset? End { get; init; }

    /// <summary>Energy of a run in one piece from the grid, PUE included, kWh; at the plan's mean power when left out.</summary>
    [Range(0.0, 1e12)]
    public double? EnergyKwh { get; init; }
}

/// <summary>One stretch of a run.</summary>
internal sealed record ActualSegment
{
    /// <summary>Inclusive, UTC.</summary>
    [Required]
    public DateTimeOffset? Start { get; init; }

    /// <summary>Exclusive, UTC.</summary>
    [Required]
    public DateTimeOffset? End { get; init; }

    /// <summary>Energy from the grid, PUE included, kWh; at the plan's mean power when left out.</summary>
    [Range(0.0, 1e12)]
    public double? EnergyKwh { get; init; }

    /// <summary>Grid zone in which it ran; the plan's when left out.</summary>
    public string? Zone { get; init; }
}

/// <summary>How a plan was run.</summary>
internal sealed record ActualsItem
{
    /// <summary>When it was reported last, UTC.</summary>
    public required DateTimeOffset ReportedAt { get; init; }

    /// <summary>In time order.</summary>
    public required IReadOnlyList<ActualItem> Segments { get; init; }
}

/// <summary>One stretch of a run, with what was left out filled in.</summary>
internal sealed record ActualItem
{
    /// <summary>Inclusive, UTC.</summary>
    public required DateTimeOffset Start { get; init; }

    /// <summary>Exclusive, UTC.</summary>
    public required DateTimeOffset End { get; init; }

    /// <summary>From the grid, PUE included, kWh.</summary>
    public required double EnergyKwh { get; init; }

    /// <summary>Grid zone.</summary>
    public required string Zone { get; init; }
}

/// <summary>What a plan promised and what came of it under measured intensity. Equations: docs/methods/ledger.md.</summary>
internal sealed record OutcomeItem
{
    /// <summary><c>pending</c>: the deadline has not passed, or the intensity is not measured yet. <c>settled</c>: all is measured. <c>unmeasured</c>: 30 days after the deadline it still was not.</summary>
    public required string Status { get; init; }

    /// <summary>What is waited for, in English; null when settled.</summary>
    public string? WaitingFor { get; init; }

    /// <summary>When it was settled, UTC; null while it is not.</summary>
    public DateTimeOffset? SettledAt { get; init; }

    /// <summary>True where no run was reported, so that the plan counts as run as it stood.</summary>
    public required bool AssumedAsPlanned { get; init; }

    /// <summary>By the plan's own signal.</summary>
    public required LedgerSaving Promised { get; init; }

    /// <summary>By measured intensity; null until settled.</summary>
    public LedgerSaving? Realised { get; init; }

    /// <summary>Emissions of the best plan in hindsight for the same energy, gCO2eq; null until settled.</summary>
    public double? BestG { get; init; }

    /// <summary>Realised emissions less those of the best plan in hindsight, gCO2eq; null until settled.</summary>
    public double? RegretG { get; init; }

    /// <summary>Regret as part of the emissions realised, %; null until settled, and where nothing was emitted.</summary>
    public double? RegretPct { get; init; }

    /// <summary>Emissions of the plan had it been run as it stood, by measured intensity, gCO2eq; null until settled.</summary>
    public double? AsPlannedG { get; init; }

    /// <summary>Promised emissions less those of the plan as it stood by measured intensity, as part of the latter, %: what the forecast was off; null until settled, and where nothing was emitted.</summary>
    public double? ForecastErrorPct { get; init; }

    /// <summary>True where the plan as it stood emitted between the 10th and the 90th percentile promised; null until settled, and where the plan had none.</summary>
    public bool? WithinBand { get; init; }
}

/// <summary>Emissions beside those of starting at once.</summary>
internal sealed record LedgerSaving
{
    /// <summary>gCO2eq.</summary>
    public required double EmissionsG { get; init; }

    /// <summary>Of the same job started at once, gCO2eq; null where that is not known.</summary>
    public required double? RunNowG { get; init; }

    /// <summary>Saved against starting at once, gCO2eq; null where that is not known.</summary>
    public required double? SavingG { get; init; }

    /// <summary>Part saved, %; null where that is not known or starting at once emits nothing.</summary>
    public required double? SavingPct { get; init; }
}

/// <summary>Promised against realised, per zone and policy, over time. Answer of <c>GET /api/v2/ledger</c>.</summary>
internal sealed record LedgerResponse
{
    /// <summary>Inclusive, UTC.</summary>
    public required DateTimeOffset From { get; init; }

    /// <summary>Exclusive, UTC.</summary>
    public required DateTimeOffset To { get; init; }

    /// <summary><c>day</c>, <c>week</c> (from Monday) or <c>month</c>, UTC; null when all time is one.</summary>
    public required string? Bucket { get; init; }

    /// <summary>By time, then zone, kind, factor and policy.</summary>
    public required IReadOnlyList<LedgerRow> Rows { get; init; }
}

/// <summary>Plans of one zone and policy in one stretch of time. Grams are sums over settled plans whose start at once is known, so that promised and realised count the same plans.</summary>
internal sealed record LedgerRow
{
    /// <summary>Beginning of the bucket, UTC; of the range asked for where there are none.</summary>
    public required DateTimeOffset From { get; init; }

    /// <summary>End of the bucket, exclusive, UTC.</summary>
    public required DateTimeOffset To { get; init; }

    /// <summary>Grid zone in which the plans begin.</summary>
    public required string Zone { get; init; }

    /// <summary><c>average</c> or <c>marginal</c>.</summary>
    public required string Kind { get; init; }

    /// <summary><c>lifecycle</c> or <c>direct</c>.</summary>
    public required string Factor { get; init; }

    /// <summary>Mode of the job and what was minimised, such as <c>contiguous:mean</c>.</summary>
    public required string Policy { get; init; }

    /// <summary>Plans made.</summary>
    public required long Plans { get; init; }

    /// <summary>Of those, settled.</summary>
    public required long Settled { get; init; }

    /// <summary>Of those, neither settled nor given up.</summary>
    public required long Pending { get; init; }

    /// <summary>Of those, given up because nobody measured the intensity.</summary>
    public required long Unmeasured { get; init; }

    /// <summary>Of the settled, those whose run was reported; the others count as run as planned.</summary>
    public required long WithActuals { get; init; }

    /// <summary>Of all, plans over stored history, which promise what is already known.</summary>
    public required long Replays { get; init; }

    /// <summary>Settled plans in the sums below.</summary>
    public required long Compared { get; init; }

    /// <summary>By the plans' own signals; null where no plan is compared.</summary>
    public required LedgerSaving? Promised { get; init; }

    /// <summary>By measured intensity; null where no plan is compared.</summary>
    public required LedgerSaving? Realised { get; init; }

    /// <summary>Realised less best in hindsight, gCO2eq; null where no plan is compared.</summary>
    public required double? RegretG { get; init; }

    /// <summary>Regret as part of the emissions realised, %; null where nothing was emitted.</summary>
    public required double? RegretPct { get; init; }

    /// <summary>Mean of the absolute forecast errors of the plans, %; null where none is known.</summary>
    public required double? ForecastErrorPct { get; init; }

    /// <summary>Part of the plans with a band that emitted within it when run as planned, %; 80 is wanted; null where none had one.</summary>
    public required double? CoveragePct { get; init; }
}
