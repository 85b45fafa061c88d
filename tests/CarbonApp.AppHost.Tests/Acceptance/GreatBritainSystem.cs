using CarbonApp.AppHost.Servers;
using CarbonApp.AppHost.Tests.Standalone;
using CarbonApp.Tests.Shared;

namespace CarbonApp.AppHost.Tests.Acceptance;

/// <summary>
/// A running system into which <c>carbon import</c> has put Great Britain 2020, with no feed to ask. Started by the first test
/// that needs it, so that a machine without servers or data skips.
/// </summary>
public sealed class GreatBritainSystem : IAsyncLifetime
{
    private readonly Lazy<Task<HostRun>> _starting;
    private readonly Lazy<Task<ProgramRun>> _importing;

    public GreatBritainSystem()
    {
        _starting = new(() => HostRun.StartUpAsync(Feeds.AtClosedPort()));
        _importing = new(async () => (await ImportAsync(await _starting.Value)).Succeeded());
    }

    /// <summary>The system, whatever it holds.</summary>
    internal Task<HostRun> StartedAsync()
    {
        RunningSystem.SkipWithoutServers();
        return _starting.Value;
    }

    /// <summary>The system once it holds the file.</summary>
    internal async Task<HostRun> FilledAsync()
    {
        _ = File();
        var run = await StartedAsync();
        await _importing.Value;
        return run;
    }

    /// <summary>What the import said.</summary>
    internal async Task<ProgramRun> ImportedAsync()
    {
        await FilledAsync();
        return await _importing.Value;
    }

    internal static Task<ProgramRun> ImportAsync(HostRun run) => ProgramRun.CarbonAsync(run, "import", "--zone", "GB", "--output", "json", File());

    internal static string File() => SharedData.File("grid/lets-wait-awhile-gb/gb_ci.csv");

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        if (_starting.IsValueCreated)
        {
            await (await _starting.Value).DisposeAsync();
        }
    }
}
