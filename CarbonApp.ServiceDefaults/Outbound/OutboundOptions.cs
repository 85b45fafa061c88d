using System.ComponentModel.DataAnnotations;
using System.Net;

namespace CarbonApp.ServiceDefaults.Outbound;

/// <summary>Settings <c>Outbound</c>: where calls to addresses given by callers may go, beyond public hosts over https.</summary>
public sealed class OutboundOptions : IValidatableObject
{
    /// <summary>Name of the section.</summary>
    public const string Section = "Outbound";

    /// <summary>Hosts that may be called wherever they are and by plain http too: jenkins.internal, or *.example.org for all below.</summary>
    public IList<string> AllowedHosts { get; init; } = [];

    /// <summary>Networks whose addresses may be called, by plain http too, such as 10.20.0.0/16 or fd12::/16.</summary>
    public IList<string> AllowedNetworks { get; init; } = [];

    /// <summary>Whether this machine itself may be called; when left out, only in Development.</summary>
    public bool? AllowLoopback { get; set; }

    /// <summary>Longest time to resolve a name and connect, seconds.</summary>
    [Range(0.1, 60)]
    public double ConnectTimeoutSeconds { get; set; } = 5;

    /// <inheritdoc/>
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        foreach (var network in AllowedNetworks.Where(n => !IPNetwork.TryParse(n, out _)))
        {
            yield return new ValidationResult($"{Section}:AllowedNetworks: '{network}' is not a network such as 10.20.0.0/16.", [nameof(AllowedNetworks)]);
        }

        foreach (var host in AllowedHosts.Where(h => Uri.CheckHostName(h.StartsWith("*.", StringComparison.Ordinal) ? h[2..] : h) == UriHostNameType.Unknown))
        {
            yield return new ValidationResult($"{Section}:AllowedHosts: '{host}' is not a host name, an address, or *. and a host name.", [nameof(AllowedHosts)]);
        }
    }
}
