using CarbonApp.Api.Grid.Plans;

namespace CarbonApp.Api.Grid.Schedules;

/// <summary>A row of the table <c>schedule</c>.</summary>
internal sealed class ScheduleRow
{
    /// <summary>Columns under the names of the properties.</summary>
    public const string Columns = """
        s.id, s.idempotency_key as IdempotencyKey, s.request_digest as RequestDigest, s.state, s.plan_request as PlanRequest, s.job_id as JobId,
        s.deadline, s.start_at as Start, s.plan, s.checked_at as CheckedAt, s.replan_at as ReplanAt, s.history, s.url, s.method, s.headers, s.body,
        s.secret, s.secret_name as SecretName, s.call_at as CallAt, s.attempts, s.lease, s.deliveries, s.created_at as CreatedAt, s.ended_at as EndedAt
        """;

    public required string Id { get; init; }

    public string? IdempotencyKey { get; init; }

    public required string RequestDigest { get; init; }

    public required string State { get; init; }

    public required string PlanRequest { get; init; }

    public string? JobId { get; init; }

    public required DateTime Deadline { get; init; }

    public required DateTime Start { get; init; }

    public required string Plan { get; init; }

    public required DateTime CheckedAt { get; init; }

    public DateTime? ReplanAt { get; init; }

    public required string History { get; init; }

    public required string Url { get; init; }

    public required string Method { get; init; }

    public required string Headers { get; init; }

    public string? Body { get; init; }

    public string? Secret { get; init; }

    public string? SecretName { get; init; }

    public DateTime? CallAt { get; init; }

    public int Attempts { get; init; }

    public Guid? Lease { get; init; }

    public required string Deliveries { get; init; }

    public required DateTime CreatedAt { get; init; }

    public DateTime? EndedAt { get; init; }

    public SchedulePlan ReadPlan() => ScheduleJson.Read<SchedulePlan>(Plan);

    public IReadOnlyList<ScheduleChange> ReadHistory() => ScheduleJson.Read<ScheduleChange[]>(History);

    public IReadOnlyDictionary<string, string> ReadHeaders() => ScheduleJson.Read<Dictionary<string, string>>(Headers);

    /// <summary>The request as it is planned now: what it was at first, done by the deadline settled then.</summary>
    public PlanRequest ReadPlanRequest()
    {
        var request = ScheduleJson.Read<PlanRequest>(PlanRequest);
        return request with { Job = request.Job! with { Deadline = Utc(Deadline) } };
    }

    /// <summary>What is sent, the same in every attempt: the event, or the caller's own form with the event in it.</summary>
    public string ToBody() => Body is null ? ScheduleJson.Write(ToEvent()) : BodyTemplate.Fill(Body, ScheduleJson.Write(ToEvent()));

    public ScheduledJobResponse ToResponse(bool showSecret = false) => new()
    {
        Id = Id,
        JobId = JobId,
        State = State,
        Start = Utc(Start),
        Deadline = Utc(Deadline),
        Plan = ReadPlan(),
        CheckedAt = Utc(CheckedAt),
        NextCheck = Utc(ReplanAt),
        NextAttempt = Utc(CallAt),
        Webhook = new ScheduleTarget { Url = Url, Method = Method, HeaderNames = [.. ReadHeaders().Keys], SecretName = SecretName },
        Secret = showSecret ? Secret : null,
        History = ReadHistory(),
        Deliveries = ScheduleJson.Read<ScheduleDelivery[]>(Deliveries),
        CreatedAt = Utc(CreatedAt),
        EndedAt = Utc(EndedAt),
    };

    public ScheduleItem ToItem() => new()
    {
        Id = Id, JobId = JobId, State = State, Start = Utc(Start), Deadline = Utc(Deadline), Site = ReadPlan().Site, Url = Url, Attempts = Attempts,
    };

    private ScheduleEvent ToEvent()
    {
        var plan = ReadPlan();
        return new ScheduleEvent
        {
            Timestamp = Utc(Start),
            Data = new ScheduleEventData
            {
                ScheduleId = Id,
                PlanId = plan.PlanId,
                JobId = JobId,
                Site = plan.Site,
                Start = Utc(Start),
                End = plan.End,
                Deadline = Utc(Deadline),
                EmissionsG = plan.EmissionsG,
                SavingPct = plan.SavingPct,
                Segments = plan.Segments,
                Warnings = plan.Warnings,
            },
        };
    }

    private static DateTimeOffset Utc(DateTime time) => new(time, TimeSpan.Zero);

    private static DateTimeOffset? Utc(DateTime? time) => time is { } t ? Utc(t) : null;
}
