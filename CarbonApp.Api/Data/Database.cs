using CarbonApp.Api.Problems;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;

namespace CarbonApp.Api.Data;

/// <summary>
/// The way to Postgres for everything that uses it: closed until the schema is up to date, so that callers fail at once instead of
/// waiting for a server that is not there, and with one kind of exception whatever went wrong on the way.
/// </summary>
internal sealed partial class Database(IServiceProvider services)
{
    /// <summary>Name in errors of the chain of sources.</summary>
    public const string Name = "postgres";

    private readonly ILogger _logger = services.GetService<ILogger<Database>>() ?? NullLogger<Database>.Instance;
    private volatile string? _fullBecause;
    private volatile string? _closedBecause = "its schema has not been checked yet; this is retried until Postgres answers";

    /// <summary>True once the schema is up to date.</summary>
    public bool IsReady => _closedBecause is null;

    /// <summary>True where an address is set; without one nothing is ever stored, and nobody expects it.</summary>
    public bool IsConfigured { get; private set; } = true;

    /// <summary>Why it cannot be used yet; null when it can.</summary>
    public string? ClosedBecause => _closedBecause;

    /// <summary>What Postgres said when it last refused to store for want of room; null where it has not since there was room.</summary>
    public string? FullBecause => _fullBecause;

    /// <summary>The connections, whether ready or not: for the migrations.</summary>
    /// <exception cref="InvalidOperationException">No database is configured.</exception>
    public NpgsqlDataSource Connections => services.GetRequiredService<NpgsqlDataSource>();

    public void Open() => _closedBecause = null;

    public void Close(string reason) => _closedBecause = reason;

    /// <summary>Closes it for good: there is no address.</summary>
    public void CloseForGood(string reason)
    {
        IsConfigured = false;
        Close(reason);
    }

    /// <summary>Something of a size was stored: there is room again.</summary>
    public void HasRoom()
    {
        if (Interlocked.Exchange(ref _fullBecause, null) is not null)
        {
            LogRoom();
        }
    }

    /// <summary>Uses the database.</summary>
    /// <exception cref="UpstreamException">Postgres is not ready, is gone, has no room left, or did not answer in time.</exception>
    public async Task<T> UseAsync<T>(Func<NpgsqlDataSource, Task<T>> use)
    {
        if (_closedBecause is { } reason)
        {
            throw new UpstreamException(Name, UpstreamFault.Unreachable, $"the database is not ready: {reason}.");
        }

        try
        {
            return await use(Connections);
        }
        catch (Exception e) when (IsOutage(e))
        {
            if (IsFull(e) && Interlocked.Exchange(ref _fullBecause, e.Message) is null)
            {
                LogFull(e.Message);
            }

            throw Unavailable(e);
        }
    }

    /// <summary>
    /// The server or the way to it failed; false for a fault of ours, such as wrong SQL. Being refused (class 28) is the former: while a
    /// password is being changed, ours may be the old one for a minute.
    /// </summary>
    public static bool IsOutage(Exception e) =>
        e is TimeoutException || (e is NpgsqlException npgsql && (npgsql is not PostgresException sql || sql.IsTransient
            || sql.SqlState.StartsWith("57P", StringComparison.Ordinal) || sql.SqlState.StartsWith("28", StringComparison.Ordinal)));

    /// <summary>Postgres found no room on its disk. What it has stored can be read all the same.</summary>
    public static bool IsFull(Exception e) => e is PostgresException { SqlState: PostgresErrorCodes.DiskFull };

    public static UpstreamException Unavailable(Exception e) => IsFull(e)
        ? new(Name, UpstreamFault.NoRoom, $"the disk of the database is full ({e.Message}): nothing can be stored until somebody makes room there, and nothing that is stored is lost. Try again then.", e)
        : new(
        Name,
        e is TimeoutException || e.InnerException is TimeoutException ? UpstreamFault.TimedOut : UpstreamFault.Unreachable,
        $"the database does not answer ({e.Message}).",
        e);

    [LoggerMessage(LogLevel.Error, "The disk of Postgres is full: until there is room, jobs, imports and schedules are refused, and plans answered without being stored ({Reason})")]
    private partial void LogFull(string reason);

    [LoggerMessage(LogLevel.Warning, "There is room on the disk of Postgres again")]
    private partial void LogRoom();
}
