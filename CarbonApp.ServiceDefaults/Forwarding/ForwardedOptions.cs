using System.ComponentModel.DataAnnotations;
using System.Net;

namespace CarbonApp.ServiceDefaults.Forwarding;

/// <summary>Settings <c>ForwardedHeaders</c>: which proxies may say for whom they call.</summary>
public sealed class ForwardedOptions : IValidatableObject
{
    /// <summary>Name of the section.</summary>
    public const string Section = "ForwardedHeaders";

    /// <summary>
    /// Addresses and networks of proxies, comma separated, such as 10.0.0.5,10.244.0.0/16. X-Forwarded-For and X-Forwarded-Proto count
    /// from these only; from anybody else they are ignored. The default is this machine itself.
    /// </summary>
    public string KnownProxies { get; set; } = "127.0.0.0/8,::1";

    /// <summary>The proxies as networks; an address is the network of itself.</summary>
    internal IEnumerable<IPNetwork> Networks => Parts.Select(p => Parse(p)!.Value);

    private string[] Parts => KnownProxies.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);

    /// <inheritdoc/>
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext) => Parts.Where(p => Parse(p) is null).Select(p => new ValidationResult(
        $"{Section}:KnownProxies: '{p}' is neither an address such as 10.0.0.5 nor a network such as 10.244.0.0/16.", [nameof(KnownProxies)]));

    private static IPNetwork? Parse(string text) =>
        IPNetwork.TryParse(text, out var network) ? network
        : IPAddress.TryParse(text, out var address) ? new IPNetwork(address, address.GetAddressBytes().Length * 8)
        : null;
}
