using System.Text.Json;
using CarbonApp.Api.Tests.Fakes;
using CarbonApp.Engine.Grid.Regions;

namespace CarbonApp.Api.Tests.Zones;

public sealed class ZonesEndpointTests
{
    [Fact]
    public async Task Get_SomeZones_RanksThemCleanestFirstAndUnknownLast()
    {
        await using var api = new TestApi(Fakes.Signals.Flat("GB", 200, 26), Fakes.Signals.Hourly("FR", [60, 40, .. Enumerable.Repeat(50.0, 20)]));

        var answer = await api.GetAsync("/api/v2/zones?zones=gb,DE,FR,GB");

        Assert.Equal(["FR", "GB", "DE"], answer.At("zones").EnumerateArray().Select(z => z.GetProperty("zone").GetString()!));
        Assert.Equal(60, answer.Number("zones", "0", "intensity"));
        Assert.Equal(40, answer.Number("zones", "0", "next24H", "1"));
        Assert.Equal(JsonValueKind.Null, answer.At("zones", "0", "next24H", "23").ValueKind);
        Assert.Equal(JsonValueKind.Null, answer.At("zones", "2", "intensity").ValueKind);
        Assert.Contains("aws/eu-west-2", answer.At("zones", "1", "cloudRegions").EnumerateArray().Select(r => r.GetString()));
    }

    [Fact]
    public async Task Get_AllZones_AreThoseThatFeedACloudRegion()
    {
        await using var api = new TestApi(Fakes.Signals.Flat("GB", 200, 26));

        var answer = await api.GetAsync("/api/v2/zones");

        Assert.Equal(CloudRegionTable.All.Select(r => r.Zone).Distinct().Count(), answer.At("zones").GetArrayLength());
        Assert.Equal("GB", answer.String("zones", "0", "zone"));
    }

    [Fact]
    public async Task Get_AtAnotherTime_RanksForThatTime()
    {
        await using var api = new TestApi(Fakes.Signals.Hourly("GB", 200, 100, 50), Fakes.Signals.Flat("FR", 150, 26));

        var answer = await api.GetAsync("/api/v2/zones?zones=FR,GB&at=2026-03-15T01:10:00");

        Assert.Equal("2026-03-15T01:10:00Z", answer.String("asOf"));
        Assert.Equal("GB", answer.String("zones", "0", "zone"));
    }

    [Theory]
    [InlineData("?zones=G_B")]
    [InlineData("?at=now")]
    public async Task Get_MalformedQuery_Answers400(string query)
    {
        await using var api = new TestApi();

        var answer = await api.GetAsync("/api/v2/zones" + query);

        Assert.Equal(400, answer.Status);
        Assert.Equal("VALIDATION", answer.String("code"));
    }

    [Fact]
    public async Task Regions_SecondAskingWithTheETag_IsNotModified()
    {
        await using var api = new TestApi();
        var first = await api.GetAsync("/api/v2/regions");
        using var again = new HttpRequestMessage(HttpMethod.Get, new Uri("/api/v2/regions", UriKind.Relative));
        again.Headers.IfNoneMatch.Add(first.Response.Headers.ETag!);

        var second = await api.SendAsync(again);

        Assert.Equal(CloudRegionTable.All.Count, first.At("regions").GetArrayLength());
        Assert.Equal(304, second.Status);
        Assert.Empty(second.Text);
    }

    [Fact]
    public async Task Instances_KnownAndUnknown_AnswerWithPowerOrTheNearestNames()
    {
        await using var api = new TestApi();

        var known = await api.GetAsync("/api/v2/instances/aws/T4G.micro");
        var unknown = await api.GetAsync("/api/v2/instances/aws/t4g.mikro");
        var provider = await api.GetAsync("/api/v2/instances/ibm/t4g.micro");

        Assert.Equal(4.9, known.Number("halfWatts"), 0.05);
        Assert.Equal("measured", known.String("confidence"));
        Assert.Equal(404, unknown.Status);
        Assert.Equal("UNKNOWN_INSTANCE", unknown.String("code"));
        Assert.Equal("t4g.micro", unknown.String("nearest", "0"));
        Assert.Equal(400, provider.Status);
    }
}
