using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Primitives;
using StackExchange.Redis;

namespace CarbonApp.ServiceDefaults.Connections;

/// <summary>
/// The way to Redis for what must go on without it: never throws and never waits long. Redis away, slow or full of rubbish is as if it
/// had nothing to say.
/// </summary>
public sealed partial class RedisLink : IDisposable
{
    private static readonly TimeSpan RestAfterFailure = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan BetweenConnects = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan BetweenLines = TimeSpan.FromMinutes(1);

    private readonly IServiceProvider _services;
    private readonly CacheAddress? _address;
    private readonly IDisposable? _following;
    private volatile Lazy<Task<IConnectionMultiplexer?>> _connection;
    private string? _connectionString;
    private bool _moved;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly CancellationTokenSource _stopping = new();
    private long _failedAt = long.MinValue;
    private long _toldAt = long.MinValue;
    private long _changedAt;

    /// <summary>Uses the <see cref="IConnectionMultiplexer"/> of the service; without one, Redis is away for good.</summary>
    public RedisLink(IServiceProvider services, TimeProvider time, ILogger<RedisLink> logger)
    {
        (_services, _time, _logger, _changedAt) = (services, time, logger, time.GetTimestamp());
        // Connecting may block for seconds while Redis is away: off the path of requests, and nobody waits for it.
        _connection = new(() => Task.Run(() => ConnectAsync(services)));
        _address = services.GetService<CacheAddress>();
        if (_address is not null)
        {
            var configuration = services.GetRequiredService<IConfiguration>();
            _connectionString = _address.Find(configuration);
            _following = ChangeToken.OnChange(configuration.GetReloadToken, Follow);
        }
    }

    /// <summary>Starts connecting, if nobody did; ends when Redis has been reached or given up for now.</summary>
    public Task ConnectAsync() => _connection.Value;

    /// <summary>The connection in use; null where no Redis is configured.</summary>
    internal Task<IConnectionMultiplexer?> ConnectionAsync() => _connection.Value;

    /// <summary>For how long Redis has been in reach without interruption; zero while it is not.</summary>
    public TimeSpan SteadyFor => Database() is null ? TimeSpan.Zero : _time.GetElapsedTime(Volatile.Read(ref _changedAt));

    /// <summary>Waits for the first connection of this process, no longer than that: for who must not begin without Redis where there is one.</summary>
    public Task ConnectedAsync(TimeSpan patience) => _connection.Value.IsCompleted
        ? Task.CompletedTask
        : Task.WhenAny(_connection.Value, Task.Delay(patience, _stopping.Token));

    /// <summary>What Redis says within a time; <paramref name="absent"/> where it does not.</summary>
    public async Task<T> AskAsync<T>(Func<IDatabase, Task<T>> ask, T absent, TimeSpan patience)
    {
        if (Database() is not { } database)
        {
            return absent;
        }

        try
        {
            return await ask(database).WaitAsync(patience);
        }
        catch (Exception exception) when (exception is RedisException or TimeoutException or ObjectDisposedException or OperationCanceledException)
        {
            // A Redis that is known to be away is not asked at all for a while.
            Volatile.Write(ref _failedAt, _time.GetTimestamp());
            TellOfFailure(exception.Message);
            Change();
            return absent;
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _following?.Dispose();
        _stopping.Cancel();
        _stopping.Dispose();
        if (_moved)
        {
            // The first is the container's to end; one that took its place is ours.
            Close(_connection);
        }
    }

    private IDatabase? Database()
    {
        if (!_connection.Value.IsCompletedSuccessfully || _connection.Value.Result is not { IsConnected: true } connection)
        {
            return null;
        }

        var failedAt = Volatile.Read(ref _failedAt);
        if (failedAt != long.MinValue)
        {
            if (_time.GetElapsedTime(failedAt) < RestAfterFailure)
            {
                return null;
            }

            if (Interlocked.CompareExchange(ref _failedAt, long.MinValue, failedAt) == failedAt)
            {
                LogBack(_logger);
            }
        }

        return connection.GetDatabase();
    }

    /// <summary>
    /// Connects anew where the address or its password has changed: the client keeps what it was made with, and would be refused the
    /// next time it has to connect.
    /// </summary>
    private void Follow()
    {
        var now = _address!.Find(_services.GetRequiredService<IConfiguration>());
        if (now is null || Interlocked.Exchange(ref _connectionString, now) == now)
        {
            return;
        }

        var before = _connection;
        _moved = true;
        _connection = new(() => Task.Run(() => Watch(Connect(now))));
        _ = _connection.Value;
        Close(before);
        LogMoved(_logger);
    }

    private static ConnectionMultiplexer Connect(string connectionString)
    {
        var options = ConfigurationOptions.Parse(connectionString);
        CacheConnection.Harden(options);
        return ConnectionMultiplexer.Connect(options);
    }

    private static void Close(Lazy<Task<IConnectionMultiplexer?>> connection)
    {
        if (connection.IsValueCreated)
        {
            connection.Value.ContinueWith(static c => c.Result?.Dispose(), CancellationToken.None, TaskContinuationOptions.OnlyOnRanToCompletion, TaskScheduler.Default);
        }
    }

    private async Task<IConnectionMultiplexer?> ConnectAsync(IServiceProvider services)
    {
        var failed = false;
        while (true)
        {
            try
            {
                return Watch(services.GetService<IConnectionMultiplexer>());
            }
            catch (Exception exception) when (exception is not ObjectDisposedException)
            {
                // Some registrations throw while Redis is away instead of connecting when it comes.
                if (!failed)
                {
                    LogAway(_logger, exception.Message);
                }

                failed = true;
                await Task.Delay(BetweenConnects, _time, _stopping.Token);
            }
        }
    }

    private IConnectionMultiplexer? Watch(IConnectionMultiplexer? connection)
    {
        Change();
        if (connection is not null)
        {
            connection.ConnectionFailed += (_, _) => Change();
            connection.ConnectionRestored += (_, _) => Change();
        }

        return connection;
    }

    /// <summary>A line a minute at most, not one per look: one that refuses to write, as its disk or memory is full, may do so for days.</summary>
    private void TellOfFailure(string reason)
    {
        var (now, told) = (_time.GetTimestamp(), Volatile.Read(ref _toldAt));
        if ((told == long.MinValue || _time.GetElapsedTime(told, now) >= BetweenLines) && Interlocked.CompareExchange(ref _toldAt, now, told) == told)
        {
            LogAway(_logger, reason);
        }
    }

    private void Change() => Volatile.Write(ref _changedAt, _time.GetTimestamp());

    [LoggerMessage(Level = LogLevel.Warning, Message = "Redis does not serve, so this replica goes on without it: {Reason}")]
    private static partial void LogAway(ILogger logger, string reason);

    [LoggerMessage(Level = LogLevel.Information, Message = "The address or password of Redis changed; connecting anew.")]
    private static partial void LogMoved(ILogger logger);

    [LoggerMessage(Level = LogLevel.Debug, Message = "Asking Redis again.")]
    private static partial void LogBack(ILogger logger);
}
