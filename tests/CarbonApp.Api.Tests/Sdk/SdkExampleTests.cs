using CarbonApp.Api.Tests.Fakes;
using CarbonApp.Api.Tests.V1;
using CarbonApp.Engine.Grid.Signals;
using CarbonApp.Tests.Shared;

namespace CarbonApp.Api.Tests.Sdk;

/// <summary>What users of the Carbon Aware SDK run, against the real server over a real socket.</summary>
public sealed class SdkExampleTests
{
    [Fact]
    public async Task Curl_DocumentedCalls_Answer() => await RunAsync("curl", "sh", "carbon-aware-sdk.sh");

    [Fact]
    public async Task Fetch_StrictClient_ChoosesPlaceAndTime() => await RunAsync("node", "node", "carbon-aware-sdk.mjs");

    private static async Task RunAsync(string tool, string interpreter, string script)
    {
        Assert.SkipUnless((await ExampleScriptTests.StartAsync(tool, ["--version"], null)).ExitCode == 0, $"needs {tool} on the PATH");
        await using var api = new TestApi(((string[])["GB", "FR", "US-MIDA-PJM"]).Select((zone, i) => Fakes.Signals.Hourly(
            zone, Fakes.Signals.Now.AddDays(-1), SignalStatus.Measured, [.. Enumerable.Range(0, 73).Select(hour => (100.0 * (i + 1)) + (hour * 7 % 24))])));
        api.Clock.Advance(TimeSpan.FromHours(9.3));
        api.UseKestrel();
        api.StartServer();
        using var client = api.CreateClient();

        var (exitCode, output) = await ExampleScriptTests.StartAsync(
            interpreter, [Path.Combine(SharedData.RepositoryRoot, "tests", "examples", script)], client.BaseAddress);

        Assert.True(exitCode == 0, output);
        Assert.EndsWith("all calls answered", output.TrimEnd(), StringComparison.Ordinal);
    }
}
