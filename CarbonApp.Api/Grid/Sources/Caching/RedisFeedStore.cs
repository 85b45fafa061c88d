using System.Buffers.Binary;
using CarbonApp.ServiceDefaults.Connections;
using Microsoft.Extensions.Options;
using StackExchange.Redis;

namespace CarbonApp.Api.Grid.Sources.Caching;

/// <summary>
/// The part of the cache that replicas share. Never throws and never waits long: Redis away, slow or full of rubbish is as if
/// the answer were not there.
/// </summary>
/// <remarks>An entry is four bytes "CFS1", the time it was fetched, and the answer.</remarks>
internal sealed partial class RedisFeedStore(RedisLink redis, IOptions<FeedCacheOptions> options, ILogger<RedisFeedStore> logger)
{
    private const uint Magic = 0x43465331;
    private const int HeaderBytes = 12;

    private readonly TimeSpan _patience = TimeSpan.FromMilliseconds(options.Value.RedisTimeoutMilliseconds);
    private readonly string _replica = Guid.NewGuid().ToString("N");

    /// <summary>Starts connecting, if nobody did; ends when Redis has been reached or given up for now.</summary>
    public Task ConnectAsync() => redis.ConnectAsync();

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
            LogRubbish( key, exception.Message);
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

    private static RedisKey KeyOf(string key) => "carbonapp:feed:" + key;

    private static RedisKey LockOf(string key) => "carbonapp:feed:" + key + ":lock";

    private Task<TAnswer> AskAsync<TAnswer>(Func<IDatabase, Task<TAnswer>> ask, TAnswer absent) => redis.AskAsync(ask, absent, _patience);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The Redis entry {Key} is ignored: {Reason}")]
    private partial void LogRubbish(string key, string reason);
}
