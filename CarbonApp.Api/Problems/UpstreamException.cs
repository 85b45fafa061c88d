namespace CarbonApp.Api.Problems;

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

    /// <summary>It has no room to store anything; what it has can be read.</summary>
    NoRoom,
}
