using System.Text.Json;

namespace CarbonApp.Api.Jobs;

/// <summary>A row of the table <c>job</c>, without what may be large.</summary>
internal sealed class JobRow
{
    /// <summary>The columns of this type.</summary>
    public const string Columns = "id, kind, status, progress, stage, problem::text as problem, attempts, created_at, started_at, ended_at, version";

    public required string Id { get; init; }

    public required string Kind { get; init; }

    public required string Status { get; init; }

    public double Progress { get; init; }

    public string? Stage { get; init; }

    public string? Problem { get; init; }

    public int Attempts { get; init; }

    public DateTime Created_At { get; init; }

    public DateTime? Started_At { get; init; }

    public DateTime? Ended_At { get; init; }

    public long Version { get; init; }

    public bool HasEnded => Ended_At is not null;

    public JobResponse ToResponse(string? resultUrl) => new()
    {
        Id = Id,
        Kind = Kind,
        Status = Status,
        Progress = Progress,
        Stage = Stage,
        Attempts = Attempts,
        CreatedAt = Utc(Created_At),
        StartedAt = Started_At is { } started ? Utc(started) : null,
        EndedAt = Ended_At is { } ended ? Utc(ended) : null,
        ResultUrl = Status == JobStatus.Completed ? resultUrl : null,
        Problem = Problem is null ? null : JsonElement.Parse(Problem),
    };

    private static DateTimeOffset Utc(DateTime time) => new(time, TimeSpan.Zero);
}

/// <summary>A job taken by a replica: what it needs to do it, and to prove that it still holds it.</summary>
internal sealed class JobLease
{
    public required string Id { get; init; }

    public required string Kind { get; init; }

    public required string Request { get; init; }

    public required int Attempts { get; init; }

    public DateTime Created_At { get; init; }
}
