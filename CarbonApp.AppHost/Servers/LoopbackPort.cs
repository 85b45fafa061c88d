using System.Net;
using System.Net.NetworkInformation;
using System.Net.Sockets;

namespace CarbonApp.AppHost.Servers;

/// <summary>Ports of this machine.</summary>
internal static class LoopbackPort
{
    /// <summary>A port nobody listens on, chosen by the system.</summary>
    public static int Any()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

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
