using CarbonApp.Api.Grid.Sources;
using CarbonApp.Engine.Grid.Signals;

namespace CarbonApp.Api.Tests.Fakes;

/// <summary>Answers every basis it was given a signal for, cut to the query, and knows nothing of any other.</summary>
internal sealed class FixedSignalReader : ISignalReader
{
    private readonly Dictionary<SignalBasis, CarbonSignal> _signals = [];
    private readonly List<SignalQuery> _queries = [];
    private int _inFlight;

    /// <summary>Greatest number of reads under way at one time.</summary>
    public int MostInFlight { get; private set; }

    public IReadOnlyList<SignalQuery> Queries => _queries;

    public bool Stale { get; set; }

    public TimeSpan Delay { get; set; }

    public Exception? Failure { get; set; }

    public FixedSignalReader With(params IEnumerable<CarbonSignal> signals)
    {
        foreach (var signal in signals)
        {
            _signals[signal.Basis] = signal;
        }

        return this;
    }

    public async Task<SignalReading> ReadAsync(SignalQuery query, CancellationToken cancellationToken)
    {
        lock (_queries)
        {
            _queries.Add(query);
            MostInFlight = Math.Max(MostInFlight, ++_inFlight);
        }

        if (Failure is not null)
        {
            throw Failure;
        }

        await Task.Delay(Delay, cancellationToken);
        lock (_queries)
        {
            _inFlight--;
        }

        return _signals.TryGetValue(query.Basis, out var signal)
            ? new SignalReading(signal.Slice(query.From, query.To), [new SourceAttempt("fixed", "answered")], Stale)
            : new SignalReading(CarbonSignal.Unknown(query.Basis), [new SourceAttempt("fixed", "empty")], Stale: false);
    }
}
