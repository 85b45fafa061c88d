using System.Text.Json;

namespace CarbonApp.Api.Jobs;

/// <summary>Work that goes on after the request for it was answered. Answer of <c>GET /api/v2/jobs/{id}</c>, of every call that posts a job, and data of its events.</summary>
internal sealed record JobResponse
{
    /// <summary>ULID.</summary>
    public required string Id { get; init; }

    /// <summary>What it does: <c>backtest</c>, <c>batch</c> or <c>kelp-analysis</c>.</summary>
    public required string Kind { get; init; }

    /// <summary><c>queued</c>, <c>running</c>, or ended as <c>completed</c>, <c>failed</c> or <c>cancelled</c>.</summary>
    public required string Status { get; init; }

    /// <summary>Part done, 0 to 1.</summary>
    public required double Progress { get; init; }

    /// <summary>What it is at, for people, such as "zone 3 of 40"; null before it first runs.</summary>
    public string? Stage { get; init; }

    /// <summary>How often it was begun: more than once where a replica died over it or the database was away.</summary>
    public required int Attempts { get; init; }

    /// <summary>When it was posted, UTC.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>When it was first begun, UTC; null while it never was.</summary>
    public DateTimeOffset? StartedAt { get; init; }

    /// <summary>When it ended, UTC; null before.</summary>
    public DateTimeOffset? EndedAt { get; init; }

    /// <summary>Where its result is read, once completed; null before and otherwise.</summary>
    public string? ResultUrl { get; init; }

    /// <summary>Why it failed, as a problem (RFC 9457) with the same codes as a call that answers at once; null unless failed.</summary>
    public JsonElement? Problem { get; init; }
}

/// <summary>Jobs, the newest first. Answer of <c>GET /api/v2/jobs</c>.</summary>
internal sealed record JobsResponse
{
    /// <summary>One page of them.</summary>
    public required IReadOnlyList<JobResponse> Jobs { get; init; }

    /// <summary>Give it as <c>before</c> to read on; null on the last page.</summary>
    public string? Next { get; init; }
}
