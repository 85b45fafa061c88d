using System.Globalization;
using CarbonApp.AppHost.Servers;

namespace CarbonApp.AppHost.Tests.Acceptance;

/// <summary>Settings that keep a system from asking anybody outside this machine.</summary>
internal static class Feeds
{
    /// <summary>No keys, and every feed at a port of this machine.</summary>
    public static Dictionary<string, string?> At(int port)
    {
        var address = string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{port}");
        return new()
        {
            ["Sources__Neso__BaseAddress"] = address,
            ["Sources__EnergyCharts__BaseAddress"] = address,
            ["ElectricityMaps__BaseAddress"] = address,
            ["WattTime__BaseAddress"] = address,
            ["EL_MAPS_API_KEY"] = null,
            ["ElectricityMaps__ApiKey"] = null,
            ["WattTime__Username"] = null,
            ["WattTime__Password"] = null,
        };
    }

    /// <summary>Nobody listens there.</summary>
    public static Dictionary<string, string?> AtClosedPort() => At(LoopbackPort.Any());
}
