using System.Net;
using System.Net.Sockets;

namespace CarbonApp.ServiceDefaults.RateLimits;

/// <summary>Who counts as one client by where it calls from.</summary>
public static class ClientAddress
{
    /// <summary>The IPv4 address, or the first 64 bits of an IPv6 address: whoever has one address there has all of them.</summary>
    public static string Of(IPAddress? address)
    {
        if (address is null)
        {
            // A local socket or an in-memory server.
            return "local";
        }

        if (address.IsIPv4MappedToIPv6)
        {
            return address.MapToIPv4().ToString();
        }

        if (address.AddressFamily != AddressFamily.InterNetworkV6)
        {
            return address.ToString();
        }

        var bytes = address.GetAddressBytes();
        Array.Clear(bytes, 8, 8);
        return $"{new IPAddress(bytes)}/64";
    }
}
