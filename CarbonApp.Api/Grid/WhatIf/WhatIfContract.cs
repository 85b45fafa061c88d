using System.ComponentModel.DataAnnotations;
using CarbonApp.Api.Grid.Plans;

namespace CarbonApp.Api.Grid.WhatIf;

/// <summary>Asks what a past run emitted, and what it would have emitted at its best time. Body of <c>POST /api/v2/whatif</c>.</summary>
internal sealed record WhatIfRequest
{
    /// <summary>Where it ran: a cloud region or a grid zone.</summary>
    [Required]
    public PlanSite? Site { get; init; }

    /// <summary>When it ran, 1 to 1,000 stretches in time order that do not overlap.</summary>
    [Required]
    public IReadOnlyList<WhatIfSegment>? Segments { get; init; }

    /// <summary>Power at the plug of its servers while it ran, W, before PUE. Give this or energyKwh.</summary>
    public double? Watts { get; init; }

    /// <summary>Energy of the whole run at the plug of its servers, kWh, before PUE. Give this or watts.</summary>
    public double? EnergyKwh { get; init; }

    /// <summary>First instant it could have run, UTC; when it did start, when left out.</summary>
    public DateTimeOffset? Earliest { get; init; }

    /// <summary>How much later it could have been done, as an ISO 8601 duration of at most 31 days; 24 h when left out.</summary>
    public string Slack { get; init; } = "PT24H";

    /// <summary><c>contiguous</c> (in one piece) or <c>interruptible</c>; contiguous when left out and it ran in one piece.</summary>
    public string? Mode { get; init; }

    /// <summary><c>average</c> (the default) or <c>marginal</c>.</summary>
    public string Signal { get; init; } = "average";

    /// <summary><c>lifecycle</c> (the default) or <c>direct</c>.</summary>
    public string Factor { get; init; } = "lifecycle";
}

/// <summary>A stretch of a past run.</summary>
internal sealed record WhatIfSegment
{
    /// <summary>Inclusive, UTC.</summary>
    [Required]
    public DateTimeOffset? Start { get; init; }

    /// <summary>Exclusive, UTC; not in the future.</summary>
    [Required]
    public DateTimeOffset? End { get; init; }
}

/// <summary>A past run, its best alternative, and what could have been known.</summary>
internal sealed record WhatIfResponse
{
    /// <summary>The site and its zone.</summary>
    public required SiteItem Site { get; init; }

    /// <summary>What ran.</summary>
    public required WhatIfRun Actual { get; init; }

    /// <summary>The best run within the slack, by what was measured since.</summary>
    public required WhatIfRun Best { get; init; }

    /// <summary>The run a planner would have chosen at the earliest start, by the forecaster's knowledge then, at what was measured since; null where it had too little history.</summary>
    public WhatIfRun? Foreseeable { get; init; }

    /// <summary>Less than the actual run at the best time, % of the actual; null where the actual emitted nothing.</summary>
    public double? BestSavingPct { get; init; }

    /// <summary>Less than the actual run by the planner's choice, % of the actual; negative where its forecast misled it; null where there is none.</summary>
    public double? ForeseeableSavingPct { get; init; }

    /// <summary>First instant it could have run, UTC.</summary>
    public required DateTimeOffset Earliest { get; init; }

    /// <summary>Instant by which it would have been done, UTC.</summary>
    public required DateTimeOffset Deadline { get; init; }

    /// <summary>ESTIMATED_SIGNAL, FLAT_SIGNAL, NO_FORECAST, DEADLINE_CUT (known time ends before the slack does).</summary>
    public required IReadOnlyList<string> Warnings { get; init; }

    /// <summary>Origin of every value used.</summary>
    public required IReadOnlyList<ProvenanceItem> Provenance { get; init; }
}

/// <summary>A run and what it emits.</summary>
internal sealed record WhatIfRun
{
    /// <summary>When it runs.</summary>
    public required IReadOnlyList<WhatIfRunSegment> Segments { get; init; }

    /// <summary>Energy from the grid, PUE included, kWh.</summary>
    public required double EnergyKwh { get; init; }

    /// <summary>gCO2eq.</summary>
    public required double EmissionsG { get; init; }

    /// <summary>Time-weighted mean, gCO2eq/kWh.</summary>
    public required double MeanIntensity { get; init; }
}

/// <summary>A stretch of a run.</summary>
internal sealed record WhatIfRunSegment
{
    /// <summary>Inclusive, UTC.</summary>
    public required DateTimeOffset Start { get; init; }

    /// <summary>Exclusive, UTC.</summary>
    public required DateTimeOffset End { get; init; }

    /// <summary>Time-weighted mean, gCO2eq/kWh.</summary>
    public required double MeanIntensity { get; init; }

    /// <summary>gCO2eq.</summary>
    public required double EmissionsG { get; init; }
}
