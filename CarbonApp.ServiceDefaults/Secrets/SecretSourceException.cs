using System.Net;

namespace CarbonApp.ServiceDefaults.Secrets;

/// <summary>A source gives no secrets. The message names the source, what it did and the remedy, and nothing of what it or we sent.</summary>
internal sealed class SecretSourceException(string source, string what, string remedy, HttpStatusCode? status = null) : Exception($"{source} {what}. {remedy}")
{
    public HttpStatusCode? Status { get; } = status;

    /// <summary>Another attempt may succeed.</summary>
    public bool MayPass { get; init; }

    /// <summary>How long the source asks to be left alone.</summary>
    public TimeSpan? RetryAfter { get; init; }
}
