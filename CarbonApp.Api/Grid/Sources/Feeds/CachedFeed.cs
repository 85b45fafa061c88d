using CarbonApp.Api.Grid.Sources.Caching;
using CarbonApp.Api.Problems;
using CarbonApp.Engine.Grid.Signals;
using Microsoft.Extensions.Options;

namespace CarbonApp.Api.Grid.Sources.Feeds;

/// <summary>A feed with its cache: the form in which the chain asks it.</summary>
internal sealed class CachedFeed(
    Feed feed, FeedCache cache, ObservedSignals observed, IOptions<FeedCacheOptions> cacheOptions, IOptions<SourceOptions> options, TimeProvider clock)
    : ICarbonIntensitySource
{
    public string Name => feed.Name;

    public bool Covers(SignalBasis basis) => feed.BasisFor(basis) is not null;

    public async Task<CarbonSignal> GetAsync(SignalQuery query, CancellationToken cancellationToken)
    {
        var answer = await ReadAsync(query, new Deadline(clock, options.Value.TimeBudget), cancellationToken);
        return answer.Failures.Count > 0 && answer.Signal.Count == 0 ? throw answer.Failures[0] : answer.Signal;
    }

    /// <summary>What the feed knows, and which of its answers failed: a forecast refused does not take the latest value with it.</summary>
    public async Task<SourceAnswer> ReadAsync(SignalQuery query, Deadline deadline, CancellationToken cancellationToken)
    {
        if (feed.BasisFor(query.Basis) is not { } basis)
        {
            return SourceAnswer.Nothing(query.Basis);
        }

        var parts = feed.PartsOf(query.From, query.To, clock.GetUtcNow()).Take(options.Value.MaxHistoryPages + 3).ToArray();
        if (parts.Length > options.Value.MaxHistoryPages + 2)
        {
            var tooLong = new UpstreamException(Name, UpstreamFault.BadPayload, $"{query.From:u} to {query.To:u} needs more than {options.Value.MaxHistoryPages} pages; import the history instead");
            return new SourceAnswer(CarbonSignal.Unknown(query.Basis), Stale: false, [tooLong]);
        }

        var answers = await Task.WhenAll(parts.Select(part => cache.GetAsync(RequestFor(basis, part), deadline, cancellationToken)));
        var signal = answers.Where(a => a.Value is not null).Aggregate(CarbonSignal.Unknown(basis), (joined, a) => joined.FillGapsFrom(a.Value!));
        return new SourceAnswer(
            basis == query.Basis ? signal : StandIn.For(query.Basis, signal, StandIn.NameOf(Name, basis.Factor)),
            answers.Any(a => a.Stale),
            [.. answers.Select(a => a.Failure).OfType<UpstreamException>()]);
    }

    private FeedRequest<CarbonSignal> RequestFor(SignalBasis basis, FeedPart part) =>
        new(
            Name,
            $"{Name}:{basis}:{part.Key}".Replace(' ', '-'),
            FreshFor(part),
            SignalCodec.Instance,
            signal => 256 + (signal.Count * 48L),
            async token =>
            {
                var signal = await feed.FetchAsync(basis, part, token);
                observed.Offer(signal);
                return signal;
            });

    private TimeSpan FreshFor(FeedPart part) => TimeSpan.FromSeconds(part.Kind switch
    {
        FeedPartKind.Forecast => cacheOptions.Value.ForecastSeconds,
        FeedPartKind.History when part.Settled => cacheOptions.Value.HistorySeconds,
        FeedPartKind.History when part.To < clock.GetUtcNow() => cacheOptions.Value.ForecastSeconds,
        _ => cacheOptions.Value.LatestSeconds,
    });
}
