using System.Globalization;
using CarbonApp.AppHost.Servers;

namespace CarbonApp.AppHost.Tests.Standalone;

public class HostConnectionTests
{
    public HostConnectionTests() => RunningSystem.SkipWithoutServers();

    [Fact]
    public async Task Start_ConnectionStringGiven_StartsNoServerOfThatName()
    {
        var elsewhere = $"127.0.0.1:{LoopbackPort.Any().ToString(CultureInfo.InvariantCulture)},abortConnect=false";
        await using var run = await HostRun.StartUpAsync(new() { ["ConnectionStrings__cache"] = elsewhere });

        Assert.False(File.Exists(Path.Combine(run.Data, "running", "cache.pid")));
        Assert.Contains("cache is the server named in ConnectionStrings:cache", run.Output, StringComparison.Ordinal);
        Assert.Contains($"ConnectionStrings__cache={elsewhere}", (await File.ReadAllTextAsync($"/proc/{run.ProcessOf("api")}/environ")).Split('\0'));
    }

    [Fact]
    public async Task Start_RedisNowhere_SaysWhatToInstall()
    {
        await using var run = HostRun.Start(new() { ["PATH"] = "/nowhere" });

        Assert.Equal(1, await run.ExitCodeAsync());
        Assert.Contains("Not found on this machine: redis-server", run.Output, StringComparison.Ordinal);
        Assert.Contains("sudo apt-get install -y redis-server", run.Output, StringComparison.Ordinal);
        Assert.Contains("ConnectionStrings__cache", run.Output, StringComparison.Ordinal);
    }
}
