using System.Globalization;
using CarbonApp.Api.Tests.Fakes;

namespace CarbonApp.Api.Tests.Pareto;

public sealed class ParetoEndpointTests
{
    private const string Path = "/api/v2/pareto";
    private static readonly double[] Falling = [400, 300, 200, 100, .. Enumerable.Repeat(500.0, 30)];

    [Fact]
    public async Task Post_OneSite_EachHourLaterIsCleaner()
    {
        await using var api = new TestApi(Fakes.Signals.Hourly("GB", Falling));

        var front = await FrontAsync(api, """{"job":{"duration":"PT1H","resources":{"watts":1000} },"sites":[{"zone":"GB","pue":1.5}]}""");

        Assert.Equal("""["emissionsG","finish"]""", front.At("axes").GetRawText());
        Assert.Equal([600, 450, 300, 150], front.At("points").EnumerateArray().Select(p => Math.Round(p.GetProperty("emissionsG").GetDouble(), 6)));
        Assert.Equal("2026-03-15T04:00:00Z", front.String("points", "3", "finish"));
        Assert.Equal(1.5, front.Number("points", "3", "energyKwh"), 9);
        Assert.Equal("2026-03-15T03:00:00Z", front.String("points", "3", "segments", "0", "start"));
    }

    [Fact]
    public async Task Post_PricesAtOneSite_LeavesOutTheOtherAndAddsTheAxis()
    {
        await using var api = new TestApi(Fakes.Signals.Hourly("GB", Falling), Fakes.Signals.Flat("FR", 50, 34));
        const string Prices = """[{"start":"2026-03-15T00:00:00Z","end":"2026-03-15T02:00:00Z","eurPerMwh":-20},{"start":"2026-03-15T02:00:00Z","end":"2026-03-17T00:00:00Z","eurPerMwh":100}]""";

        var front = await FrontAsync(api, $$"""{"job":{"duration":"PT1H","resources":{"watts":1000} },"sites":[{"zone":"GB","prices":{{Prices}} },{"zone":"FR"}]}""");

        Assert.Equal("""["emissionsG","finish","costEur"]""", front.At("axes").GetRawText());
        Assert.Equal("[1]", front.At("sitesWithoutPrice").GetRawText());
        Assert.All(front.At("points").EnumerateArray(), p => Assert.Equal(0, p.GetProperty("siteIndex").GetInt32()));
        Assert.Contains(front.At("points").EnumerateArray(), p => Math.Abs(p.GetProperty("costEur").GetDouble() + 0.02) < 1e-12);
    }

    [Theory]
    [InlineData("contiguous")]
    [InlineData("interruptible")]
    public async Task Post_RandomSites_NoPointBeatsAnotherAndNoHourlyStartBeatsTheFront(string mode)
    {
        var random = new Random(5);
        double[] Values() => [.. Enumerable.Range(0, 60).Select(_ => 50 + (400 * random.NextDouble()))];
        var (gb, fr) = (Values(), Values());
        await using var api = new TestApi(Fakes.Signals.Hourly("GB", gb), Fakes.Signals.Hourly("FR", fr));

        var front = await FrontAsync(api, $$"""{"job":{"mode":"{{mode}}","duration":"PT4H","deadline":"2026-03-17T00:00:00Z","resources":{"watts":1000} },"sites":[{"zone":"GB"},{"zone":"FR","pue":1.2}]}""");

        var points = front.At("points").EnumerateArray().Select(p => (Grams: p.GetProperty("emissionsG").GetDouble(), Finish: p.GetProperty("finish").GetDateTimeOffset())).ToArray();
        Assert.NotEmpty(points);
        Assert.InRange(front.Number("knee"), 0, points.Length - 1);
        Assert.All(points, p => Assert.DoesNotContain(points, q => q != p && q.Grams <= p.Grams && q.Finish <= p.Finish));
        Assert.All(front.At("points").EnumerateArray(), p => Assert.Equal(
            p.GetProperty("emissionsG").GetDouble(), p.GetProperty("segments").EnumerateArray().Sum(s => s.GetProperty("emissionsG").GetDouble()), 6));
        for (var start = 0; start <= 44; start++)
        {
            var grams = Math.Min(gb[start..(start + 4)].Sum(), 1.2 * fr[start..(start + 4)].Sum());
            var finish = Fakes.Signals.Now.AddHours(start + 4);
            Assert.Contains(points, p => p.Grams <= grams + 1e-6 && p.Finish <= finish);
        }
    }

    [Fact]
    public async Task Post_SiteWithoutSignal_IsNamedAndNothingKnownIs422()
    {
        await using var api = new TestApi(Fakes.Signals.Hourly("GB", Falling));

        var front = await FrontAsync(api, """{"job":{"duration":"PT1H"},"sites":[{"zone":"FR"},{"zone":"GB"}]}""");
        var none = await api.PostAsync(Path, """{"job":{"duration":"PT1H"},"sites":[{"zone":"FR"}]}""");
        var gap = await api.PostAsync(Path, """{"job":{"duration":"PT30H","deadline":"2026-03-18T00:00:00Z"},"sites":[{"zone":"GB","prices":[]}]}""");

        Assert.Equal("[0]", front.At("sitesWithoutSignal").GetRawText());
        Assert.Contains("ASSUMED_POWER", front.At("warnings").GetRawText(), StringComparison.Ordinal);
        Assert.Equal((422, "NO_SIGNAL"), (none.Status, none.String("code")));
        Assert.Equal((422, "HORIZON_EXCEEDED"), (gap.Status, gap.String("code")));
    }

    [Theory]
    [InlineData("""{"sites":[{"zone":"GB"}]}""", "job")]
    [InlineData("""{"job":{"duration":"PT1H"},"sites":[]}""", "sites: 0 lies outside 1 to 50")]
    [InlineData("""{"job":{"duration":"PT1H"},"sites":[null]}""", "sites[0]")]
    [InlineData("""{"job":{"duration":"PT1H"},"sites":[{"zone":"GB"},{"zone":"GB","pue":9}]}""", "sites[1].pue: 9 lies outside 1 to 3")]
    [InlineData("""{"job":{"duration":"PT1H","mode":"interruptible","maxStarts":2},"sites":[{"zone":"GB"}]}""", "free pauses only")]
    [InlineData("""{"job":{"duration":"PT1H","mode":"interruptible","deadline":"2026-03-24T00:00:00Z"},"sites":[{"zone":"GB"}]}""", "takes at most 7")]
    [InlineData("""{"job":{"duration":"PT1H","deadline":"2026-05-15T00:00:00Z"},"sites":[{"zone":"GB"}]}""", "takes at most 35")]
    [InlineData("""{"job":{"duration":"PT1H"},"sites":[{"zone":"GB","prices":[{"start":"2026-03-15T02:00:00Z","end":"2026-03-15T01:00:00Z","eurPerMwh":1}]}]}""", "ends before it starts")]
    [InlineData("""{"job":{"duration":"PT1H"},"sites":[{"zone":"GB","prices":[{"start":"2026-03-15T00:00:00Z","end":"2026-03-15T01:00:00Z"}]}]}""", "eurPerMwh")]
    [InlineData("""{"job":{"duration":"PT1H"},"sites":[{"zone":"GB","prices":[{"start":"2026-03-15T00:00:00Z","end":"2026-03-15T01:00:00Z","eurPerMwh":1e9}]}]}""", "100000")]
    public async Task Post_InvalidRequest_Answers400NamingWhatIsWrong(string body, string expected)
    {
        await using var api = new TestApi(Fakes.Signals.Hourly("GB", Falling));

        var answer = await api.PostAsync(Path, body);

        Assert.True(answer.Status == 400, answer.Text);
        Assert.Contains(expected, answer.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Post_TooManyPrices_NamesTheLimit()
    {
        await using var api = new TestApi(Fakes.Signals.Hourly("GB", Falling));
        var prices = string.Join(',', Enumerable.Range(0, 2_501).Select(i => string.Create(
            CultureInfo.InvariantCulture, $$"""{"start":"{{Fakes.Signals.Now.AddSeconds(i):s}}Z","end":"{{Fakes.Signals.Now.AddSeconds(i + 1):s}}Z","eurPerMwh":1}""")));

        var answer = await api.PostAsync(Path, $$"""{"job":{"duration":"PT1H"},"sites":[{"zone":"GB","prices":[{{prices}}]},{"zone":"FR","prices":[{{prices}}]}]}""");

        Assert.Equal((400, "VALIDATION"), (answer.Status, answer.String("code")));
        Assert.Contains("5002 lies outside 0 to 5000", answer.Text, StringComparison.Ordinal);
    }

    private static async Task<Answer> FrontAsync(TestApi api, string body)
    {
        var answer = await api.PostAsync(Path, body);
        Assert.True(answer.Status == 200, answer.Text);
        return answer;
    }
}
