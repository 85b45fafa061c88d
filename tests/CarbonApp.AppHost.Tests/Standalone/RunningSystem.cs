using CarbonApp.AppHost.Servers;
using CarbonApp.AppHost.Tests.Acceptance;

namespace CarbonApp.AppHost.Tests.Standalone;

/// <summary>One running system, shared by the tests that only look at it. It logs JSON, and sends telemetry at once.</summary>
[CollectionDefinition(Name)]
public sealed class RunningSystem : IAsyncLifetime, ICollectionFixture<RunningSystem>
{
    public const string Name = "a running system";

    internal HostRun Run { get; private set; } = null!;

    internal OutsideWorld World { get; private set; } = null!;

    internal static void SkipWithoutServers() =>
        Assert.SkipUnless(
            OperatingSystem.IsLinux() && ExecutableSearch.Redis() is not null && ExecutableSearch.Postgres().Any(),
            "needs Linux with redis-server and PostgreSQL: eng/install-prerequisites.sh run");

    public async ValueTask InitializeAsync()
    {
        SkipWithoutServers();
        World = await OutsideWorld.StartAsync();
        Run = await HostRun.StartUpAsync(new(Feeds.At(World.Address.Port))
        {
            ["EL_MAPS_API_KEY"] = "key-of-the-test",
            ["OTEL_EXPORTER_OTLP_ENDPOINT"] = World.Address.AbsoluteUri,
            ["OTEL_EXPORTER_OTLP_PROTOCOL"] = "http/protobuf",
            ["OTEL_BSP_SCHEDULE_DELAY"] = "200",
            ["OTEL_BLRP_SCHEDULE_DELAY"] = "200",
            ["OTEL_METRIC_EXPORT_INTERVAL"] = "1000",
            ["Logging__Console__FormatterName"] = "json",
            ["Logging__LogLevel__Microsoft.AspNetCore.Hosting.Diagnostics"] = "Information",
        });
    }

    public async ValueTask DisposeAsync()
    {
        if (Run is not null)
        {
            await Run.DisposeAsync();
        }

        if (World is not null)
        {
            await World.DisposeAsync();
        }
    }
}
