using CarbonApp.AppHost.Standalone.Running;

namespace CarbonApp.AppHost.Tests.Standalone;

public class HostKilledTests
{
    public HostKilledTests() => RunningSystem.SkipWithoutServers();

    [Fact]
    public async Task Stop_HostKilled_TakesItsProcessesAlongAndTheNextStartIsClean()
    {
        await using var run = await HostRun.StartUpAsync();
        var processes = run.Processes();
        await run.EndAsync(PosixSignals.Kill);

        var patience = TimeProvider.System.GetTimestamp();
        while (processes.Any(HostRun.Runs) && TimeProvider.System.GetElapsedTime(patience) < TimeSpan.FromSeconds(15))
        {
            await Task.Delay(50);
        }

        Assert.DoesNotContain(processes, HostRun.Runs);
        await using var next = await HostRun.StartUpAsync(data: run.Data);
    }
}
