using System.ComponentModel.DataAnnotations;
using System.Text.Json;
using CarbonApp.Api.Grid.Plans;

namespace CarbonApp.Api.Grid.Schedules;

/// <summary>Asks for a job to be kept, planned again as forecasts change, and started by a call at its best time.</summary>
internal sealed record ScheduledJobRequest
{
    /// <summary>What is to run and where, as <c>POST /api/v2/plan</c> takes it; without <c>asOf</c>, which is always the present.</summary>
    [Required]
    public PlanRequest? Plan { get; init; }

    /// <summary>What is called when the job is to start.</summary>
    [Required]
    public ScheduleWebhook? Webhook { get; init; }
}

/// <summary>The call that starts the job. Its body and signature follow Standard Webhooks 1.0.</summary>
internal sealed record ScheduleWebhook
{
    /// <summary>Absolute https address. Private addresses and plain http are refused unless an operator allows them.</summary>
    [Required, StringLength(2048)]
    public string? Url { get; init; }

    /// <summary><c>POST</c> or <c>PUT</c>.</summary>
    public string Method { get; init; } = "POST";

    /// <summary>Headers to send, such as Authorization; at most 20. Their values are never given back.</summary>
    public IReadOnlyDictionary<string, string>? Headers { get; init; }

    /// <summary>
    /// JSON to send in place of the event, at most 64 KiB, where the receiver has a form of its own; each value <c>"$event"</c> in it becomes
    /// the event. GitHub's repository_dispatch takes <c>{"event_type":"carbon","client_payload":{"schedule":"$event"}}</c>.
    /// </summary>
    public IReadOnlyDictionary<string, JsonElement>? Body { get; init; }

    /// <summary>Key of the signature: <c>whsec_</c> and 24 to 64 bytes in base 64. A new one is made when left out.</summary>
    public string? Secret { get; init; }

    /// <summary>Name of a key in the service's settings, instead of <see cref="Secret"/>: such a key is not stored with the schedule.</summary>
    [StringLength(100)]
    public string? SecretName { get; init; }
}

/// <summary>A job kept, and what has become of it.</summary>
internal sealed record ScheduledJobResponse
{
    /// <summary>ULID; also the <c>webhook-id</c> and <c>Idempotency-Key</c> of every attempt to call.</summary>
    public required string Id { get; init; }

    /// <summary>The job's own name, as given.</summary>
    public string? JobId { get; init; }

    /// <summary><c>waiting</c>, <c>calling</c> (its time has come; tried until it succeeds), <c>delivered</c>, <c>failed</c> or <c>cancelled</c>.</summary>
    public required string State { get; init; }

    /// <summary>When the call is or was due, UTC.</summary>
    public required DateTimeOffset Start { get; init; }

    /// <summary>Instant by which the job is to be done, UTC.</summary>
    public required DateTimeOffset Deadline { get; init; }

    /// <summary>The current plan; the last one once the call was made.</summary>
    public required SchedulePlan Plan { get; init; }

    /// <summary>When it was last planned, UTC, whether that changed anything or not.</summary>
    public required DateTimeOffset CheckedAt { get; init; }

    /// <summary>When it will next be planned, UTC; null when no more.</summary>
    public DateTimeOffset? NextCheck { get; init; }

    /// <summary>When the next attempt to call is due, UTC; null once ended.</summary>
    public DateTimeOffset? NextAttempt { get; init; }

    /// <summary>What is called.</summary>
    public required ScheduleTarget Webhook { get; init; }

    /// <summary>Key of the signature, in the answer to POST only and only when it was made here.</summary>
    public string? Secret { get; init; }

    /// <summary>Every change of the plan, oldest first; of many, the first and the last 99.</summary>
    public required IReadOnlyList<ScheduleChange> History { get; init; }

    /// <summary>Attempts to call, oldest first.</summary>
    public required IReadOnlyList<ScheduleDelivery> Deliveries { get; init; }

    /// <summary>When it was posted, UTC.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>When it was delivered, failed or was cancelled, UTC; null before.</summary>
    public DateTimeOffset? EndedAt { get; init; }
}

/// <summary>When and where the job is to run.</summary>
internal sealed record SchedulePlan
{
    /// <summary>
    /// ULID of the plan, the same however often it is planned again: <c>/api/v2/plans/{planId}</c> has it as it stands and takes how it was run. Gone
    /// from there when the schedule is cancelled or fails. Null where nothing is known of the grid and the start is forced by the deadline.
    /// </summary>
    public string? PlanId { get; init; }

    /// <summary>First start, UTC.</summary>
    public DateTimeOffset Start { get; init; }

    /// <summary>End of the last segment, UTC.</summary>
    public DateTimeOffset End { get; init; }

    /// <summary>Where it starts.</summary>
    public ScheduleSite? Site { get; init; }

    /// <summary>gCO2eq; null where nothing is known of the grid.</summary>
    public double? EmissionsG { get; init; }

    /// <summary>Emissions had it run when it was first planned, gCO2eq, as expected then; null where that is not known.</summary>
    public double? RunNowG { get; init; }

    /// <summary>100 × (run now − plan) / run now; null where that is not known.</summary>
    public double? SavingPct { get; init; }

    /// <summary>Stretches of running, in time order; one for a contiguous job.</summary>
    public IReadOnlyList<ScheduleSegment> Segments { get; init; } = [];

    /// <summary>Warnings of the plan, such as ESTIMATED_SIGNAL; FORCED_START where nothing is known of the grid.</summary>
    public IReadOnlyList<string> Warnings { get; init; } = [];
}

/// <summary>One stretch of running.</summary>
internal sealed record ScheduleSegment
{
    /// <summary>Inclusive, UTC.</summary>
    public DateTimeOffset Start { get; init; }

    /// <summary>Exclusive, UTC.</summary>
    public DateTimeOffset End { get; init; }

    /// <summary>Where.</summary>
    public ScheduleSite? Site { get; init; }

    /// <summary>gCO2eq; null where nothing is known of the grid.</summary>
    public double? EmissionsG { get; init; }
}

/// <summary>A site of the request.</summary>
internal sealed record ScheduleSite
{
    /// <summary>Grid zone.</summary>
    public string? Zone { get; init; }

    /// <summary>Cloud provider, when a region was given.</summary>
    public string? Provider { get; init; }

    /// <summary>Cloud region, when one was given.</summary>
    public string? Region { get; init; }
}

/// <summary>What is called, without what must stay secret.</summary>
internal sealed record ScheduleTarget
{
    /// <summary>Address.</summary>
    public required string Url { get; init; }

    /// <summary><c>POST</c> or <c>PUT</c>.</summary>
    public required string Method { get; init; }

    /// <summary>Names of the headers sent besides the standard's.</summary>
    public required IReadOnlyList<string> HeaderNames { get; init; }

    /// <summary>Name of the key in the service's settings, when one was given.</summary>
    public string? SecretName { get; init; }
}

/// <summary>A change of the plan.</summary>
internal sealed record ScheduleChange
{
    /// <summary>When it was made, UTC.</summary>
    public DateTimeOffset At { get; init; }

    /// <summary><c>CREATED</c>, <c>FORECAST_CHANGED</c>, or the code of the problem for which there is no plan, such as NO_SIGNAL.</summary>
    public string Reason { get; init; } = "";

    /// <summary>Start from then on, UTC.</summary>
    public DateTimeOffset Start { get; init; }

    /// <summary>Site from then on.</summary>
    public ScheduleSite? Site { get; init; }

    /// <summary>Emissions expected then, gCO2eq; null where nothing is known of the grid.</summary>
    public double? EmissionsG { get; init; }
}

/// <summary>One attempt to call.</summary>
internal sealed record ScheduleDelivery
{
    /// <summary>From 1. One that is missing was cut short by the end of a process, and tried again.</summary>
    public int Attempt { get; init; }

    /// <summary>When it was sent, UTC.</summary>
    public DateTimeOffset At { get; init; }

    /// <summary>HTTP status answered; null when none was.</summary>
    public int? Status { get; init; }

    /// <summary>Why it did not succeed; null when it did.</summary>
    public string? Error { get; init; }

    /// <summary>Time until the answer or the failure, ms.</summary>
    public double TookMs { get; init; }
}

/// <summary>Schedules, newest first.</summary>
internal sealed record ScheduleListResponse
{
    /// <summary>One page.</summary>
    public required IReadOnlyList<ScheduleItem> Schedules { get; init; }

    /// <summary>Value of <c>before</c> for the next page; null on the last.</summary>
    public string? Next { get; init; }
}

/// <summary>A schedule in a list.</summary>
internal sealed record ScheduleItem
{
    /// <summary>ULID.</summary>
    public required string Id { get; init; }

    /// <summary>The job's own name, as given.</summary>
    public string? JobId { get; init; }

    /// <summary><c>waiting</c>, <c>calling</c>, <c>delivered</c>, <c>failed</c> or <c>cancelled</c>.</summary>
    public required string State { get; init; }

    /// <summary>When the call is or was due, UTC.</summary>
    public required DateTimeOffset Start { get; init; }

    /// <summary>Instant by which the job is to be done, UTC.</summary>
    public required DateTimeOffset Deadline { get; init; }

    /// <summary>Where it starts.</summary>
    public ScheduleSite? Site { get; init; }

    /// <summary>Address called.</summary>
    public required string Url { get; init; }

    /// <summary>Attempts begun.</summary>
    public required int Attempts { get; init; }
}

/// <summary>Body of the call, as Standard Webhooks 1.0 proposes it.</summary>
internal sealed record ScheduleEvent
{
    /// <summary><c>schedule.start</c>.</summary>
    public string Type { get; init; } = "schedule.start";

    /// <summary>When the job is to start, UTC: the same in every attempt.</summary>
    public required DateTimeOffset Timestamp { get; init; }

    /// <summary>The job and its plan.</summary>
    public required ScheduleEventData Data { get; init; }
}

/// <summary>The job and its plan, as the receiver gets them.</summary>
internal sealed record ScheduleEventData
{
    /// <summary>ULID of the schedule; the <c>webhook-id</c>.</summary>
    public required string ScheduleId { get; init; }

    /// <summary>ULID of the plan, to report the run under at <c>/api/v2/plans/{planId}/actuals</c>; null where the start was forced by the deadline.</summary>
    public string? PlanId { get; init; }

    /// <summary>The job's own name, as given.</summary>
    public string? JobId { get; init; }

    /// <summary>Where to start.</summary>
    public ScheduleSite? Site { get; init; }

    /// <summary>First start, UTC.</summary>
    public required DateTimeOffset Start { get; init; }

    /// <summary>End of the last segment, UTC.</summary>
    public required DateTimeOffset End { get; init; }

    /// <summary>Instant by which the job is to be done, UTC.</summary>
    public required DateTimeOffset Deadline { get; init; }

    /// <summary>gCO2eq; null where nothing is known of the grid.</summary>
    public double? EmissionsG { get; init; }

    /// <summary>Saving against running when it was posted, percent; null where that is not known.</summary>
    public double? SavingPct { get; init; }

    /// <summary>Stretches of running, in time order.</summary>
    public required IReadOnlyList<ScheduleSegment> Segments { get; init; }

    /// <summary>Warnings of the plan.</summary>
    public required IReadOnlyList<string> Warnings { get; init; }
}
