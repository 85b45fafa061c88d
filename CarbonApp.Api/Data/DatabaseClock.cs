namespace CarbonApp.Api.Data;

/// <summary>
/// The clock of Postgres, which all replicas share: that of a replica may be wrong by hours, and be set right at any moment. Replaced in tests
/// that set the time.
/// </summary>
/// <exception cref="Problems.UpstreamException">By every member: Postgres is not ready, is gone, or did not answer in time.</exception>
internal class DatabaseClock(Database database, TimeProvider time)
{
    /// <summary>A clock that is off by more than this is wrong: time servers keep it within milliseconds, and reading takes up to a second.</summary>
    public static readonly TimeSpan Tolerance = TimeSpan.FromSeconds(30);

    /// <summary>The time now.</summary>
    public virtual Task<DateTimeOffset> NowAsync(CancellationToken cancellationToken) => database.UseAsync(async connections =>
    {
        await using var command = connections.CreateCommand("select clock_timestamp()");
        return new DateTimeOffset((DateTime)(await command.ExecuteScalarAsync(cancellationToken))!, TimeSpan.Zero);
    });

    /// <summary>The time now, which goes on by the monotonic clock of this process: for what is done in the next seconds.</summary>
    public async Task<RunningTime> ReadAsync(CancellationToken cancellationToken)
    {
        var now = await NowAsync(cancellationToken);
        // After the answer: rather late by the way of it than early.
        return new RunningTime(now, time.GetTimestamp(), time);
    }

    /// <summary>By how much the clock of this process is ahead; negative where it is behind.</summary>
    public async Task<TimeSpan> AheadAsync(CancellationToken cancellationToken) => time.GetUtcNow() - await NowAsync(cancellationToken);
}

/// <summary>A reading of the database's clock that goes on.</summary>
internal readonly record struct RunningTime(DateTimeOffset At, long Timestamp, TimeProvider Time)
{
    public DateTimeOffset Now => At + Elapsed;

    /// <summary>Since it was read.</summary>
    public TimeSpan Elapsed => Time.GetElapsedTime(Timestamp);
}
