using CarbonApp.Api.Tests.Fakes;
using CarbonApp.Engine.Grid.Planning.Placement;

namespace CarbonApp.Api.Tests.Plans;

/// <summary>One job that may run at several sites.</summary>
public sealed class PlanSitesTests
{
    private static readonly double[] Dear = [400, 300, 200, .. Enumerable.Repeat(400.0, 22)];
    private static readonly double[] Clean = [100, 90, 100, 110, .. Enumerable.Repeat(120.0, 21)];

    [Fact]
    public async Task Post_TwoSites_ChoosesTheCleanerAndComparesBoth()
    {
        await using var api = new TestApi(Signals.Hourly("GB", Dear), Signals.Hourly("FR", Clean));

        var plan = await PlanAsync(api, """{"job":{"duration":"PT1H","resources":{"watts":1000} },"sites":[{"zone":"GB"},{"zone":"FR","pue":1.5}]}""");

        Assert.Equal("FR", plan.String("segments", "0", "site", "zone"));
        Assert.Equal("2026-03-15T01:00:00Z", plan.String("segments", "0", "start"));
        Assert.Equal(1.5 * 90, plan.Number("totals", "emissionsG"), 9);
        Assert.Equal(1.5 * 100, plan.Number("baselines", "runNow", "emissionsG"), 9);
        Assert.Equal(400, plan.Number("baselines", "homeRegion", "emissionsG"), 9);
        Assert.Equal(100 * (400 - 135) / 400.0, plan.Number("baselines", "homeRegion", "savingPct"), 9);
        Assert.Equal((1, "chosen"), (plan.At("sites", "0", "index").GetInt32(), plan.String("sites", "0", "status")));
        Assert.Equal((0, "possible"), (plan.At("sites", "1", "index").GetInt32(), plan.String("sites", "1", "status")));
        Assert.Equal("2026-03-15T02:00:00Z", plan.String("sites", "1", "start"));
        Assert.Equal(200, plan.Number("sites", "1", "emissionsWithTransferG"), 9);
        Assert.StartsWith("Start in FR at 01:00 UTC instead of now", plan.String("explanation"), StringComparison.Ordinal);
        Assert.Contains("Of 2 possible sites it is the best by emissions; next is GB with 200 g against 135 g.", plan.String("explanation"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Post_EqualSites_TakesTheOneGivenFirst()
    {
        await using var api = new TestApi(Signals.Hourly("FR", Clean), Signals.Hourly("GB", Clean));

        var plan = await PlanAsync(api, """{"job":{"duration":"PT1H"},"sites":[{"zone":"GB"},{"zone":"FR"}]}""");

        Assert.Equal("GB", plan.String("segments", "0", "site", "zone"));
    }

    [Fact]
    public async Task Post_DataToMove_CountsTheMeanOfBothEnds()
    {
        await using var api = new TestApi(Signals.Flat("GB", 400, 25), Signals.Flat("FR", 100, 25));
        const string Body = """{"job":{"duration":"PT1H","resources":{"watts":1000},"dataGb":%GB%,"origin":{"zone":"GB"} },"sites":[{"zone":"GB"},{"zone":"FR"}]}""";

        var little = await PlanAsync(api, Body.Replace("%GB%", "1000", StringComparison.Ordinal));
        var much = await PlanAsync(api, Body.Replace("%GB%", "1300", StringComparison.Ordinal));

        // 1,000 GB × 0.001 kWh/GB × 250 g/kWh: 250 g more than FR's 100 are less than GB's 400; 325 g more are not.
        Assert.Equal("FR", little.String("segments", "0", "site", "zone"));
        Assert.Equal((100, 250, 350), (little.Number("totals", "emissionsG"), little.Number("totals", "transferG"), little.Number("totals", "emissionsWithTransferG")));
        Assert.Equal(350, little.Number("bestBoundG"), 9);
        Assert.Equal(100 * 50 / 400.0, little.Number("baselines", "homeRegion", "savingPct"), 9);
        Assert.Contains("Moving 1000 GB there adds 250 g.", little.String("explanation"), StringComparison.Ordinal);
        Assert.Equal(("GB", 0), (much.String("segments", "0", "site", "zone"), much.Number("totals", "transferG")));
        Assert.Equal(425, much.Number("sites", "1", "emissionsWithTransferG"), 9);
    }

    [Fact]
    public async Task Post_OriginOfWhichNothingIsKnown_LeavesOutAllElsewhere()
    {
        await using var api = new TestApi(Signals.Flat("FR", 100, 25));

        var answer = await api.PostAsync("/api/v2/plan", """{"job":{"duration":"PT1H","dataGb":10,"origin":{"zone":"GB"} },"sites":[{"zone":"FR"}]}""");

        Assert.Equal((422, "NO_SITE"), (answer.Status, answer.String("code")));
        Assert.Equal("UNKNOWN_TRANSFER", answer.String("sites", "0", "reason"));
    }

    [Fact]
    public async Task Post_Latency_IsMeasuredOrEstimatedAndKept()
    {
        await using var api = new TestApi(Signals.Flat("GB", 400, 25), Signals.Flat("FR", 100, 25), Signals.Flat("US-CAL-CISO", 50, 25));
        const string Body = """
            {"job":{"duration":"PT1H","origin":{"provider":"aws","region":"eu-west-2"},"maxLatencyMs":40},
             "sites":[{"provider":"aws","region":"eu-west-2"},{"provider":"aws","region":"eu-west-3"},{"provider":"aws","region":"us-west-1"}]}
            """;

        var plan = await PlanAsync(api, Body);

        // London to Paris and to San José by great circle; San José is the cleanest and too far.
        Assert.Equal("eu-west-3", plan.String("segments", "0", "site", "region"));
        Assert.InRange(plan.Number("sites", "0", "latencyMs"), 5, 15);
        Assert.True(plan.At("sites", "0", "latencyEstimated").GetBoolean());
        Assert.Contains("ESTIMATED_LATENCY", plan.At("warnings").GetRawText(), StringComparison.Ordinal);
        Assert.Equal(("us-west-1", "excluded", "LATENCY"), (plan.String("sites", "2", "site", "region"), plan.String("sites", "2", "status"), plan.String("sites", "2", "reason")));
        Assert.InRange(plan.Number("sites", "2", "latencyMs"), 120, 150);
        Assert.Equal(NetworkLatency.EstimateMs(51.5, -0.1, 51.5, -0.1), plan.Number("sites", "1", "latencyMs"), 1);

        var measured = await PlanAsync(api, Body.Replace("\"us-west-1\"", "\"us-west-1\",\"latencyMs\":39", StringComparison.Ordinal));
        Assert.Equal("us-west-1", measured.String("segments", "0", "site", "region"));
        Assert.DoesNotContain("ESTIMATED_LATENCY", measured.At("warnings").GetRawText(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Post_AnySite_LooksAtEveryCloudRegionAndReadsEachZoneOnce()
    {
        await using var api = new TestApi(Signals.Flat("GB", 400, 25), Signals.Flat("FR", 100, 25), Signals.Flat("SE-SE3", 20, 25));

        var plan = await PlanAsync(api, """{"job":{"duration":"PT1H"},"sites":"any","options":{"compareSites":500}}""");

        Assert.Equal("SE-SE3", plan.String("segments", "0", "site", "zone"));
        Assert.Equal(plan.At("sitesConsidered").GetInt32(), plan.At("sites").GetArrayLength());
        Assert.True(plan.At("sitesConsidered").GetInt32() > 100);
        var statuses = plan.At("sites").EnumerateArray().GroupBy(s => s.GetProperty("status").GetString()!).ToDictionary(g => g.Key, g => g.ToArray());
        Assert.Single(statuses["chosen"]);
        Assert.All(statuses["excluded"], s => Assert.Equal("NO_SIGNAL", s.GetProperty("reason").GetString()));
        var grams = statuses["possible"].Select(s => s.GetProperty("emissionsWithTransferG").GetDouble()).ToArray();
        Assert.Equal(grams.Order(), grams);
        Assert.Equal(System.Text.Json.JsonValueKind.Null, plan.At("baselines", "homeRegion").ValueKind);

        // Once per zone, and once more for the other kind of signal where the job is to run.
        var zones = api.Reader.Queries.Select(q => q.Basis).ToArray();
        Assert.Equal(zones.Length, zones.Distinct().Count());
    }

    [Fact]
    public async Task Post_AnySiteWithinCountriesAndProviders_KeepsToBoth()
    {
        await using var api = new TestApi(Signals.Flat("GB", 400, 25), Signals.Flat("FR", 100, 25), Signals.Flat("SE-SE3", 20, 25));

        var plan = await PlanAsync(api, """{"job":{"duration":"PT1H"},"sites":"any","constraints":{"allowCountries":["gb","FR"],"providers":["azure"]},"options":{"compareSites":500}}""");

        Assert.Equal(("FR", "azure"), (plan.String("segments", "0", "site", "zone"), plan.String("segments", "0", "site", "provider")));
        var sites = plan.At("sites").EnumerateArray().ToArray();
        Assert.All(sites.Where(s => s.GetProperty("status").GetString() != "excluded"), s => Assert.Equal("azure", s.GetProperty("site").GetProperty("provider").GetString()));
        Assert.Contains(sites, s => s.GetProperty("reason").GetString() == "RESIDENCY");
        Assert.Contains(sites, s => s.GetProperty("reason").GetString() == "PROVIDER");
        Assert.All(api.Reader.Queries, q => Assert.True(q.Basis.Zone.Value is "GB" or "FR", $"{q.Basis.Zone} was read though it is not allowed."));
    }

    [Fact]
    public async Task Post_NoSiteLeft_NamesEachReason()
    {
        await using var api = new TestApi(Signals.Flat("GB", 400, 25), Signals.Flat("FR", 100, 25));

        var answer = await api.PostAsync("/api/v2/plan", """
            {"job":{"duration":"PT1H","maxLatencyMs":20},"sites":[{"zone":"GB","latencyMs":30},{"zone":"FR","latencyMs":5}],"constraints":{"allowCountries":["GB"]}}
            """);

        Assert.Equal((422, "NO_SITE"), (answer.Status, answer.String("code")));
        Assert.Equal("GB: The round trip takes 30 ms, more than 20. FR: Its grid zone FR lies in FR, which is not one of GB.", answer.String("detail"));
        Assert.Equal("LATENCY", answer.String("sites", "0", "reason"));
        Assert.Equal("RESIDENCY", answer.String("sites", "1", "reason"));
    }

    [Fact]
    public async Task Post_InstanceTypeOfOneProvider_LeavesOutTheOthers()
    {
        await using var api = new TestApi(Signals.Flat("GB", 400, 25), Signals.Flat("FR", 100, 25));

        var plan = await PlanAsync(api, """
            {"job":{"duration":"PT2H","resources":{"instanceType":"m6i.large","count":3} },"sites":[{"provider":"aws","region":"eu-west-2"},{"provider":"azure","region":"francecentral"}]}
            """);

        Assert.Equal("eu-west-2", plan.String("segments", "0", "site", "region"));
        Assert.Equal("UNKNOWN_INSTANCE", plan.String("sites", "1", "reason"));

        // 1788.5 kg a server of 128 vCPU, of which a large has 2, over 35,040 h.
        Assert.Equal(3 * 1_788_500.0 * 2 / 128 * 2 / 35_040, plan.Number("totals", "embodiedG"), 0.01);
    }

    [Fact]
    public async Task Post_Alternatives_AreTheNextBestStartsOfAllSites()
    {
        await using var api = new TestApi(Signals.Hourly("GB", Dear), Signals.Hourly("FR", Clean));

        var plan = await PlanAsync(api, """{"job":{"duration":"PT1H"},"sites":[{"zone":"GB"},{"zone":"FR"}],"options":{"alternatives":3}}""");

        Assert.Equal(
            [("FR", "2026-03-15T00:00:00Z"), ("FR", "2026-03-15T02:00:00Z"), ("FR", "2026-03-15T03:00:00Z")],
            plan.At("alternatives").EnumerateArray().Select(a => (a.GetProperty("site").GetProperty("zone").GetString()!, a.GetProperty("start").GetString()!)));
        Assert.Equal(20, plan.Number("alternatives", "2", "extraG"), 9);
    }

    [Theory]
    [InlineData("contiguous", "\"duration\":\"PT1H\"", "2026-03-15T01:00:00Z", "2026-03-15T23:00:00Z")]
    [InlineData("interruptible", "\"duration\":\"PT1H\"", "2026-03-15T01:00:00Z", "2026-03-15T23:00:00Z")]
    [InlineData("elastic", "\"work\":1,\"scaleProfile\":[{\"replicas\":1,\"throughput\":1,\"watts\":100}]", "2026-03-15T01:00:00Z", "2026-03-15T23:00:00Z")]
    public async Task Post_TieBreak_TakesTheEarliestOrTheLatest(string mode, string job, string earliest, string latest)
    {
        await using var api = new TestApi(Signals.Hourly("GB", [300, 100, 300, 100, .. Enumerable.Repeat(300.0, 19), 100, 300]));
        var body = $$"""{"job":{"mode":"{{mode}}",{{job}}},"sites":[{"zone":"GB"}],"objective":{"tieBreak":"%T%"} }""";

        var first = await PlanAsync(api, body.Replace("%T%", "earliest", StringComparison.Ordinal));
        var last = await PlanAsync(api, body.Replace("%T%", "latest", StringComparison.Ordinal));

        Assert.Equal(earliest, first.String("segments", "0", "start"));
        Assert.Equal(latest, last.String("segments", "0", "start"));
        Assert.Equal(first.Number("totals", "emissionsG"), last.Number("totals", "emissionsG"), 9);
        Assert.Equal(first.At("baselines", "runNow").GetRawText(), last.At("baselines", "runNow").GetRawText());
    }

    internal static async Task<Answer> PlanAsync(TestApi api, string body)
    {
        var answer = await api.PostAsync("/api/v2/plan", body);
        Assert.True(answer.Status == 200, answer.Text);
        return answer;
    }
}
