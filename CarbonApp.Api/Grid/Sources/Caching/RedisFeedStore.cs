using System.Buffers.Binary;
using Microsoft.Extensions.Options;
using StackExchange.Redis;

namespace CarbonApp.Api.Grid.Sources.Caching;

/// <summary>
/// The part of the cache that replicas share. Never throws and never waits long: Redis away, slow or full of rubbish is as if
/// the answer were not there.
/// </summary>
/// <remarks>An entry is four bytes "CFS1", the time it was fetched, and the answer.</remarks>
internal sealed partial class RedisFeedStore : IDisposable
{
    private const uint Magic = 0x43465331;
    private const int HeaderBytes = 12;
    private static readonly TimeSpan RestAfterFailure = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan BetweenConnects = TimeSpan.FromSeconds(5);

    private readonly Lazy<Task<IConnectionMultiplexer?>> _connection;
    private readonly FeedCacheOptions _options;
    private readonly TimeProvider _clock;
    private readonly ILogger _logger;
    private readonly CancellationTokenSource _stopping = new();
    private readonly string _replica = Guid.NewGuid().ToString("N");
    private long _failedAt = long.MinValue;

    public RedisFeedStore(IServiceProvider services, IOptions<FeedCacheOptions> options, TimeProvider clock, ILogger<RedisFeedStore> logger)
    {
        (_options, _clock, _logger) = (options.Value, clock, logger);
        // Connecting may block for seconds while Redis is away: off the path of requests, and nobody waits for it.
        _connection = new(() => Task.Run(() => ConnectAsync(services)));
    }

    /// <summary>Starts connecting, if nobody did; ends when Redis has been reached or given up for now.</summary>
    public Task ConnectAsync() => _connection.Value;

    /// <summary>An answer fetched by any replica, or null.</summary>
    public async Task<(T Value, DateTimeOffset FetchedAt)?> GetAsync<T>(string key, IFeedCodec<T> codec)
    {
        var bytes = (byte[]?)await AskAsync(database => database.StringGetAsync(KeyOf(key)), RedisValue.Null);
        if (bytes is null)
        {
            return null;
        }

        try
        {
            if (bytes.Length < HeaderBytes || BinaryPrimitives.ReadUInt32BigEndian(bytes) != Magic)
            {
                throw new FormatException("The entry does not begin as ours do.");
            }

            var fetchedAt = DateTimeOffset.FromUnixTimeMilliseconds(BinaryPrimitives.ReadInt64BigEndian(bytes.AsSpan(4)));
            return (codec.Decode(bytes.AsSpan(HeaderBytes)), fetchedAt);
        }
        catch (Exception exception) when (exception is FormatException or ArgumentOutOfRangeException)
        {
            LogRubbish(_logger, key, exception.Message);
            return null;
        }
    }

    /// <summary>Shares an answer with the other replicas until it is no longer fresh.</summary>
    public Task PutAsync<T>(string key, T value, DateTimeOffset fetchedAt, TimeSpan freshFor, IFeedCodec<T> codec)
    {
        var payload = codec.Encode(value);
        var bytes = new byte[HeaderBytes + payload.Length];
        BinaryPrimitives.WriteUInt32BigEndian(bytes, Magic);
        BinaryPrimitives.WriteInt64BigEndian(bytes.AsSpan(4), fetchedAt.ToUnixTimeMilliseconds());
        payload.CopyTo(bytes.AsSpan(HeaderBytes));
        return AskAsync(database => database.StringSetAsync(KeyOf(key), bytes, freshFor), false);
    }

    /// <summary>True when this replica may fetch: it holds the lock, or there is no Redis to hold it in.</summary>
    public Task<bool> TryLockAsync(string key, TimeSpan atMost) =>
        AskAsync(database => database.LockTakeAsync(LockOf(key), _replica, atMost), true);

    public Task UnlockAsync(string key) => AskAsync(database => database.LockReleaseAsync(LockOf(key), _replica), false);

    public void Dispose()
    {
        _stopping.Cancel();
        _stopping.Dispose();
    }

    private static RedisKey KeyOf(string key) => "carbonapp:feed:" + key;

    private static RedisKey LockOf(string key) => "carbonapp:feed:" + key + ":lock";

    private async Task<TAnswer> AskAsync<TAnswer>(Func<IDatabase, Task<TAnswer>> ask, TAnswer absent)
    {
        if (Database() is not { } database)
        {
            return absent;
        }

        try
        {
            return await ask(database).WaitAsync(TimeSpan.FromMilliseconds(_options.RedisTimeoutMilliseconds));
        }
        catch (Exception exception) when (exception is RedisException or TimeoutException or ObjectDisposedException or OperationCanceledException)
        {
            // One line when it begins, not one per look; a Redis that is known to be away is not asked at all.
            if (Interlocked.Exchange(ref _failedAt, _clock.GetTimestamp()) == long.MinValue)
            {
                LogAway(_logger, exception.Message);
            }

            return absent;
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
            if (_clock.GetElapsedTime(failedAt) < RestAfterFailure)
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

    private async Task<IConnectionMultiplexer?> ConnectAsync(IServiceProvider services)
    {
        var failed = false;
        while (true)
        {
            try
            {
                return services.GetService<IConnectionMultiplexer>();
            }
            catch (Exception exception) when (exception is not ObjectDisposedException)
            {
                // Some registrations throw while Redis is away instead of connecting when it comes.
                if (!failed)
                {
                    LogAway(_logger, exception.Message);
                }

                failed = true;
                await Task.Delay(BetweenConnects, _clock, _stopping.Token);
            }
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Redis does not answer, so this replica caches for itself: {Reason}")]
    private static partial void LogAway(ILogger logger, string reason);

    [LoggerMessage(Level = LogLevel.Debug, Message = "Asking Redis again.")]
    private static partial void LogBack(ILogger logger);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The Redis entry {Key} is ignored: {Reason}")]
    private static partial void LogRubbish(ILogger logger, string key, string reason);
}
