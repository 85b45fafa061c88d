using System.Collections.Concurrent;
using CarbonApp.Api.Grid.Sources.Feeds;
using CarbonApp.Api.Problems;
using CarbonApp.Engine.Grid.Signals;
using CarbonApp.ServiceDefaults.Clocks;
using Microsoft.Extensions.Options;

namespace CarbonApp.Api.Grid.Sources;

/// <summary>
/// All sources behind one question: those that cover the basis, in order of trust, each filling the gaps of those before it,
/// within one time budget. A source that fails is a line in the reading, never an exception.
/// </summary>
internal sealed partial class SourceChain : ISignalReader, IDisposable
{
    /// <summary>A local source that failed is not waited for again at once: when Postgres is away, a ranking asks it once, not 150 times.</summary>
    private static readonly TimeSpan LocalRest = TimeSpan.FromSeconds(2);

    private readonly ICarbonIntensitySource[] _sources;
    private readonly SourceOptions _options;
    private readonly TimeProvider _clock;
    private readonly ILogger _logger;
    private readonly ConcurrentDictionary<string, SemaphoreSlim> _localReads = new();
    private readonly ConcurrentDictionary<string, (Validity Lasts, string Reason)> _resting = new();

    public SourceChain(IEnumerable<ICarbonIntensitySource> sources, IOptions<SourceOptions> options, TimeProvider clock, ILogger<SourceChain> logger)
    {
        (_options, _clock, _logger) = (options.Value, clock, logger);
        _sources = [.. sources.Where(s => s is not CachedFeed || !_options.Offline)];
    }

    public Task<SignalReading> ReadAsync(SignalQuery query, CancellationToken cancellationToken) =>
        ReadAsync(query, new Deadline(_clock, _options.TimeBudget), cancellationToken);

    public async Task<IReadOnlyList<SignalReading>> ReadManyAsync(IReadOnlyList<SignalQuery> queries, CancellationToken cancellationToken)
    {
        // One deadline for all. What runs at once is bounded where it costs: per upstream host, and per local read.
        var deadline = new Deadline(_clock, _options.TimeBudget);
        return await Task.WhenAll(queries.Select(query => ReadAsync(query, deadline, cancellationToken)));
    }

    public void Dispose()
    {
        foreach (var reads in _localReads.Values)
        {
            reads.Dispose();
        }
    }

    private async Task<SignalReading> ReadAsync(SignalQuery query, Deadline deadline, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(query.From, query.To, nameof(query));
        var merge = new Merge(query);
        var asked = new Dictionary<ICarbonIntensitySource, Task<SourceAnswer>>();
        var chain = InOrderOfTrust(query.Basis);
        foreach (var source in chain)
        {
            if (merge.IsComplete)
            {
                merge.Skip(source.Name, "nothing left to fill");
                continue;
            }

            if (source is CachedFeed && asked.Count == 0)
            {
                // Feeds are slow and independent: all start when the first is needed, and are merged in order of trust.
                asked = chain.OfType<CachedFeed>().ToDictionary(f => (ICarbonIntensitySource)f, f => f.ReadAsync(query, deadline, cancellationToken));
            }

            var answer = asked.TryGetValue(source, out var started) ? started : ReadLocalAsync(source, query, deadline, cancellationToken);
            merge.Add(source.Name, await answer);
        }

        return merge.ToReading(_clock.GetUtcNow());
    }

    private ICarbonIntensitySource[] InOrderOfTrust(SignalBasis basis) =>
        [.. _options.PriorityOf(basis).SelectMany(name => _sources.Where(s => s.Name == name && s.Covers(basis)))];

    private async Task<SourceAnswer> ReadLocalAsync(ICarbonIntensitySource source, SignalQuery query, Deadline deadline, CancellationToken cancellationToken)
    {
        if (_resting.TryGetValue(source.Name, out var rest) && rest.Lasts.Holds(_clock))
        {
            return Failed(query, new UpstreamException(source.Name, UpstreamFault.Unreachable, $"left alone for a moment after: {rest.Reason}") { Remembered = true });
        }

        // Each source has its own: the yearly means must not stand in line behind a database that hangs.
        var reads = _localReads.GetOrAdd(source.Name, _ => new SemaphoreSlim(_options.MaxLocalReads));
        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        try
        {
            if (!await reads.WaitAsync(AtLeastOneMillisecond(deadline.Left), cancellationToken))
            {
                throw new TimeoutException();
            }

            try
            {
                // A source that ignores its token must not hold the reading up either.
                var answer = source.GetAsync(query, timeout.Token);
                var signal = answer.IsCompleted ? await answer : await answer.WaitAsync(AtLeastOneMillisecond(deadline.Left), _clock, cancellationToken);
                return new SourceAnswer(signal, Stale: false, []);
            }
            finally
            {
                reads.Release();
            }
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            await timeout.CancelAsync();
            return Failed(query, Explain(source.Name, exception, deadline));
        }
    }

    private UpstreamException Explain(string source, Exception exception, Deadline deadline)
    {
        var failure = exception switch
        {
            UpstreamException upstream => upstream,
            TimeoutException => new UpstreamException(source, UpstreamFault.TimedOut, $"no answer within {deadline.Budget.TotalMilliseconds:0} ms", exception),
            _ => new UpstreamException(source, UpstreamFault.ServerError, exception.Message, exception),
        };
        if (failure.Fault != UpstreamFault.BadPayload)
        {
            _resting[source] = (Validity.For(LocalRest, _clock), failure.Message);
            LogFailed(_logger, source, failure.Message);
        }

        return failure;
    }

    private static SourceAnswer Failed(SignalQuery query, UpstreamException failure) => new(CarbonSignal.Unknown(query.Basis), Stale: false, [failure]);

    private static TimeSpan AtLeastOneMillisecond(TimeSpan left) => left > TimeSpan.FromMilliseconds(1) ? left : TimeSpan.FromMilliseconds(1);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Source {Source} failed: {Reason}")]
    private static partial void LogFailed(ILogger logger, string source, string reason);

    /// <summary>What is known so far of one query, and by whom.</summary>
    private sealed class Merge(SignalQuery query)
    {
        private readonly List<SourceAttempt> _attempts = [];
        private CarbonSignal _signal = CarbonSignal.Unknown(query.Basis);
        private bool _stale;

        public bool IsComplete => _signal.Count > 0 && _signal.KnownTime(query.From, query.To) == query.To - query.From;

        public void Skip(string source, string reason) => _attempts.Add(new SourceAttempt(source, $"skipped: {reason}"));

        public void Add(string source, SourceAnswer answer)
        {
            var part = answer.Signal.Slice(query.From, query.To);
            var knows = part.KnownTime(query.From, query.To) > TimeSpan.Zero;
            _attempts.Add(new SourceAttempt(source, OutcomeOf(answer, knows)));
            _stale |= answer.Stale && knows;
            _signal = knows ? _signal.FillGapsFrom(part) : _signal;
        }

        public SignalReading ToReading(DateTimeOffset now) => new(PastForecasts.AsEstimates(_signal, now), _attempts, _stale);

        private static string OutcomeOf(SourceAnswer answer, bool knows)
        {
            var failures = string.Join("; ", answer.Failures.Select(f => f.Message).Distinct());
            return (knows, failures.Length > 0) switch
            {
                (true, false) => "answered",
                (true, true) => $"answered in part; {failures}",
                (false, true) => $"failed: {failures}",
                _ => "empty",
            };
        }
    }
}
