using CarbonApp.AppHost.Servers;

namespace CarbonApp.AppHost.Tests.Standalone;

/// <summary>One running system, shared by the tests that only look at it or hurt it and see it heal.</summary>
public sealed class RunningSystem : IAsyncLifetime
{
    internal HostRun Run { get; private set; } = null!;

    internal static void SkipWithoutServers() =>
        Assert.SkipUnless(
            OperatingSystem.IsLinux() && ExecutableSearch.Redis() is not null && ExecutableSearch.Postgres().Any(),
            "needs Linux with redis-server and PostgreSQL: eng/install-prerequisites.sh run");

    public async ValueTask InitializeAsync()
    {
        SkipWithoutServers();
        Run = await HostRun.StartUpAsync(new() { ["EL_MAPS_API_KEY"] = "key-of-the-test" });
    }

    public async ValueTask DisposeAsync()
    {
        if (Run is not null)
        {
            await Run.DisposeAsync();
        }
    }
}
