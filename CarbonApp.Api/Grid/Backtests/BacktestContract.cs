using System.ComponentModel.DataAnnotations;

namespace CarbonApp.Api.Grid.Backtests;

/// <summary>Asks what policies would have saved, had they placed jobs over past signals. Body of <c>POST /api/v2/backtest</c>.</summary>
internal sealed record BacktestRequest
{
    /// <summary>Grid zones with stored history, 1 to 400.</summary>
    [Required]
    public IReadOnlyList<string>? Zones { get; init; }

    /// <summary>Beginning of the period, UTC, inclusive. Nothing before it is run; forecasts may learn from it.</summary>
    [Required]
    public DateTimeOffset? From { get; init; }

    /// <summary>End of the period, UTC, exclusive; at most ten years later. Deadlines are cut there.</summary>
    [Required]
    public DateTimeOffset? To { get; init; }

    /// <summary>Length of a slot as an ISO 8601 duration, such as PT30M; jobs start and pause at slot edges. When left out: the length most stored values have, else 1 h.</summary>
    public string? Slot { get; init; }

    /// <summary><c>average</c> (the default) or <c>marginal</c>.</summary>
    public string Signal { get; init; } = "average";

    /// <summary><c>lifecycle</c> (the default) or <c>direct</c>.</summary>
    public string Factor { get; init; } = "lifecycle";

    /// <summary>
    /// <c>run-now</c>, <c>contiguous</c> (best start by the forecast), <c>interruptible</c> (cleanest slots by the forecast),
    /// <c>threshold</c> (30th percentile of the week before, no forecast), <c>carbon-time</c> (saving per time waited). Run-now,
    /// contiguous and interruptible when left out.
    /// </summary>
    public IReadOnlyList<string>? Policies { get; init; }

    /// <summary>What is to run.</summary>
    [Required]
    public BacktestJobs? Jobs { get; init; }

    /// <summary>What the policies know of the time to come; everything when left out.</summary>
    public BacktestForecast Forecast { get; init; } = new();
}

/// <summary>The jobs of a backtest: a published set, a trace, or a list.</summary>
internal sealed record BacktestJobs
{
    /// <summary>
    /// <c>lets-wait-awhile-nightly</c> (half an hour at 01:00 each night, ± windowHours), <c>lets-wait-awhile-ml</c> (trace, to the next
    /// workday and to the next Monday or Thursday), <c>eurosys24</c> (every slot, jobHours × slackHours), <c>trace</c> (trace and slackHours),
    /// <c>list</c> (jobs of your own).
    /// </summary>
    [Required]
    public string? Preset { get; init; }

    /// <summary>Let's Wait Awhile only: <c>corrected</c> (the default), or <c>published</c> with the defects of the published programme, to repeat its figures.</summary>
    public string Mode { get; init; } = "corrected";

    /// <summary>lets-wait-awhile-nightly: hours by which a job may move to either side; 0.5, 1 … 8 when left out.</summary>
    public IReadOnlyList<double>? WindowHours { get; init; }

    /// <summary>eurosys24: lengths of the job, h; 1, 6, 12, 24, 48, 96, 168 when left out.</summary>
    public IReadOnlyList<double>? JobHours { get; init; }

    /// <summary>eurosys24 and trace: hours a job may be done later than when run at once; 24, 168, 480, 720, 8760 for eurosys24 and 24 for a trace when left out.</summary>
    public IReadOnlyList<double>? SlackHours { get; init; }

    /// <summary>Jobs of a trace, 1 to 100,000, rounded to whole slots.</summary>
    public IReadOnlyList<BacktestTraceJob>? Trace { get; init; }

    /// <summary>Jobs of your own, 1 to 100,000, rounded to whole slots.</summary>
    public IReadOnlyList<BacktestListJob>? List { get; init; }
}

/// <summary>A job of a trace.</summary>
internal sealed record BacktestTraceJob
{
    /// <summary>Seconds after the beginning of the period.</summary>
    [Required]
    public double? ArrivalSeconds { get; init; }

    /// <summary>Running time, s.</summary>
    [Required]
    public double? LengthSeconds { get; init; }

    /// <summary>Processors it occupies, by which its power counts against other jobs; 1 when left out.</summary>
    public double Cpus { get; init; } = 1;
}

/// <summary>A job of a list.</summary>
internal sealed record BacktestListJob
{
    /// <summary>First instant it may run, UTC.</summary>
    [Required]
    public DateTimeOffset? Release { get; init; }

    /// <summary>Running time as an ISO 8601 duration.</summary>
    [Required]
    public string? Duration { get; init; }

    /// <summary>Instant by which it must be done, UTC.</summary>
    [Required]
    public DateTimeOffset? Deadline { get; init; }

    /// <summary>Power, W; 1,000 when left out.</summary>
    public double Watts { get; init; } = 1000;
}

/// <summary>What the policies know of the time to come.</summary>
internal sealed record BacktestForecast
{
    /// <summary>
    /// <c>perfect</c> (the default), <c>noise</c> (the truth and normal errors), <c>persistence</c> (each hour as 24 h before), <c>own</c>
    /// (the product's forecaster, from what was measured before each release; over at most 1,100 days).
    /// </summary>
    public string Kind { get; init; } = "perfect";

    /// <summary>noise: standard deviation of the error, % of the period's mean intensity; 0 to 200.</summary>
    public double ErrorPercent { get; init; } = 5;

    /// <summary>noise: number of times the errors are drawn, 1 to 100; seeds 0, 1, … give the same errors each time.</summary>
    public int Seeds { get; init; } = 10;
}

/// <summary>What the policies would have saved. Answer of <c>GET /api/v2/backtest/{id}</c>.</summary>
internal sealed record BacktestResponse
{
    /// <summary>ULID of the job that made it.</summary>
    public required string JobId { get; init; }

    /// <summary>Beginning of the period, UTC.</summary>
    public required DateTimeOffset From { get; init; }

    /// <summary>End of the period, UTC.</summary>
    public required DateTimeOffset To { get; init; }

    /// <summary><c>average</c> or <c>marginal</c>.</summary>
    public required string Signal { get; init; }

    /// <summary><c>lifecycle</c> or <c>direct</c>.</summary>
    public required string Factor { get; init; }

    /// <summary>Jobs, as asked for.</summary>
    public required string Preset { get; init; }

    /// <summary><c>published</c> or <c>corrected</c>; null where the preset has no two modes.</summary>
    public string? Mode { get; init; }

    /// <summary><c>perfect</c>, <c>noise</c>, <c>persistence</c> or <c>own</c>.</summary>
    public required string Forecast { get; init; }

    /// <summary>Standard deviation of the error, % of the mean; null unless noise.</summary>
    public double? ErrorPercent { get; init; }

    /// <summary>By zone as asked for, then job set, then policy. Sets of which no job could be counted have no row.</summary>
    public required IReadOnlyList<BacktestRow> Rows { get; init; }

    /// <summary>What each zone's figures rest on.</summary>
    public required IReadOnlyList<BacktestZone> Zones { get; init; }

    /// <summary>Running time of the computation, s.</summary>
    public required double Seconds { get; init; }
}

/// <summary>One policy on one set of jobs in one zone. Where errors are drawn several times, figures are means over the draws.</summary>
internal sealed record BacktestRow
{
    /// <summary>Grid zone.</summary>
    public required string Zone { get; init; }

    /// <summary>Such as "±8 h", "next workday", "6 h + 24 h".</summary>
    public required string JobSet { get; init; }

    /// <summary>Length of each job, h; null where they differ.</summary>
    public double? JobHours { get; init; }

    /// <summary>Time each job may move, h; null where it differs.</summary>
    public double? SlackHours { get; init; }

    /// <summary>As asked for.</summary>
    public required string Policy { get; init; }

    /// <summary>Jobs counted: those of which every policy's run is known throughout.</summary>
    public required int Jobs { get; init; }

    /// <summary>Mean over all energy, gCO2eq/kWh.</summary>
    public required double MeanIntensity { get; init; }

    /// <summary>gCO2eq; 1 kW for each job (each processor of a trace) unless the list says otherwise.</summary>
    public required double EmissionsG { get; init; }

    /// <summary>The same jobs run at once, gCO2eq.</summary>
    public required double RunNowG { get; init; }

    /// <summary>The same jobs placed by one who knows the future, in one piece or in parts as the policy may, gCO2eq.</summary>
    public required double OracleG { get; init; }

    /// <summary>Less than run-now, % of run-now; null where run-now emits nothing.</summary>
    public double? SavingPct { get; init; }

    /// <summary>More than the oracle, % of the oracle; null where the oracle emits nothing.</summary>
    public double? RegretPct { get; init; }

    /// <summary>Standard deviation of the saving over the draws, points; null with a single one.</summary>
    public double? SavingPctDeviation { get; init; }

    /// <summary>Saving of each draw, %; null with a single one.</summary>
    public IReadOnlyList<double>? SavingPctBySeed { get; init; }
}

/// <summary>What the figures of a zone rest on.</summary>
internal sealed record BacktestZone
{
    /// <summary>Grid zone.</summary>
    public required string Zone { get; init; }

    /// <summary>Length of a slot, minutes.</summary>
    public required double SlotMinutes { get; init; }

    /// <summary>Slots of the period.</summary>
    public required int Slots { get; init; }

    /// <summary>Slots of the period with a value.</summary>
    public required int KnownSlots { get; init; }

    /// <summary>Jobs left out of a set, at most, because a gap or the period's end was in the way.</summary>
    public required int JobsLeftOut { get; init; }

    /// <summary>Mean of the known slots, gCO2eq/kWh; null where none is.</summary>
    public double? MeanIntensity { get; init; }
}
