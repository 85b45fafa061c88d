using System.Text.Json;
using CarbonApp.Cli.Tests.Fakes;

namespace CarbonApp.Cli.Tests;

public sealed class FootprintCommandTests
{
    private const string Route = "POST /api/v2/footprint";

    [Fact]
    public async Task Footprint_Answered_ShowsTheScoreThePartsAndHowSureEachFigureIs()
    {
        await using var api = (await ApiStandIn.StartAsync()).On(Route, Answers.Footprint());

        var run = await CarbonRun.RunAsync(api, "footprint", "--zone", "GB", "--duration", "2h", "--watts", "1000");

        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        Assert.All(
            [
                "at least 0.2 gCO2eq per request (SCI; 0.1 to 0.3)", "2.000 kWh", "location-based 200.0 gCO2eq (100.00 gCO2eq/kWh, measured)",
                "market-based 80.0 gCO2eq (40.00 gCO2eq/kWh, residual)", "power: 1,000 W (500 to 1,500), given; given in the request", "intensity of the grid: 100 gCO2eq/kWh (range not stated), measured; neso", "nobody has weighed the making of power-1",
            ],
            expected => Assert.Contains(expected, run.Output, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Footprint_Options_BecomeTheRequest()
    {
        await using var api = (await ApiStandIn.StartAsync()).On(Route, Answers.Footprint());

        var run = await CarbonRun.RunAsync(
            api, "footprint", "--region", "aws/eu-west-2", "--pue", "1.2", "--start", "2026-03-15T00:00Z", "--duration", "1d", "--instance", "m6i.large", "--count", "2",
            "--storage-tb", "1.5", "--network-gb", "100", "--units", "1000", "--unit", "request", "--certificates", "0.6", "--residual", "400", "--output", "json");

        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        Assert.True(api.Requests.TryDequeue(out var asked));
        using var expected = JsonDocument.Parse("""
            {"site":{"provider":"aws","region":"eu-west-2","pue":1.2},"start":"2026-03-15T00:00:00+00:00","end":"2026-03-16T00:00:00+00:00",
             "components":[{"instances":{"instanceType":"m6i.large","count":2,"utilization":0.5}},{"storage":{"terabytes":1.5,"medium":"ssd"}},{"network":{"gigabytes":100}}],
             "factor":"lifecycle","market":{"certificateShare":0.6,"certificateIntensityGPerKwh":0,"residualIntensityGPerKwh":400},"functionalUnit":{"name":"request","count":1000}}
            """);
        Assert.True(JsonElement.DeepEquals(expected.RootElement, asked.Json), asked.Body);
        Assert.Equal(200, JsonDocument.Parse(run.Output).RootElement.GetProperty("totals").GetProperty("locationBasedG").GetDouble());
    }

    [Fact]
    public async Task Footprint_FromStandardInput_IsSentAsItIs()
    {
        await using var api = (await ApiStandIn.StartAsync()).On(Route, Answers.Footprint());

        var run = await CarbonRun.Start(["footprint", "--file", "-", "--api", api.Address], """{"site":{"zone":"GB"},"mine":1}""").EndAsync();

        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        Assert.True(api.Requests.TryDequeue(out var asked));
        Assert.Equal("""{"site":{"zone":"GB"},"mine":1}""", asked.Body);
    }

    [Theory]
    [InlineData("--zone GB --duration 1h", "what drew energy")]
    [InlineData("--duration 1h --watts 5", "Give one site")]
    [InlineData("--zone GB --watts 5", "Give the period")]
    [InlineData("--zone GB --watts 5 --start 2026-03-15 --end 2026-03-16 --duration 1d", "Give the period")]
    [InlineData("--file x.json --zone GB", "--zone says what --file says")]
    public async Task Footprint_WrongUsage_SaysWhatToGive(string arguments, string expected)
    {
        var run = await CarbonRun.RunAsync(["footprint", .. arguments.Split(' ')]);

        Assert.Equal(2, run.ExitCode);
        Assert.Contains(expected, run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Footprint_FileThatIsNoJson_FailsNamingIt()
    {
        var run = await CarbonRun.Start(["footprint", "--file", "-"], "{oops").EndAsync();

        Assert.Equal(1, run.ExitCode);
        Assert.Contains("- is no JSON", run.Error, StringComparison.Ordinal);
    }
}
