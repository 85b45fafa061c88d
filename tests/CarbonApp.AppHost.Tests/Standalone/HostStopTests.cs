using CarbonApp.AppHost.Servers;
using CarbonApp.AppHost.Standalone.Running;

namespace CarbonApp.AppHost.Tests.Standalone;

public class HostStopTests
{
    public HostStopTests() => RunningSystem.SkipWithoutServers();

    [Theory]
    [InlineData(PosixSignals.Interrupt)]
    [InlineData(PosixSignals.Terminate)]
    public async Task Stop_BySignal_LeavesNothingAndEndsPostgresLast(int signal)
    {
        await using var run = await HostRun.StartUpAsync();
        var processes = run.Processes();
        var ports = new[] { "cache", "postgres", "api", "web" }.Select(name => run.AddressOf(name).Port).ToArray();
        Assert.Equal(4, processes.Count);

        Assert.Equal(0, await run.EndAsync(signal));

        Assert.DoesNotContain(processes, HostRun.Runs);
        Assert.All(ports, port => Assert.True(LoopbackPort.IsFree(port), $"somebody still listens on {port}"));
        Assert.True(
            run.Output.IndexOf("Redis is now ready to exit", StringComparison.Ordinal) < run.Output.IndexOf("received fast shutdown request", StringComparison.Ordinal),
            run.Output);
        Assert.Contains("database system is shut down", run.Output, StringComparison.Ordinal);
    }
}
