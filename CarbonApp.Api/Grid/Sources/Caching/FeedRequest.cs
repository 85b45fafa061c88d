using CarbonApp.Api.Problems;

namespace CarbonApp.Api.Grid.Sources.Caching;

/// <summary>One answer of one feed: how it is called, kept and fetched.</summary>
/// <param name="Source">Name of the source.</param>
/// <param name="Key">Unique among all answers of all feeds.</param>
/// <param name="FreshFor">Time after which it is fetched again.</param>
/// <param name="Codec">Bytes for Redis.</param>
/// <param name="SizeOf">Bytes it takes in memory, roughly.</param>
/// <param name="Fetch">Asks the feed; throws <see cref="UpstreamException"/>.</param>
internal sealed record FeedRequest<T>(
    string Source, string Key, TimeSpan FreshFor, IFeedCodec<T> Codec, Func<T, long> SizeOf, Func<CancellationToken, Task<T>> Fetch);

/// <summary>What the cache knows of an answer.</summary>
/// <param name="Value">Null when nothing is kept and the fetch failed or is still under way.</param>
/// <param name="Stale">True when the value is past its time.</param>
/// <param name="Failure">What became of the last fetch; null when it went well or runs in the background.</param>
internal sealed record FeedAnswer<T>(T? Value, bool Stale, UpstreamException? Failure);
