using System.Text.Json;
using CarbonApp.Api.Kelp.Results;
using CarbonApp.Cli.Tests.Fakes;
using Microsoft.AspNetCore.Http;

namespace CarbonApp.Cli.Tests.Kelp;

public sealed class KelpLookupTests
{
    [Fact]
    public async Task Scenes_Place_IsAskedForAndListedWithItsOffset()
    {
        await using var api = (await ApiStandIn.StartAsync()).On("GET /api/v2/scenes", KelpAnswers.Scenes());

        var run = await CarbonRun.RunAsync(api, "kelp", "scenes", "--lat", "36.6", "--lon", "-122", "--radius-km", "3", "--from", "2024-06-01", "--to", "2024-09-01", "--max-cloud", "0.5", "--limit", "1", "--catalog", "local");

        Assert.Equal(0, run.ExitCode);
        Assert.Equal("?lat=36.6&lon=-122&radiusKm=3&from=2024-06-01T00%3A00%3A00Z&to=2024-09-01T00%3A00%3A00Z&maxCloud=0.5&limit=1&catalog=local", Assert.Single(api.Requests).Query);
        Assert.Matches(@"S2A_10SEF_20240708 .*10SEF +12\.5 % +05\.10 +-1000 +raster:bands +B04 B08 SCL", run.Output);
        Assert.Contains("There are more", run.Error, StringComparison.Ordinal);
        Assert.Contains("warning: earth-search did not answer.", run.Error, StringComparison.Ordinal);
        Assert.Contains("warning: S2A_10SEF_20240708: odd offset", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Scenes_None_Ends3WithTheReason()
    {
        await using var api = (await ApiStandIn.StartAsync()).On("GET /api/v2/scenes", KelpAnswers.Scenes() with { Scenes = [], Complete = true, Notes = ["No scene before 2015."] });

        var run = await CarbonRun.RunAsync(api, "kelp", "scenes", "--bbox", "-122.1,36.5,-121.9,36.7");

        Assert.Equal((3, ""), (run.ExitCode, run.Output));
        Assert.Equal("?bbox=-122.1%2C36.5%2C-121.9%2C36.7", Assert.Single(api.Requests).Query);
        Assert.Contains("No scene before 2015.", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Tide_AtATime_SaysHeightDatumAndStations()
    {
        await using var api = await TideApiAsync();

        var run = await CarbonRun.RunAsync(api, "kelp", "tide", "--lat", "36.6", "--lon", "-122", "--at", "2024-06-01T12:00Z");

        Assert.Equal(0, run.ExitCode);
        Assert.Equal("?lat=36.6&lon=-122&t=2024-06-01T12%3A00%3A00Z", Assert.Single(api.Requests).Query);
        Assert.Contains("2024-06-01 12:00Z  2.00 m above MLLW", run.Output, StringComparison.Ordinal);
        Assert.Contains("Monterey (noaa/9413450), 9.5 km away, counts 100.0 %; public domain", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Tide_Period_MarksHighAndLowWaterOnce()
    {
        await using var api = await TideApiAsync();

        var run = await CarbonRun.RunAsync(api, "kelp", "tide", "--lat", "36.6", "--lon", "-122", "--from", "2024-06-01T06:00Z", "--to", "2024-06-03T00:00Z");

        Assert.Equal(0, run.ExitCode);
        Assert.Equal(2, api.Requests.Count);
        var lines = run.Output.Split('\n').Where(l => l.Contains('Z', StringComparison.Ordinal)).ToArray();
        Assert.Equal(84, lines.Length);
        Assert.Equal(["2024-06-01 12:00Z", "2024-06-02 12:00Z"], lines.Where(l => l.Contains("high", StringComparison.Ordinal)).Select(l => l.Trim()[..17]));
        Assert.Equal(["2024-06-02 00:00Z"], lines.Where(l => l.Contains("low", StringComparison.Ordinal)).Select(l => l.Trim()[..17]));
    }

    [Fact]
    public async Task Tide_NoStationNear_Ends3()
    {
        await using var api = (await ApiStandIn.StartAsync()).OnProblem("GET /api/v2/tide", 422, """{"code":"NO_TIDE_STATION","detail":"The nearest is 400 km away."}""");

        var run = await CarbonRun.RunAsync(api, "kelp", "tide", "--lat", "0", "--lon", "-140");

        Assert.Equal(3, run.ExitCode);
        Assert.Contains("The nearest is 400 km away.", run.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--from", "2024-06-01")]
    [InlineData("--from", "2024-06-01", "--to", "2024-07-03")]
    [InlineData("--from", "2024-06-01", "--to", "2024-06-02", "--at", "2024-06-01")]
    public async Task Tide_WrongPeriod_Ends2(params string[] times)
    {
        var run = await CarbonRun.RunAsync(["kelp", "tide", "--lat", "1", "--lon", "1", .. times]);

        Assert.Equal((2, ""), (run.ExitCode, run.Output));
    }

    [Fact]
    public async Task SpeciesAndIndices_AreListedWithTheirSources()
    {
        await using var api = (await ApiStandIn.StartAsync())
            .On("GET /api/v2/species", new SpeciesResponse
            {
                Species =
                [
                    new SpeciesItem
                    {
                        Name = "nereocystis", LatinName = "Nereocystis luetkeana", CommonName = "bull kelp", AssumedIn = "north of 40° N",
                        Constants = [new SpeciesConstant { Name = "dry-share", Unit = "share", P5 = 0.056, P50 = 0.0866, P95 = 0.126, Source = "Hakai kelpbio" }],
                    },
                ],
            })
            .On("GET /api/v2/indices", new IndicesResponse { Indices = [new IndexItem { Name = "fai", Title = "Floating Algae Index", Formula = "B08 − B04 − …", Source = "Hu 2009", Min = -0.02, Max = 0.1 }] });

        var species = await CarbonRun.RunAsync(api, "kelp", "species");
        var indices = await CarbonRun.RunAsync(api, "kelp", "indices");
        var json = await CarbonRun.RunAsync(api, "kelp", "indices", "-o", "json");

        Assert.Matches(@"dry-share +0\.0866 \(0\.056–0\.126\) +share +Hakai kelpbio", species.Output);
        Assert.Matches(@"fai +Floating Algae Index +B08 − B04 − … +-0\.02 +0\.1 +Hu 2009", indices.Output);
        Assert.Equal("fai", JsonDocument.Parse(json.Output).RootElement.GetProperty("indices")[0].GetProperty("name").GetString());
    }

    private static async Task<ApiStandIn> TideApiAsync() => (await ApiStandIn.StartAsync()).On("GET /api/v2/tide", (context, _) =>
        context.Response.WriteAsync(JsonSerializer.Serialize(KelpAnswers.Tide(DateTimeOffset.Parse(context.Request.Query["t"]!, null)), ApiStandIn.Json)));
}
