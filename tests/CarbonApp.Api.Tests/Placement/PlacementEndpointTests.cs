using CarbonApp.Api.Tests.Fakes;

namespace CarbonApp.Api.Tests.Placement;

public sealed class PlacementEndpointTests
{
    private const string Path = "/api/v2/placement";
    private const string Sites = """[{"zone":"FR","capacity":600},{"zone":"GB","pue":1.2,"capacity":900}]""";

    [Fact]
    public async Task Post_CleanSiteFull_SpillsOverAndPricesItsCapacity()
    {
        await using var api = Api();

        var placed = await PlaceAsync(api, $$"""
            {"requests":[{"origin":"Paris","count":1000,"maxLatencyMs":50,"wattHoursPerRequest":2,"latencyMs":{"FR":5,"GB":20} }],"sites":{{Sites}}}
            """);

        // 0.002 kWh × 50 g at FR, 0.002 × 1.2 × 200 at GB: 0.1 and 0.48 g a request.
        Assert.Equal("optimal", placed.String("status"));
        Assert.Equal((600 * 0.1) + (400 * 0.48), placed.Number("emissionsG"), 9);
        Assert.Equal(placed.Number("emissionsG"), placed.Number("bestBoundG"), 6);
        Assert.Equal((600 * 0.002) + (400 * 0.0024), placed.Number("energyKwh"), 9);
        Assert.Equal(0.38, placed.Number("sites", "0", "capacityPriceG"), 9);
        Assert.Equal(0, placed.Number("sites", "1", "capacityPriceG"));
        Assert.Equal(0.48, placed.Number("origins", "0", "marginalG"), 9);
        Assert.Equal(400, placed.Number("assignments", "1", "count"));
        Assert.Equal(20, placed.Number("assignments", "1", "latencyMs"));
        Assert.Equal(0, placed.Number("nearest", "savingPct"), 9);
        Assert.Equal("2026-03-15T00:00:00Z", placed.String("from"));
        Assert.Empty(placed.At("warnings").EnumerateArray());
    }

    [Fact]
    public async Task Post_NearSiteDirtier_SavesAgainstTheNearestUnlessLatencyForbids()
    {
        await using var api = Api();
        string Body(double latency) => $$"""
            {"requests":[{"origin":"London","count":100,"maxLatencyMs":{{latency}},"wattHoursPerRequest":1,"latencyMs":{"FR":21,"GB":3} }],"sites":{{Sites}}}
            """;

        var (loose, tight) = (await PlaceAsync(api, Body(21)), await PlaceAsync(api, Body(20.9)));

        Assert.Equal("FR", loose.String("assignments", "0", "site"));
        Assert.Equal(100 * (240.0 - 50) / 240, loose.Number("nearest", "savingPct"), 6);
        Assert.Equal("GB", tight.String("assignments", "0", "site"));
    }

    [Fact]
    public async Task Post_LatencyLeftOut_IsEstimatedFromThePlacesAndSaysSo()
    {
        await using var api = Api();

        // London to Paris is some 340 km: 5 + 0.015 × 340 = 10.1 ms.
        var placed = await PlaceAsync(api, """
            {"requests":[{"origin":"London","latitude":51.5,"longitude":-0.13,"count":100,"maxLatencyMs":15,"wattHoursPerRequest":1}],
             "sites":[{"id":"paris","provider":"aws","region":"eu-west-3","capacity":600}]}
            """);

        Assert.Equal("paris", placed.String("assignments", "0", "site"));
        Assert.InRange(placed.Number("assignments", "0", "latencyMs"), 9.9, 10.4);
        Assert.Contains(placed.At("warnings").EnumerateArray(), w => w.GetString() == "ESTIMATED_LATENCY");
    }

    [Fact]
    public async Task Post_TooLittleRoom_NamesWhoIsShortAndWhereByHowMuch()
    {
        await using var api = Api();

        var answer = await api.PostAsync(Path, $$"""
            {"requests":[{"origin":"Paris","count":1000,"maxLatencyMs":10,"wattHoursPerRequest":1,"latencyMs":{"FR":5,"GB":20} }],"sites":{{Sites}}}
            """);

        Assert.Equal(422, answer.Status);
        Assert.Equal("CAPACITY_SHORT", answer.String("code"));
        Assert.Equal("Paris", answer.String("unplaced", "0", "origin"));
        Assert.Equal(400, answer.Number("unplaced", "0", "missing"));
        Assert.Equal("FR", answer.String("unplaced", "0", "sitesInReach", "0"));
        Assert.Contains("400 requests of 1 origins cannot be served: the sites in their reach (FR)", answer.String("detail"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Post_NoSiteInReach_SaysThatLatencyStandsInTheWay()
    {
        await using var api = Api();

        var answer = await api.PostAsync(Path, $$"""
            {"requests":[{"origin":"Perth","count":1,"maxLatencyMs":10,"wattHoursPerRequest":1,"latencyMs":{"FR":250} }],"sites":{{Sites}}}
            """);

        Assert.Equal((422, "UNPLACEABLE"), (answer.Status, answer.String("code")));
        Assert.Empty(answer.At("unplaced", "0", "sitesInReach").EnumerateArray());
    }

    [Fact]
    public async Task Post_GapAtOneSite_ServesAtTheOtherAndWarns()
    {
        await using var api = new TestApi(Fakes.Signals.Hourly("FR", double.NaN, 50), Fakes.Signals.Flat("GB", 200, 3));

        var placed = await PlaceAsync(api, $$"""{"requests":[{"origin":"Paris","count":10,"wattHoursPerRequest":1}],"sites":{{Sites}}}""");

        Assert.Equal("GB", placed.String("assignments", "0", "site"));
        Assert.False(placed.At("sites", "0").TryGetProperty("meanIntensity", out var mean) && mean.ValueKind != System.Text.Json.JsonValueKind.Null);
        Assert.Contains(placed.At("warnings").EnumerateArray(), w => w.GetString() == "SITE_WITHOUT_SIGNAL");
        Assert.False(placed.At().TryGetProperty("nearest", out var nearest) && nearest.ValueKind != System.Text.Json.JsonValueKind.Null);
    }

    [Theory]
    [InlineData("""{"sites":[{"zone":"GB","capacity":1}]}""", "equests")]
    [InlineData("""{"requests":[],"sites":[{"zone":"GB","capacity":1}]}""", "requests: 0 lies outside 1 to 2000")]
    [InlineData("""{"requests":[{"origin":"x","count":-1,"wattHoursPerRequest":1}],"sites":[{"zone":"GB","capacity":1}]}""", "requests[0].count: -1 lies outside")]
    [InlineData("""{"requests":[{"origin":"x","count":1,"wattHoursPerRequest":0}],"sites":[{"zone":"GB","capacity":1}]}""", "requests[0].wattHoursPerRequest: 0 lies outside")]
    [InlineData("""{"requests":[{"origin":"x","count":1,"wattHoursPerRequest":1,"latitude":91,"longitude":0}],"sites":[{"zone":"GB","capacity":1}]}""", "requests[0].latitude: 91 lies outside")]
    [InlineData("""{"requests":[{"origin":"x","count":1,"wattHoursPerRequest":1,"latitude":9}],"sites":[{"zone":"GB","capacity":1}]}""", "both latitude and longitude")]
    [InlineData("""{"requests":[{"origin":"x","count":1,"wattHoursPerRequest":1,"latencyMs":{"FR":1} }],"sites":[{"zone":"GB","capacity":1}]}""", "'FR' is the id of no site")]
    [InlineData("""{"requests":[{"origin":"x","count":1,"wattHoursPerRequest":1}],"sites":[{"zone":"GB","capacity":1}],"from":"2026-03-15T02:00:00Z","to":"2026-03-15T02:00:00Z"}""", "must lie after")]
    public async Task Post_InvalidRequest_Answers400NamingWhatIsWrong(string body, string expected)
    {
        await using var api = Api();

        var answer = await api.PostAsync(Path, body);

        Assert.Equal(400, answer.Status);
        Assert.Contains(expected, answer.Text.Replace("\\u0027", "'", StringComparison.Ordinal), StringComparison.Ordinal);
    }

    private static TestApi Api() => new(Fakes.Signals.Flat("FR", 50, 3), Fakes.Signals.Flat("GB", 200, 3));

    private static async Task<Answer> PlaceAsync(TestApi api, string body)
    {
        var answer = await api.PostAsync(Path, body);
        Assert.True(answer.Status == 200, answer.Text);
        return answer;
    }
}
