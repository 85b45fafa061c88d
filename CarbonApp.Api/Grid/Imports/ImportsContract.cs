namespace CarbonApp.Api.Grid.Imports;

/// <summary>
/// State of an import. <c>POST /api/v2/imports</c> takes the file as its body (text/csv or application/json) and answers with
/// this once all of it is stored; <c>GET /api/v2/imports/{id}</c> gives it at any time, also while the upload runs or after it broke.
/// </summary>
internal sealed record ImportResponse
{
    /// <summary>
    /// Names the import for resuming: the caller's <c>Idempotency-Key</c> header (the command line sends the file's SHA-256 with
    /// its options), or a new ULID. Posting again under an unfinished id goes on behind the last stored row; under a finished id
    /// it answers what was stored.
    /// </summary>
    public required string Id { get; init; }

    /// <summary><c>running</c>, <c>completed</c>, <c>interrupted</c> or <c>failed</c>.</summary>
    public required string Status { get; init; }

    /// <summary>Data rows read so far, header not counted.</summary>
    public required long RowsRead { get; init; }

    /// <summary>Slots stored so far (a wide row holds one per zone).</summary>
    public required long SlotsStored { get; init; }

    /// <summary>Cells left empty in the file: gaps, stored as nothing.</summary>
    public required long Gaps { get; init; }

    /// <summary>Rows refused.</summary>
    public required long RowsRejected { get; init; }

    /// <summary>The first 100 refused rows.</summary>
    public required IReadOnlyList<ImportRowError> Errors { get; init; }

    /// <summary>Grid zones stored so far.</summary>
    public required IReadOnlyList<string> Zones { get; init; }

    /// <summary>Start of the earliest slot stored, UTC.</summary>
    public DateTimeOffset? From { get; init; }

    /// <summary>End of the latest slot stored, UTC, exclusive.</summary>
    public DateTimeOffset? To { get; init; }

    /// <summary>Time spent storing, seconds.</summary>
    public required double Seconds { get; init; }
}

/// <summary>Why a row was refused.</summary>
internal sealed record ImportRowError
{
    /// <summary>Line in the file, the header being 1; for JSON the entry's number from 1.</summary>
    public required long Line { get; init; }

    /// <summary>Value, limit and remedy.</summary>
    public required string Message { get; init; }
}
