using System.Collections.Concurrent;
using CarbonApp.Api.Problems;
using CarbonApp.ServiceDefaults.Clocks;
using Microsoft.Extensions.Caching.Memory;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Primitives;

namespace CarbonApp.Api.Grid.Sources.Caching;

/// <summary>
/// Answers of feeds, in memory and in Redis. However many ask for one answer, it is fetched once; when it is past its time it
/// serves on while one fetch renews it; a failure is remembered, so that it is not met again by everyone.
/// </summary>
internal sealed partial class FeedCache : IDisposable
{
    private readonly MemoryCache _memory;
    private readonly ConcurrentDictionary<string, Lazy<Flight>> _flights = new();
    private readonly ConcurrentDictionary<(string Source, UpstreamFault Fault), Validity> _silent = new();
    private readonly CancellationTokenSource _stopping = new();
    private readonly RedisFeedStore _shared;
    private readonly FeedCacheOptions _options;
    private readonly SourceTelemetry _telemetry;
    private readonly TimeProvider _clock;
    private readonly ILogger _logger;
    private readonly IDisposable _following;
    private int _settingsChanged;

    public FeedCache(
        RedisFeedStore shared, IOptions<FeedCacheOptions> options, IConfiguration configuration, SourceTelemetry telemetry, TimeProvider clock, ILogger<FeedCache> logger)
    {
        // A key that was refused may be another now; whichever setting changed, asking once more costs one call.
        _following = ChangeToken.OnChange(configuration.GetReloadToken, () => Interlocked.Increment(ref _settingsChanged));
        (_shared, _options, _telemetry, _clock, _logger) = (shared, options.Value, telemetry, clock, logger);
        _memory = new MemoryCache(new MemoryCacheOptions { SizeLimit = _options.MaxBytes, CompactionPercentage = 0.2, TrackStatistics = true });
    }

    /// <summary>Bytes of answers in memory, by the estimate of <see cref="FeedRequest{T}.SizeOf"/>.</summary>
    public long KeptBytes => _memory.GetCurrentStatistics()?.CurrentEstimatedSize ?? 0;

    /// <summary>
    /// The answer of a key: kept, or fetched if it comes before the deadline. A fetch that takes longer goes on, and its answer
    /// is kept for those who ask later.
    /// </summary>
    public async Task<FeedAnswer<T>> GetAsync<T>(FeedRequest<T> request, Deadline deadline, CancellationToken cancellationToken)
        where T : class
    {
        var kept = Kept<T>(request);
        if (kept is { } fresh && fresh.Fresh.Holds(_clock))
        {
            _telemetry.LookedUp(request.Source, "hit");
            return new FeedAnswer<T>(fresh.Value, Stale: false, Failure: null);
        }

        if (_memory.TryGetValue(FailureKey(request.Key), out Refused? refused) && IsRefused(refused!))
        {
            _telemetry.LookedUp(request.Source, "refused");
            return new FeedAnswer<T>(kept?.Value, kept is not null, refused!.Failure);
        }

        var flight = _flights.GetOrAdd(request.Key, _ => new Lazy<Flight>(() => Start(request))).Value;
        if (kept is not null)
        {
            _telemetry.LookedUp(request.Source, "stale");
            return new FeedAnswer<T>(kept.Value, Stale: true, Failure: null);
        }

        _telemetry.LookedUp(request.Source, "miss");
        return await JoinAsync(request, (Flight<T>)flight, deadline, cancellationToken);
    }

    public void Dispose()
    {
        _following.Dispose();
        _stopping.Cancel();
        _stopping.Dispose();
        _memory.Dispose();
    }

    private async Task<FeedAnswer<T>> JoinAsync<T>(FeedRequest<T> request, Flight<T> flight, Deadline deadline, CancellationToken cancellationToken)
        where T : class
    {
        // Nobody waits for one fetch longer than one budget, however often they ask while it hangs.
        var patience = deadline.Budget - _clock.GetElapsedTime(flight.StartedAt);
        var wait = patience < deadline.Left ? patience : deadline.Left;
        try
        {
            var value = wait > TimeSpan.Zero || flight.Answer.IsCompleted
                ? await flight.Answer.WaitAsync(wait > TimeSpan.Zero ? wait : TimeSpan.FromMilliseconds(1), _clock, cancellationToken)
                : throw new TimeoutException();
            return new FeedAnswer<T>(value, Stale: false, Failure: null);
        }
        catch (UpstreamException exception)
        {
            return new FeedAnswer<T>(null, Stale: false, exception);
        }
        catch (TimeoutException)
        {
            var late = new UpstreamException(request.Source, UpstreamFault.TimedOut, $"no answer within {deadline.Budget.TotalMilliseconds:0} ms; it is kept when it comes");
            return new FeedAnswer<T>(null, Stale: false, late);
        }
    }

    private Flight<T> Start<T>(FeedRequest<T> request)
        where T : class
    {
        var answer = Task.Run(() => FlyAsync(request));
        // A stale value was served and nobody may be waiting: the failure is remembered in FlyAsync, not lost.
        answer.ContinueWith(static t => _ = t.Exception, TaskContinuationOptions.OnlyOnFaulted | TaskContinuationOptions.ExecuteSynchronously);
        return new Flight<T>(_clock.GetTimestamp(), answer);
    }

    private async Task<T> FlyAsync<T>(FeedRequest<T> request)
        where T : class
    {
        try
        {
            // Between a caller's look and this flight another may have landed.
            return Kept<T>(request) is { } kept && kept.Fresh.Holds(_clock) ? kept.Value : await ShareOrFetchAsync(request);
        }
        catch (UpstreamException exception)
        {
            Remember(request.Key, request.Source, exception);
            throw;
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            // A payload no parser foresaw must not take the reading down, and must not be asked for again at once.
            var failure = new UpstreamException(request.Source, UpstreamFault.BadPayload, $"the answer could not be read ({exception.GetType().Name}: {exception.Message})", exception);
            Remember(request.Key, request.Source, failure);
            throw failure;
        }
        finally
        {
            _flights.TryRemove(request.Key, out _);
        }
    }

    private async Task<T> ShareOrFetchAsync<T>(FeedRequest<T> request)
        where T : class
    {
        if (await FromSharedAsync(request) is { } found)
        {
            return found;
        }

        var mine = await _shared.TryLockAsync(request.Key, TimeSpan.FromSeconds(15));
        if (!mine && await WaitForReplicaAsync(request) is { } theirs)
        {
            return theirs;
        }

        try
        {
            var value = await request.Fetch(_stopping.Token);
            var now = _clock.GetUtcNow();
            Keep(request, value, now);
            await _shared.PutAsync(request.Key, value, now, request.FreshFor, request.Codec);
            return value;
        }
        finally
        {
            if (mine)
            {
                await _shared.UnlockAsync(request.Key);
            }
        }
    }

    private async Task<T?> WaitForReplicaAsync<T>(FeedRequest<T> request)
        where T : class
    {
        var step = TimeSpan.FromMilliseconds(40);
        for (var waited = TimeSpan.Zero; waited.TotalMilliseconds < _options.ReplicaWaitMilliseconds; waited += step)
        {
            await Task.Delay(step, _clock, _stopping.Token);
            if (await FromSharedAsync(request) is { } found)
            {
                return found;
            }
        }

        return null;
    }

    private async Task<T?> FromSharedAsync<T>(FeedRequest<T> request)
        where T : class
    {
        if (await _shared.GetAsync(request.Key, request.Codec) is not { } entry || entry.FetchedAt + request.FreshFor <= _clock.GetUtcNow())
        {
            return null;
        }

        _telemetry.LookedUp(request.Source, "shared");
        Keep(request, entry.Value, entry.FetchedAt);
        return entry.Value;
    }

    private Entry<T>? Kept<T>(FeedRequest<T> request)
        where T : class =>
        _memory.TryGetValue(request.Key, out Entry<T>? entry)
        && entry!.Usable.Holds(_clock)
            ? entry
            : null;

    private void Keep<T>(FeedRequest<T> request, T value, DateTimeOffset fetchedAt)
        where T : class
    {
        _memory.Remove(FailureKey(request.Key));
        // Another replica may have fetched it by a clock that is ahead of ours.
        var fresh = fetchedAt + request.FreshFor - _clock.GetUtcNow();
        fresh = fresh < request.FreshFor ? fresh : request.FreshFor;
        var entry = new Entry<T>(value, Validity.For(fresh, _clock), Validity.For(fresh + TimeSpan.FromSeconds(_options.StaleSeconds), _clock));
        _memory.Set(request.Key, entry, new MemoryCacheEntryOptions { Size = request.SizeOf(value) });
    }

    private bool IsRefused(Refused refused) =>
        refused.Lasts.Holds(_clock) && (refused.Failure.Fault != UpstreamFault.Unauthorized || refused.SettingsChanged == _settingsChanged);

    private void Remember(string key, string source, UpstreamException failure)
    {
        if (failure.Remembered)
        {
            // The gate remembers for the whole host already.
            return;
        }

        var time = failure.Fault switch
        {
            UpstreamFault.Unauthorized => TimeSpan.FromSeconds(_options.RefusalSeconds),
            UpstreamFault.RateLimited => failure.RetryAfter ?? TimeSpan.FromSeconds(60),
            _ => TimeSpan.FromSeconds(_options.FailureSeconds),
        };
        _memory.Set(FailureKey(key), new Refused(Validity.For(time, _clock), failure, _settingsChanged), new MemoryCacheEntryOptions { Size = 512 });
        if (ShouldLog(source, failure.Fault, time))
        {
            LogFailed(_logger, source, key, failure.Fault, time.TotalSeconds, failure.Message);
        }
    }

    /// <summary>A key that is refused is refused for every zone: one line per source, fault and time, not one per zone.</summary>
    private bool ShouldLog(string source, UpstreamFault fault, TimeSpan time)
    {
        var (key, silence) = ((source, fault), Validity.For(time, _clock));
        return _silent.TryGetValue(key, out var known)
            ? !known.Holds(_clock) && _silent.TryUpdate(key, silence, known)
            : _silent.TryAdd(key, silence);
    }

    private static string FailureKey(string key) => key + "!";

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Source} failed for {Key} ({Fault}), next try in {Seconds} s: {Reason}")]
    private static partial void LogFailed(ILogger logger, string source, string key, UpstreamFault fault, double seconds, string reason);

    private sealed record Entry<T>(T Value, Validity Fresh, Validity Usable);

    private sealed record Refused(Validity Lasts, UpstreamException Failure, int SettingsChanged);

    private abstract record Flight(long StartedAt);

    private sealed record Flight<T>(long StartedAt, Task<T> Answer) : Flight(StartedAt);
}
