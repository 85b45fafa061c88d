using CarbonApp.Api.Tests.Fakes;
using CarbonApp.Engine.Grid.Signals;

namespace CarbonApp.Api.Tests.Footprint;

public sealed class FootprintEndpointTests
{
    private const string Path = "/api/v2/footprint";

    /// <summary>Twelve hours at 100 g/kWh, twelve at 300.</summary>
    private static readonly double[] Day = [.. Enumerable.Repeat(100.0, 12), .. Enumerable.Repeat(300.0, 12)];

    /// <summary>docs/methods/footprint.md works this through, line by line.</summary>
    private const string Worked = """
        {"id":"shop","site":{"provider":"aws","region":"eu-west-2"},"start":"2026-03-15T00:00:00Z","end":"2026-03-16T00:00:00Z",
         "components":[{"name":"web","instances":{"instanceType":"m6i.large","count":2}},
                       {"name":"files","storage":{"terabytes":1,"medium":"ssd"}},
                       {"name":"downloads","network":{"gigabytes":100}}],
         "market":{"certificateShare":0.6,"residualIntensityGPerKwh":400},
         "functionalUnit":{"name":"request","count":1000}}
        """;

    [Fact]
    public async Task Post_WorkedExample_GivesTheFiguresOfTheDocumentation()
    {
        await using var api = new TestApi(Fakes.Signals.Hourly("GB", Fakes.Signals.Now, SignalStatus.Measured, Day));

        var answer = await AnswerAsync(api, Worked);

        Assert.Equal(0.659208, answer.Number("components", "0", "energyKwh"), 9);
        Assert.Equal(38.2813, answer.Number("components", "0", "embodiedG"), 3);
        Assert.Equal(0.098064, answer.Number("components", "1", "energyKwh"), 9);
        Assert.Equal(0.1, answer.Number("components", "2", "energyKwh"), 9);
        Assert.Equal(0.857272, answer.Number("totals", "energyKwh"), 9);
        Assert.Equal(171.4544, answer.Number("totals", "locationBasedG"), 6);
        Assert.Equal(137.16352, answer.Number("totals", "marketBasedG"), 6);
        Assert.Equal(0.2097357, answer.Number("sci", "scoreG"), 6);
        Assert.Equal("request", answer.String("sci", "unitName"));
        Assert.Equal("""["files","downloads"]""", answer.At("totals", "embodiedUnknownOf").GetRawText());
        Assert.Equal("""["EMBODIED_UNKNOWN"]""", answer.At("warnings").GetRawText());
        Assert.Equal(("measured", 200.0), (answer.String("locationIntensity", "confidence"), answer.Number("locationIntensity", "value")));
        Assert.Equal(("residual", 160.0), (answer.String("market", "restBasis"), Math.Round(answer.Number("market", "intensity", "value"), 9)));
    }

    [Fact]
    public async Task Post_WorkedExample_EachCoefficientSaysHowSureItIs()
    {
        await using var api = new TestApi(Fakes.Signals.Hourly("GB", Fakes.Signals.Now, SignalStatus.Measured, Day));

        var answer = await AnswerAsync(api, Worked);

        var coefficients = answer.At("components").EnumerateArray().SelectMany(c => c.GetProperty("coefficients").EnumerateArray())
            .ToLookup(c => c.GetProperty("name").GetString()!, c => (c.GetProperty("confidence").GetString(), c.GetProperty("source").GetString()));
        Assert.Equal(("measured", "Teads EC2 data set, via Cloud Carbon Footprint"), coefficients["power of m6i.large at 50 %"].Single());
        Assert.Equal("estimated", coefficients["power usage effectiveness"].First().Item1);
        Assert.Equal("assumed", coefficients["copies of stored data"].Single().Item1);
        Assert.Equal("assumed", coefficients["energy of network"].Single().Item1);
        Assert.All(coefficients.SelectMany(c => c), c => Assert.False(string.IsNullOrWhiteSpace(c.Item2)));
        Assert.Contains("intensity of the grid", answer.At("totals", "rangeUnknownOf").GetRawText(), StringComparison.Ordinal);
        Assert.True(answer.Number("totals", "lowG") < answer.Number("totals", "locationAndEmbodiedG"));
        Assert.True(answer.Number("totals", "highG") > answer.Number("totals", "locationAndEmbodiedG"));
    }

    [Fact]
    public async Task Post_PartsOfAnHour_AreWeightedByTime()
    {
        await using var api = new TestApi(Fakes.Signals.Hourly("GB", 100, 400));

        var answer = await AnswerAsync(api, Body("""{"power":{"watts":1000} }""", end: "2026-03-15T01:30:00Z"));

        Assert.Equal(200, answer.Number("locationIntensity", "value"), 9);
        Assert.Equal(300, answer.Number("totals", "locationBasedG"), 9);
        Assert.Equal("estimated", answer.String("locationIntensity", "confidence"));
    }

    [Fact]
    public async Task Post_ManyComponents_AddUp()
    {
        await using var api = new TestApi(Fakes.Signals.Hourly("GB", Day));
        var parts = string.Join(',', Enumerable.Range(1, 40).SelectMany(i => new[]
        {
            $$"""{"hours":{{i % 24}}.5,"instances":{"provider":"aws","instanceType":"c7g.large","count":{{i}},"utilization":0.3} }""",
            $$"""{"power":{"watts":{{i}}.7,"serverKg":1000,"serverShare":0.1} }""",
            $$"""{"memory":{"gigabytes":{{i}} } }""", $$"""{"storage":{"terabytes":{{i}},"medium":"hdd"} }""",
        }));

        var answer = await AnswerAsync(api, Body(parts, end: "2026-03-16T00:00:00Z"));

        Assert.Equal(160, answer.At("components").GetArrayLength());
        foreach (var (member, total) in new[] { ("energyKwh", "energyKwh"), ("locationBasedG", "locationBasedG"), ("marketBasedG", "marketBasedG"), ("embodiedG", "embodiedG") })
        {
            var sum = answer.At("components").EnumerateArray().Sum(c => c.TryGetProperty(member, out var v) && v.ValueKind == System.Text.Json.JsonValueKind.Number ? v.GetDouble() : 0);
            Assert.Equal(answer.Number("totals", total), sum, 1e-9 * answer.Number("totals", total));
        }

        Assert.Equal(answer.Number("totals", "locationAndEmbodiedG"), answer.Number("sci", "scoreG"), 9);
        Assert.Equal("instances-1", answer.String("components", "0", "name"));
    }

    [Fact]
    public async Task Post_NothingBoughtAtAZone_WarnsOfWhatStandsIn()
    {
        await using var api = new TestApi(Fakes.Signals.Hourly("GB", Fakes.Signals.Now, SignalStatus.Estimated, Day));

        var answer = await AnswerAsync(api, """{"site":{"zone":"GB"},"start":"2026-03-15T00:00:00Z","end":"2026-03-15T01:00:00Z","components":[{"power":{"watts":100}}]}""");

        Assert.Equal("""["ESTIMATED_SIGNAL","LOCATION_STANDS_IN","ASSUMED_PUE","EMBODIED_UNKNOWN"]""", answer.At("warnings").GetRawText());
        Assert.Equal(answer.Number("totals", "locationBasedG"), answer.Number("totals", "marketBasedG"));
        Assert.Equal(("run", 1.0), (answer.String("sci", "unitName"), answer.Number("sci", "units")));
    }

    [Fact]
    public async Task Post_GivenIntensity_AsksNoSource()
    {
        await using var api = new TestApi();

        var answer = await AnswerAsync(api, """{"site":{"zone":"GB","pue":1},"start":"2026-03-15T00:00:00Z","end":"2026-03-15T10:00:00Z","intensityGPerKwh":250,"components":[{"power":{"watts":1000}}],"market":{"carbonFreeShare":0.9}}""");

        Assert.Empty(api.Reader.Queries);
        Assert.Equal(2500, answer.Number("totals", "locationBasedG"), 9);
        Assert.Equal(250, answer.Number("totals", "marketBasedG"), 9);
        Assert.Equal("given", answer.String("locationIntensity", "confidence"));
        Assert.Contains("CARBON_FREE_REST_UNKNOWN", answer.At("warnings").GetRawText(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"start":"2026-03-15T00:00:00Z","end":"2026-03-15T09:00:00Z","components":[{"power":{"watts":1}}]}""", 400, "site")]
    [InlineData("""{"site":{"zone":"GB"},"end":"2026-03-15T09:00:00Z","components":[{"power":{"watts":1}}]}""", 400, "start")]
    [InlineData("""{"site":{"zone":"GB"},"start":"2026-03-15T09:00:00Z","end":"2026-03-15T09:00:00Z","components":[{"power":{"watts":1}}]}""", 400, "is not after start")]
    [InlineData("""{"site":{"zone":"GB"},"start":"2024-03-15T09:00:00Z","end":"2026-03-15T09:00:00Z","components":[{"power":{"watts":1}}]}""", 400, "at most 400")]
    [InlineData("""{"site":{"zone":"GB"},"start":"2026-03-15T00:00:00Z","end":"2026-03-15T09:00:00Z","components":[]}""", 400, "components")]
    [InlineData("""{"site":{"zone":"GB"},"start":"2026-03-15T00:00:00Z","end":"2026-03-15T09:00:00Z","components":[{}]}""", 400, "exactly one of")]
    [InlineData("""{"site":{"zone":"GB"},"start":"2026-03-15T00:00:00Z","end":"2026-03-15T09:00:00Z","components":[{"power":{"watts":1},"network":{"gigabytes":1}}]}""", 400, "exactly one of")]
    [InlineData("""{"site":{"zone":"GB"},"start":"2026-03-15T00:00:00Z","end":"2026-03-15T09:00:00Z","components":[{"hours":9.5,"power":{"watts":1}}]}""", 400, "components[0].hours: 9.5 lies outside 0 to 9 h")]
    [InlineData("""{"site":{"zone":"GB"},"start":"2026-03-15T00:00:00Z","end":"2026-03-15T09:00:00Z","components":[{"power":{}}]}""", 400, "atts")]
    [InlineData("""{"site":{"zone":"GB"},"start":"2026-03-15T00:00:00Z","end":"2026-03-15T09:00:00Z","components":[{"storage":{"terabytes":1,"medium":"tape"}}]}""", 400, "ssd, hdd")]
    [InlineData("""{"site":{"zone":"GB"},"start":"2026-03-15T00:00:00Z","end":"2026-03-15T09:00:00Z","components":[{"instances":{"instanceType":"m6i.large"}}]}""", 400, "say whose instance type")]
    [InlineData("""{"site":{"zone":"GB"},"start":"2026-03-15T00:00:00Z","end":"2026-03-15T09:00:00Z","components":[{"power":{"watts":1}}],"market":{"certificateShare":0.1,"carbonFreeShare":0.5}}""", 400, "counts certificates in")]
    [InlineData("""{"site":{"zone":"GB"},"start":"2026-03-15T00:00:00Z","end":"2026-03-15T09:00:00Z","components":[{"power":{"watts":1}}],"market":{"carbonFreeShare":0.3,"gridCarbonFreeShare":0.5}}""", 400, "at least as much")]
    [InlineData("""{"site":{"zone":"GB"},"start":"2026-03-15T00:00:00Z","end":"2026-03-15T09:00:00Z","components":[{"power":{"watts":1}}],"functionalUnit":{"count":0}}""", 400, "ount")]
    [InlineData("""{"site":{"region":"eu-west-9"},"start":"2026-03-15T00:00:00Z","end":"2026-03-15T09:00:00Z","components":[{"power":{"watts":1}}]}""", 422, "UNKNOWN_REGION")]
    [InlineData("""{"site":{"zone":"GB"},"start":"2026-03-15T00:00:00Z","end":"2026-03-15T09:00:00Z","components":[{"instances":{"provider":"aws","instanceType":"m6i.hugest"}}]}""", 422, "UNKNOWN_INSTANCE")]
    [InlineData("""{"site":{"zone":"FR"},"start":"2026-03-15T00:00:00Z","end":"2026-03-15T09:00:00Z","components":[{"power":{"watts":1}}]}""", 422, "NO_SIGNAL")]
    [InlineData("""{"site":{"zone":"GB"},"start":"2026-03-15T20:00:00Z","end":"2026-03-16T09:00:00Z","components":[{"power":{"watts":1}}]}""", 422, "HORIZON_EXCEEDED")]
    public async Task Post_WithoutAnAnswer_NamesWhatToChange(string body, int status, string expected)
    {
        await using var api = new TestApi(Fakes.Signals.Hourly("GB", Day));

        var answer = await api.PostAsync(Path, body);

        Assert.True(answer.Status == status, answer.Text);
        Assert.Contains(expected, answer.Text, StringComparison.Ordinal);
    }

    private static string Body(string components, string end) =>
        $$"""{"site":{"zone":"GB","pue":1},"start":"2026-03-15T00:00:00Z","end":"{{end}}","components":[{{components}}]}""";

    private static async Task<Answer> AnswerAsync(TestApi api, string body)
    {
        var answer = await api.PostAsync(Path, body);
        Assert.True(answer.Status == 200, answer.Text);
        return answer;
    }
}
