using System.ComponentModel.DataAnnotations;

namespace CarbonApp.ServiceDefaults.Hardening;

/// <summary>Settings <c>SlowClients</c>: how long a connection may take for what it sends before it is cut.</summary>
public sealed class SlowClientOptions
{
    /// <summary>Name of the section.</summary>
    public const string Section = "SlowClients";

    /// <summary>Longest time from the first byte of a request to the end of its headers, seconds.</summary>
    [Range(1, 300)]
    public double HeadersSeconds { get; set; } = 10;

    /// <summary>Bytes a second that a body must arrive with, on average.</summary>
    [Range(1, 1_000_000)]
    public double BytesPerSecond { get; set; } = 240;

    /// <summary>How long less is borne with, seconds.</summary>
    [Range(1.5, 300)]
    public double GraceSeconds { get; set; } = 5;
}
