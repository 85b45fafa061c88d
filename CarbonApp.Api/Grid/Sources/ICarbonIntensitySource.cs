using CarbonApp.Engine.Grid.Signals;

namespace CarbonApp.Api.Grid.Sources;

/// <summary>A place intensities come from: stored history, a public or paid feed, or the annual mean.</summary>
internal interface ICarbonIntensitySource
{
    /// <summary>Short lower-case name that appears in provenance, settings, metrics and errors.</summary>
    string Name { get; }

    /// <summary>Cheap and local: may this source have values of the basis at all (zone, kind, factor, key configured)?</summary>
    bool Covers(SignalBasis basis);

    /// <summary>
    /// What the source knows of the query's range, gaps as gaps; an empty signal when it knows nothing. May reach beyond the range.
    /// </summary>
    /// <exception cref="UpstreamException">The source could not answer.</exception>
    Task<CarbonSignal> GetAsync(SignalQuery query, CancellationToken cancellationToken);
}

/// <summary>What is asked of a source.</summary>
/// <param name="Basis">Zone, kind and factor.</param>
/// <param name="From">Inclusive, UTC.</param>
/// <param name="To">Exclusive, UTC.</param>
internal readonly record struct SignalQuery(SignalBasis Basis, DateTimeOffset From, DateTimeOffset To);

/// <summary>A source failed: it could not be reached, refused us, or answered with something that is not its format.</summary>
internal sealed class UpstreamException : Exception
{
    public UpstreamException(string source, UpstreamFault fault, string message, Exception? inner = null)
        : base($"{source}: {message}", inner)
    {
        SourceName = source;
        Fault = fault;
    }

    /// <summary>Name of the source.</summary>
    public string SourceName { get; }

    /// <summary>What kind of failure.</summary>
    public UpstreamFault Fault { get; }

    /// <summary>HTTP status it refused with; null when there was no answer.</summary>
    public System.Net.HttpStatusCode? StatusCode { get; init; }

    /// <summary>How long the source asked to be left alone; null when it did not say.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>True when nobody was asked, because the same failure was met a moment ago.</summary>
    public bool Remembered { get; init; }
}

/// <summary>Kinds of failure of a source; each is handled differently by the chain.</summary>
internal enum UpstreamFault
{
    Unreachable,
    TimedOut,
    Unauthorized,
    RateLimited,
    BadPayload,
    ServerError,
}
