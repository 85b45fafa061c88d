using System.Text.Json;
using CarbonApp.Api.Tests.Fakes;
using CarbonApp.Engine.Grid.Signals;

namespace CarbonApp.Api.Tests.Plans;

public sealed class PlanEndpointTests
{
    private static readonly double[] Valley = [300, 300, 200, 100, 150, .. Enumerable.Repeat(400.0, 20)];

    [Fact]
    public async Task Post_Contiguous_StartsInTheValleyAndSaysWhatThatSaves()
    {
        await using var api = new TestApi(Signals.Hourly("GB", Valley));

        var plan = await PlanAsync(api, """{"job":{"id":"nightly","duration":"PT2H","resources":{"watts":500}},"sites":[{"zone":"gb","pue":1.2}]}""");

        Assert.Equal("nightly", plan.String("jobId"));
        Assert.Equal("optimal", plan.String("status"));
        Assert.Equal("2026-03-15T03:00:00Z", plan.String("segments", "0", "start"));
        Assert.Equal("2026-03-15T05:00:00Z", plan.String("totals", "finish"));
        Assert.Equal(1.2, plan.Number("totals", "energyKwh"), 12);
        Assert.Equal(1.2 * 125, plan.Number("totals", "emissionsG"), 9);
        Assert.Equal(1.2 * 300, plan.Number("baselines", "runNow", "emissionsG"), 9);
        Assert.Equal(100 * 175.0 / 300, plan.Number("baselines", "runNow", "savingPct"), 9);
        Assert.Equal(400, plan.Number("baselines", "worstStart", "meanIntensity"), 9);
        Assert.Equal("given", plan.String("power", "confidence"));
        Assert.Equal("""["NO_UNCERTAINTY"]""", plan.At("warnings").GetRawText());
        Assert.Equal("Start at 03:00 UTC instead of now: 125.00 instead of 300.00 g/kWh, 58.3 % less (150 g instead of 360 g).", plan.String("explanation"));
        Assert.Equal("fixed", plan.String("provenance", "0", "source"));
        Assert.Equal(600, plan.Number("provenance", "0", "ageSeconds"));
        Assert.Equal(1, plan.Number("provenance", "0", "share"));
    }

    [Fact]
    public async Task Post_Interruptible_TakesTheCleanestHoursInParts()
    {
        await using var api = new TestApi(Signals.Hourly("GB", [100, 300, 100, 300, 100, .. Enumerable.Repeat(400.0, 20)]));

        var plan = await PlanAsync(api, """{"job":{"mode":"interruptible","duration":"PT3H"},"sites":[{"zone":"GB"}]}""");

        Assert.Equal(["2026-03-15T00:00:00Z", "2026-03-15T02:00:00Z", "2026-03-15T04:00:00Z"], plan.At("segments").EnumerateArray().Select(s => s.GetProperty("start").GetString()!));
        Assert.Equal(100, plan.Number("totals", "meanIntensity"), 9);
        Assert.StartsWith("Run in 3 parts from 00:00 UTC to 05:00 UTC instead of now", plan.String("explanation"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("contiguous")]
    [InlineData("interruptible")]
    public async Task Post_AnyJob_KeepsTheInvariants(string mode)
    {
        var random = new Random(7);
        var values = Enumerable.Range(0, 80).Select(i => i is 30 or 31 ? double.NaN : 50 + (400 * random.NextDouble())).ToArray();
        await using var api = new TestApi(Signals.Hourly("GB", values));
        for (var round = 0; round < 60; round++)
        {
            var earliest = Signals.Now.AddSeconds(random.Next(-7200, 40 * 3600));
            var seconds = random.Next(1, 20 * 3600);
            var deadline = (earliest > Signals.Now ? earliest : Signals.Now).AddSeconds(seconds + random.Next(0, 15 * 3600));
            var answer = await api.PostAsync("/api/v2/plan", $$"""
                {"job":{"mode":"{{mode}}","duration":"PT{{seconds}}S","earliest":"{{earliest:O}}","deadline":"{{deadline:O}}","resources":{"watts":{{100 + random.Next(900)}} } },"sites":[{"zone":"GB","pue":1.135}]}
                """);
            if (answer.Status == 422)
            {
                Assert.Equal("HORIZON_EXCEEDED", answer.String("code"));
                continue;
            }

            AssertInvariants(answer, mode, TimeSpan.FromSeconds(seconds), deadline);
        }
    }

    [Fact]
    public async Task Post_SameRequestTwice_SamePlanButForItsId()
    {
        await using var api = new TestApi(Signals.Hourly("GB", Valley));
        const string Body = """{"job":{"duration":"PT2H"},"sites":[{"zone":"GB"}],"options":{"includeForecast":true}}""";

        var (first, second) = (await PlanAsync(api, Body), await PlanAsync(api, Body));

        Assert.NotEqual(first.String("planId"), second.String("planId"));
        Assert.Equal(first.Text.Replace(first.String("planId")!, "", StringComparison.Ordinal), second.Text.Replace(second.String("planId")!, "", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Post_NowWithinASecond_RoundsUpAndNeverStartsInThePast()
    {
        await using var api = new TestApi(Signals.Flat("GB", 100, 26));
        api.Clock.Advance(TimeSpan.FromMilliseconds(1500));

        var plan = await PlanAsync(api, """{"job":{"duration":"PT1H"},"sites":[{"zone":"GB"}]}""");

        Assert.Equal("2026-03-15T00:00:02Z", plan.String("earliest"));
        Assert.Equal("2026-03-15T00:00:02Z", plan.String("segments", "0", "start"));
        Assert.Equal("2026-03-16T00:00:02Z", plan.String("deadline"));
    }

    [Fact]
    public async Task Post_TimesWithoutOffset_AreUtcWhateverTheServersZone()
    {
        await using var api = new TestApi(Signals.Hourly("GB", Valley));

        var naive = await PlanAsync(api, """{"job":{"duration":"PT1H","earliest":"2026-03-15T04:00:00","deadline":"2026-03-15T08:00:00+02:00"},"sites":[{"zone":"GB"}],"asOf":"2026-03-15T01:00:00"}""");

        Assert.Equal("2026-03-15T01:00:00Z", naive.String("asOf"));
        Assert.Equal("2026-03-15T04:00:00Z", naive.String("earliest"));
        Assert.Equal("2026-03-15T06:00:00Z", naive.String("deadline"));
    }

    [Fact]
    public async Task Post_CloudRegionAndInstances_UsesItsZonePueAndPower()
    {
        await using var api = new TestApi(Signals.Flat("GB", 100, 25));

        var plan = await PlanAsync(api, """{"job":{"duration":"PT1H","resources":{"instanceType":"t4g.micro","count":10,"utilization":0.5}},"sites":[{"provider":"aws","region":"eu-west-2"}]}""");

        Assert.Equal("GB", plan.String("segments", "0", "site", "zone"));
        Assert.Equal("eu-west-2", plan.String("segments", "0", "site", "region"));
        Assert.Equal(49, plan.Number("power", "watts"), 0.5);
        Assert.Equal("measured", plan.String("power", "confidence"));
        Assert.Equal(plan.Number("power", "watts") / 1000 * 1.135, plan.Number("totals", "energyKwh"), 9);
        Assert.Contains("FLAT_SIGNAL", plan.At("warnings").EnumerateArray().Select(w => w.GetString()));
    }

    [Fact]
    public async Task Post_EstimatedStaleSignalWithoutPower_WarnsOfEach()
    {
        var estimate = Signals.Hourly("GB", Signals.Now, SignalStatus.Estimated, Valley);
        await using var api = new TestApi(estimate);
        api.Reader.Stale = true;

        var plan = await PlanAsync(api, """{"job":{"duration":"PT1H"},"sites":[{"zone":"GB"}]}""");

        Assert.Equal(["ESTIMATED_SIGNAL", "STALE_FORECAST", "ASSUMED_POWER", "NO_UNCERTAINTY"], plan.At("warnings").EnumerateArray().Select(w => w.GetString()!));
        Assert.Equal(1, plan.Number("provenance", "0", "estimatedShare"));
        Assert.Equal("assumed", plan.String("power", "confidence"));
    }

    [Fact]
    public async Task Post_IncludeForecast_GivesTheSlotsWithGapsAsNull()
    {
        await using var api = new TestApi(Signals.Hourly("GB", [100, double.NaN, 90, .. Enumerable.Repeat(200.0, 22)]));

        var plan = await PlanAsync(api, """{"job":{"duration":"PT1H"},"sites":[{"zone":"GB"}],"options":{"includeForecast":true,"explain":false}}""");

        Assert.Equal(24, plan.At("forecast").GetArrayLength());
        Assert.Equal(JsonValueKind.Null, plan.At("forecast", "1", "intensity").ValueKind);
        Assert.Equal("forecast", plan.String("forecast", "0", "status"));
        Assert.Equal(JsonValueKind.Null, plan.At("explanation").ValueKind);
    }

    private static void AssertInvariants(Answer answer, string mode, TimeSpan duration, DateTimeOffset deadline)
    {
        Assert.True(answer.Status == 200, answer.Text);
        var segments = answer.At("segments").EnumerateArray().ToArray();
        var earliest = answer.Time("earliest");
        Assert.True(earliest >= Signals.Now);
        Assert.All(segments, s => Assert.True(s.GetProperty("start").GetDateTimeOffset() >= earliest && s.GetProperty("end").GetDateTimeOffset() <= deadline));
        Assert.Equal(duration, segments.Aggregate(TimeSpan.Zero, (sum, s) => sum + (s.GetProperty("end").GetDateTimeOffset() - s.GetProperty("start").GetDateTimeOffset())));
        var total = answer.Number("totals", "emissionsG");
        Assert.Equal(total, segments.Sum(s => s.GetProperty("emissionsG").GetDouble()), Math.Max(1e-9, 1e-9 * total));
        Assert.Equal(total, answer.Number("totals", "energyKwh") * answer.Number("totals", "meanIntensity"), 1e-6);
        if (answer.At("baselines", "runNow") is { ValueKind: JsonValueKind.Object } runNow)
        {
            Assert.True(runNow.GetProperty("savingPct").GetDouble() >= 0, $"{mode}: {answer.Text}");
        }
    }

    private static async Task<Answer> PlanAsync(TestApi api, string body)
    {
        var answer = await api.PostAsync("/api/v2/plan", body);
        Assert.True(answer.Status == 200, answer.Text);
        return answer;
    }
}
