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

    [Theory]
    [InlineData(PosixSignals.Interrupt, true)] // Ctrl+C on a terminal reaches everyone in the foreground
    [InlineData(PosixSignals.Terminate, false)] // `kill` and supervisors name `dotnet run` only
    public async Task Stop_DotNetRunBySignal_LeavesNothing(int signal, bool wholeGroup)
    {
        Assert.SkipUnless(ExecutableSearch.OnPath("setsid") is not null, "needs util-linux's setsid");
        await using var run = HostRun.StartByDotNetRun();
        await run.SeesAsync(HostRun.AllUp);
        var processes = run.Processes();
        Assert.Equal(4, processes.Count);

        Assert.True(wholeGroup ? PosixSignals.SendToGroup(run.Id, signal) : PosixSignals.Send(run.Id, signal));
        await run.ExitCodeAsync();

        Assert.Contains("stopped, nothing is left running", run.Output, StringComparison.Ordinal);
        Assert.DoesNotContain(processes, HostRun.Runs);
        Assert.False(PosixSignals.SendToGroup(run.Id, 0), "somebody of the group still runs");
    }
}
