using CarbonApp.Api.Data;
using CarbonApp.Api.Grid.Zones;
using CarbonApp.Api.Problems;
using CarbonApp.Engine.Grid.Signals;
using CarbonApp.ServiceDefaults.Clocks;
using Microsoft.Extensions.Caching.Memory;
using Microsoft.Extensions.Options;

namespace CarbonApp.Api.Grid.Sources;

/// <summary>
/// Reads the store for the chain: briefly, failing as sources fail, and remembering for some seconds what it said. Most of the
/// zones a ranking asks for have no history at all, and a popular zone is asked thousands of times a second.
/// </summary>
/// <remarks>What is imported is seen at once, also by other replicas; what another writes of a feed after <see cref="SignalStoreOptions.RememberSeconds"/>.</remarks>
internal sealed class StoredReadings(SignalStore store, IOptions<SignalStoreOptions> options, TimeProvider time) : IStoredZones, IDisposable
{
    /// <summary>Some 100 MB at about 50 bytes a slot: a year of hours for 200 zones.</summary>
    private const long MostSlots = 2_000_000;

    private readonly MemoryCache _answers = new(new MemoryCacheOptions { SizeLimit = MostSlots });
    private readonly Lock _gate = new();
    private Remembered<HashSet<SignalBasis>>? _bases;

    /// <summary>What is stored of a query's range in some statuses.</summary>
    /// <param name="name">Name of the source that asks, for its errors.</param>
    /// <exception cref="UpstreamException">Postgres is not ready, gone, or too slow.</exception>
    public async Task<CarbonSignal> GetAsync(string name, SignalQuery query, IReadOnlyList<SignalStatus> statuses, CancellationToken cancellationToken)
    {
        try
        {
            return (await BasesAsync(cancellationToken)).Contains(query.Basis)
                ? await SignalOf(name, query, statuses).WaitAsync(cancellationToken)
                : CarbonSignal.Unknown(query.Basis);
        }
        catch (OperationCanceledException e) when (!cancellationToken.IsCancellationRequested)
        {
            throw new UpstreamException(
                name, UpstreamFault.TimedOut, $"no answer within {options.Value.ReadTimeoutSeconds} s (setting {SignalStoreOptions.Section}:ReadTimeoutSeconds).", e);
        }
        catch (UpstreamException e)
        {
            throw new UpstreamException(name, e.Fault, e.Message, e);
        }
    }

    /// <summary>True where anything is stored of a basis.</summary>
    /// <exception cref="UpstreamException">Postgres is not ready, gone, or too slow.</exception>
    public async ValueTask<bool> HoldsAsync(SignalBasis basis, CancellationToken cancellationToken) => (await BasesAsync(cancellationToken)).Contains(basis);

    public async ValueTask<IReadOnlyList<ZoneId>> ListAsync(CancellationToken cancellationToken)
    {
        try
        {
            return [.. (await BasesAsync(cancellationToken)).Select(b => b.Zone).Distinct()];
        }
        catch (Exception e) when (e is UpstreamException || !cancellationToken.IsCancellationRequested)
        {
            return [];
        }
    }

    public void Dispose() => _answers.Dispose();

    private Task<HashSet<SignalBasis>> BasesAsync(CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            if (_bases is not { } known || !IsFresh(known))
            {
                _bases = known = Remember(async token => (await store.ListZonesAsync(token)).Select(r => r.Basis).ToHashSet());
            }

            return known.Answer.WaitAsync(cancellationToken);
        }
    }

    private Task<CarbonSignal> SignalOf(string name, SignalQuery query, IReadOnlyList<SignalStatus> statuses)
    {
        var key = (name, query);
        lock (_gate)
        {
            if (_answers.TryGetValue(key, out Remembered<CarbonSignal>? known) && IsFresh(known!))
            {
                return known!.Answer;
            }

            known = Remember(token => store.ReadAsync(query.Basis, query.From, query.To, statuses, token));

            // The size is not known yet; a slot is seldom shorter than a quarter of an hour.
            var slots = Math.Max(1, (long)((query.To - query.From) / TimeSpan.FromMinutes(15)));
            _answers.Set(key, known, new MemoryCacheEntryOptions { Size = slots, AbsoluteExpirationRelativeToNow = TimeSpan.FromSeconds(Math.Max(1, options.Value.RememberSeconds)) });
            return known.Answer;
        }
    }

    /// <summary>One read serves all who wait for it, so no single caller's cancellation ends it; the time limit does.</summary>
    private Remembered<T> Remember<T>(Func<CancellationToken, Task<T>> read)
    {
        var version = store.Version;
        return new Remembered<T>(ReadAsync(), version, Validity.For(TimeSpan.FromSeconds(options.Value.RememberSeconds), time));

        async Task<T> ReadAsync()
        {
            using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(options.Value.ReadTimeoutSeconds), time);
            return await Task.Run(() => read(limit.Token), limit.Token);
        }
    }

    /// <summary>A failure is not remembered: the chain itself leaves a failing source alone for a moment.</summary>
    private bool IsFresh<T>(Remembered<T> known) =>
        !known.Answer.IsCompleted || (known.Answer.IsCompletedSuccessfully && known.Version == store.Version && known.Fresh.Holds(time));

    private sealed record Remembered<T>(Task<T> Answer, long Version, Validity Fresh);
}
