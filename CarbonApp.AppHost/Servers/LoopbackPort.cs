using System.Collections.Immutable;
using System.Net;
using System.Net.NetworkInformation;
using System.Net.Sockets;
using System.Security.Cryptography;

namespace CarbonApp.AppHost.Servers;

/// <summary>Ports of this machine.</summary>
internal static class LoopbackPort
{
    // What systems give to calls that go out, and to who asks for any port, lies above (Linux from 32768, others from 49152): there, somebody
    // could get a server's port while it is started again, and it would never come back.
    private const int Lowest = 20_000;
    private const int Highest = 32_000;

    /// <summary>A port nobody listens on, and that the system gives to nobody by itself.</summary>
    public static int Any() => FreeFrom(RandomNumberGenerator.GetInt32(Lowest, Highest), ImmutableHashSet<int>.Empty);

    /// <summary>False when somebody listens there, on any address, or this user may not.</summary>
    public static bool IsFree(int port)
    {
        if (IPGlobalProperties.GetIPGlobalProperties().GetActiveTcpListeners().Any(endpoint => endpoint.Port == port))
        {
            return false;
        }

        try
        {
            using var listener = new TcpListener(IPAddress.Loopback, port);
            listener.Start();
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    /// <summary>The port asked for, or the next one upwards that is free and not in <paramref name="taken"/>.</summary>
    public static int FreeFrom(int port, IReadOnlySet<int> taken)
    {
        for (var candidate = port; candidate <= IPEndPoint.MaxPort; candidate++)
        {
            if (!taken.Contains(candidate) && IsFree(candidate))
            {
                return candidate;
            }
        }

        throw new ServerUnavailableException($"No free port from {port} to {IPEndPoint.MaxPort}: stop a process that listens there.");
    }
}
