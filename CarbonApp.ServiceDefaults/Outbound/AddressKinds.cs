using System.Net;
using System.Net.Sockets;

namespace CarbonApp.ServiceDefaults.Outbound;

/// <summary>
/// What an address is, by the IANA special-purpose registries (RFC 6890 and its successors): only public unicast is nobody's inside.
/// An IPv6 address that carries an IPv4 address is what that one is, since that is where the packets go.
/// </summary>
internal static class AddressKinds
{
    private static readonly (IPNetwork Network, string Kind)[] Special =
    [
        Of("0.0.0.0/8", "unspecified"), Of("10.0.0.0/8", "private"), Of("100.64.0.0/10", "carrier-grade NAT"), Of("127.0.0.0/8", "loopback"),
        // Link-local holds the metadata service of most clouds; Azure's stands at a public address.
        Of("169.254.0.0/16", "link-local"), Of("168.63.129.16/32", "cloud metadata"), Of("172.16.0.0/12", "private"), Of("192.0.0.0/24", "reserved"),
        Of("192.0.2.0/24", "documentation"), Of("192.88.99.0/24", "reserved"), Of("192.168.0.0/16", "private"), Of("198.18.0.0/15", "benchmarking"),
        Of("198.51.100.0/24", "documentation"), Of("203.0.113.0/24", "documentation"), Of("224.0.0.0/4", "multicast"), Of("240.0.0.0/4", "reserved"),
        Of("::1/128", "loopback"), Of("fc00::/7", "private"), Of("fe80::/10", "link-local"), Of("fec0::/10", "private"), Of("ff00::/8", "multicast"),
        Of("2001::/23", "reserved"), Of("2001:db8::/32", "documentation"), Of("3fff::/20", "documentation"), Of("5f00::/16", "reserved"),
    ];

    private static readonly IPNetwork PublicIPv6 = IPNetwork.Parse("2000::/3");

    /// <summary>Where in an IPv6 address an IPv4 address stands: mapped, compatible, NAT64 (RFC 6052), 6to4.</summary>
    private static readonly (IPNetwork Network, int Offset)[] Carriers =
    [
        (IPNetwork.Parse("::ffff:0:0/96"), 12), (IPNetwork.Parse("::ffff:0:0:0/96"), 12), (IPNetwork.Parse("64:ff9b::/96"), 12), (IPNetwork.Parse("2002::/16"), 2),
        (IPNetwork.Parse("::/96"), 12),
    ];

    /// <summary>The IPv4 address that an IPv6 address carries; any other address as it is.</summary>
    public static IPAddress Unwrap(IPAddress address)
    {
        if (address.AddressFamily != AddressFamily.InterNetworkV6 || address.Equals(IPAddress.IPv6Loopback))
        {
            return address;
        }

        // A zone id (fe80::1%3) would keep the address out of every network.
        var plain = new IPAddress(address.GetAddressBytes());
        var offset = Carriers.Where(c => c.Network.Contains(plain)).Select(c => c.Offset).FirstOrDefault();
        return offset == 0 ? plain : new IPAddress(plain.GetAddressBytes().AsSpan(offset, 4));
    }

    /// <summary>Why an address is not public, such as "loopback"; null for a public one. Takes what <see cref="Unwrap"/> gives.</summary>
    public static string? WhyNotPublic(IPAddress address) =>
        Special.Where(s => s.Network.Contains(address)).Select(s => s.Kind).FirstOrDefault()
        ?? (address.AddressFamily == AddressFamily.InterNetworkV6 && !PublicIPv6.Contains(address) ? "reserved" : null);

    private static (IPNetwork Network, string Kind) Of(string network, string kind) => (IPNetwork.Parse(network), kind);
}
