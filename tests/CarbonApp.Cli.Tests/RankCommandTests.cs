using System.Text.Json;
using CarbonApp.Cli.Tests.Fakes;

namespace CarbonApp.Cli.Tests;

public sealed class RankCommandTests
{
    [Fact]
    public async Task Rank_Zones_KeepsTheApisOrderWithUnits()
    {
        await using var api = await StartAsync();

        var run = await CarbonRun.RunAsync(api, "rank", "--top", "2");

        var rows = run.Output.Split('\n').Where(line => line.Contains("Place of", StringComparison.Ordinal)).ToArray();
        Assert.Equal(2, rows.Length);
        Assert.Matches("1 .*SE-SE1.*20.00 gCO2eq/kWh", rows[0]);
        Assert.Matches("2 .*FR.*50.00 gCO2eq/kWh", rows[1]);
    }

    [Fact]
    public async Task Rank_Regions_CountsThePueAndPutsUnknownLast()
    {
        await using var api = await StartAsync();

        var run = await CarbonRun.RunAsync(api, "rank", "--regions");

        var rows = run.Output.Split('\n').Where(line => line.Contains("Place of", StringComparison.Ordinal)).ToArray();
        // 50 × 1.1 = 55 beats 20 × 3 = 60.
        Assert.Matches("aws/eu-west-3.*55.00 gCO2eq/kWh", rows[0]);
        Assert.Matches("gcp/europe-north2.*60.00 gCO2eq/kWh", rows[1]);
        Assert.Matches("aws/eu-central-1.*440.00 gCO2eq/kWh", rows[2]);
        Assert.Matches("azure/nowhere.*no data", rows[3]);
    }

    [Fact]
    public async Task Rank_OneProviderAsJson_HasTheApisRegionsWithTheirIntensity()
    {
        await using var api = await StartAsync();

        var run = await CarbonRun.RunAsync(api, "rank", "--provider", "aws", "--top", "1", "-o", "json");

        var region = Assert.Single(JsonDocument.Parse(run.Output).RootElement.GetProperty("regions").EnumerateArray());
        Assert.Equal("eu-west-3", region.GetProperty("code").GetString());
        Assert.Equal(50, region.GetProperty("intensity").GetDouble());
        Assert.Equal(55, region.GetProperty("computingIntensity").GetDouble(), 9);
    }

    [Fact]
    public async Task Rank_ZonesAsJson_IsTheAnswerUnchanged()
    {
        await using var api = await StartAsync();

        var run = await CarbonRun.RunAsync(api, "rank", "--output", "json");

        Assert.Equal(JsonSerializer.Serialize(Answers.Zones(), ApiStandIn.Json) + "\n", run.Output);
    }

    [Theory]
    [InlineData("--provider", "ibm")]
    [InlineData("--top", "0")]
    [InlineData("--zones", "--regions")]
    public async Task Rank_WrongChoice_Ends2(params string[] options)
    {
        await using var api = await StartAsync();

        var run = await CarbonRun.RunAsync(api, ["rank", .. options]);

        Assert.Equal((2, ""), (run.ExitCode, run.Output));
        Assert.StartsWith("error:", run.Error, StringComparison.Ordinal);
    }

    private static async Task<ApiStandIn> StartAsync() =>
        (await ApiStandIn.StartAsync()).On("GET /api/v2/zones", Answers.Zones()).On("GET /api/v2/regions", Answers.Regions());
}
