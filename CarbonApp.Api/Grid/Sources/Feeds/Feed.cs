using CarbonApp.Api.Problems;
using CarbonApp.Engine.Grid.Signals;

namespace CarbonApp.Api.Grid.Sources.Feeds;

/// <summary>A source asked over HTTP: what it covers, which answers a query needs, and how each is fetched.</summary>
internal abstract class Feed
{
    /// <summary>Short lower-case name, one of <see cref="SourceNames"/>.</summary>
    public abstract string Name { get; }

    /// <summary>The basis its values have when a query of <paramref name="basis"/> is put to it; null when it has none to offer.</summary>
    /// <remarks>When it differs from what was asked, the values are stand-ins and are marked as estimates.</remarks>
    public abstract SignalBasis? BasisFor(SignalBasis basis);

    /// <summary>The answers that together hold what the feed may know of [from, to).</summary>
    public abstract IEnumerable<FeedPart> PartsOf(DateTimeOffset from, DateTimeOffset to, DateTimeOffset now);

    /// <summary>Asks the feed for one answer.</summary>
    /// <exception cref="UpstreamException">It could not answer.</exception>
    public abstract Task<CarbonSignal> FetchAsync(SignalBasis basis, FeedPart part, CancellationToken cancellationToken);
}

/// <summary>Which of a feed's answers: each has its own address, and its own time to live.</summary>
internal enum FeedPartKind
{
    Latest,
    Forecast,
    History,
}

/// <summary>One answer of a feed. <see cref="From"/> and <see cref="To"/> say what to ask for; the answer may hold more or less.</summary>
/// <param name="Kind">Latest value, forecast or a page of history.</param>
/// <param name="Key">Tells it from the feed's other answers for the zone; the same until its content is another.</param>
/// <param name="From">Inclusive, UTC.</param>
/// <param name="To">Exclusive, UTC.</param>
/// <param name="Settled">True when its content will not change any more.</param>
internal sealed record FeedPart(FeedPartKind Kind, string Key, DateTimeOffset From, DateTimeOffset To, bool Settled)
{
    public static FeedPart Latest(DateTimeOffset now) => new(FeedPartKind.Latest, "latest", now, now, Settled: false);

    public static FeedPart Forecast(DateTimeOffset from, DateTimeOffset to) => new(FeedPartKind.Forecast, "forecast", from, to, Settled: false);

    /// <summary>
    /// Pages of history that cover [from, to) up to now. Pages begin on multiples of their length, so that everyone who asks for
    /// an hour asks for the same page.
    /// </summary>
    public static IEnumerable<FeedPart> HistoryPages(DateTimeOffset from, DateTimeOffset to, DateTimeOffset now, TimeSpan length)
    {
        var end = to < now ? to : now;
        for (var start = FloorTo(from, length); start < end; start += length)
        {
            var pageEnd = start + length;
            // Feeds revise their last days.
            var settled = pageEnd + TimeSpan.FromDays(3) < now;
            yield return new FeedPart(FeedPartKind.History, $"h{start:yyyyMMddHH}", start, pageEnd < now ? pageEnd : now, settled);
        }
    }

    /// <summary>The last multiple of <paramref name="step"/>, counted from year 1 UTC, that is not after <paramref name="time"/>.</summary>
    public static DateTimeOffset FloorTo(DateTimeOffset time, TimeSpan step) => new(time.UtcTicks / step.Ticks * step.Ticks, TimeSpan.Zero);
}
