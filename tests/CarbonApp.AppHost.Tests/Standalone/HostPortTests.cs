using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace CarbonApp.AppHost.Tests.Standalone;

public class HostPortTests
{
    public HostPortTests() => RunningSystem.SkipWithoutServers();

    [Fact]
    public async Task Start_PortTaken_TakesTheNextAndSaysSo()
    {
        using var squatter = new TcpListener(IPAddress.Loopback, 0);
        squatter.Start();
        var taken = ((IPEndPoint)squatter.LocalEndpoint).Port;

        await using var run = await HostRun.StartUpAsync(new() { ["Ports__api"] = taken.ToString(CultureInfo.InvariantCulture) });

        Assert.InRange(run.AddressOf("api").Port, taken + 1, taken + 50);
        Assert.Contains($"api: port {taken} is taken by", run.Output, StringComparison.Ordinal);
        Assert.Contains($"(process {Environment.ProcessId}), using {run.AddressOf("api").Port}", run.Output, StringComparison.Ordinal);
    }
}
