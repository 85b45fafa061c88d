using CarbonApp.Engine.Grid.Signals;

namespace CarbonApp.Api.Grid.Sources;

/// <summary>
/// What the product's features ask for intensities. The chain of sources implements it, with caches and a time budget; tests
/// implement it with a fixed signal.
/// </summary>
internal interface ISignalReader
{
    /// <summary>
    /// The best knowledge of the query's range: every covering source in order of priority, each filling the gaps left by those
    /// before it, the estimate last. Never throws for a failing source: its failure is listed in the reading.
    /// </summary>
    Task<SignalReading> ReadAsync(SignalQuery query, CancellationToken cancellationToken);

    /// <summary>
    /// Readings of many zones at once under one common time budget, in the order of the queries: for ranking. A hundred and
    /// fifty zones take no longer than one.
    /// </summary>
    async Task<IReadOnlyList<SignalReading>> ReadManyAsync(IReadOnlyList<SignalQuery> queries, CancellationToken cancellationToken) =>
        await Task.WhenAll(queries.Select(query => ReadAsync(query, cancellationToken)));
}

/// <summary>A signal and how it was come by.</summary>
/// <param name="Signal">Cut to the query's range; empty when no source knows anything.</param>
/// <param name="Attempts">Sources asked, in order, with what became of each: for NO_SIGNAL and for people.</param>
/// <param name="Stale">True when part of it comes from a cache past its time because the source did not answer.</param>
internal sealed record SignalReading(CarbonSignal Signal, IReadOnlyList<SourceAttempt> Attempts, bool Stale);

/// <summary>One source's part in a reading.</summary>
/// <param name="Source">Its name.</param>
/// <param name="Outcome"><c>answered</c>, <c>empty</c>, <c>failed: …</c> or <c>skipped: …</c>.</param>
internal sealed record SourceAttempt(string Source, string Outcome);
