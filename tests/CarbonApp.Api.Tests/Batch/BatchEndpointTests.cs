using System.Globalization;
using CarbonApp.Api.Tests.Fakes;
using CarbonApp.Engine.Grid.Signals;

namespace CarbonApp.Api.Tests.Batch;

public sealed class BatchEndpointTests
{
    private const string Path = "/api/v2/plan/batch";
    private static readonly double[] Dip = [300, 300, 200, 100, 150, .. Enumerable.Repeat(400.0, 30)];

    [Fact]
    public async Task Post_TwoJobsOneUnit_ShareTheDipAndSayWhatThatSaves()
    {
        await using var api = new TestApi(Fakes.Signals.Hourly("GB", Dip));

        var plan = await PlanAsync(api, """
            {"jobs":[{"id":"a","mode":"interruptible","duration":"PT2H","watts":1000},{"id":"b","mode":"interruptible","duration":"PT1H","watts":500}],
             "sites":[{"zone":"GB","capacity":1,"pue":1.2}]}
            """);

        // a takes the two cleanest hours, b the third: 1.2 × (100 + 150 + 0.5 × 200).
        Assert.Equal("optimal", plan.String("status"));
        Assert.Equal(1.2 * 350, plan.Number("totals", "emissionsG"), 9);
        Assert.Equal(0, plan.Number("gap"));
        Assert.Equal(plan.Number("totals", "emissionsG"), plan.Number("bestBoundG"));
        Assert.Equal("a", plan.String("jobs", "0", "id"));
        Assert.Equal("2026-03-15T03:00:00Z", plan.String("jobs", "0", "segments", "0", "start"));
        Assert.Equal("2026-03-15T05:00:00Z", plan.String("jobs", "0", "finish"));
        Assert.Equal("GB", plan.String("jobs", "1", "segments", "0", "site"));
        Assert.Equal(1.2 * 0.5, plan.Number("jobs", "1", "energyKwh"), 12);

        // First come, first served: a at 300 and 300, then b at 200.
        Assert.Equal(1.2 * 600, plan.Number("jobs", "0", "runNowG"), 9);
        Assert.Equal(1.2 * 700, plan.Number("baselines", "runNow", "emissionsG"), 9);
        Assert.Equal(50, plan.Number("baselines", "runNow", "savingPct"), 9);
        Assert.Equal(1, plan.Number("sites", "0", "peakUnits"));
        Assert.Equal(3, plan.At("sites", "0", "load").GetArrayLength());
        Assert.True(plan.Number("sites", "0", "load", "1", "capacityPriceG") > 0);
        Assert.Empty(plan.At("warnings").EnumerateArray());
        Assert.Equal(60, plan.Number("slotMinutes"));
    }

    [Fact]
    public async Task Post_MixedBatch_KeepsTheInvariants()
    {
        var random = new Random(6);
        double[] Values() => [.. Enumerable.Range(0, 80).Select(_ => 50 + (400 * random.NextDouble()))];
        await using var api = new TestApi(Fakes.Signals.Hourly("GB", Values()), Fakes.Signals.Hourly("FR", Values()));
        var jobs = Enumerable.Range(0, 40).Select(i => string.Create(
            CultureInfo.InvariantCulture,
            $$"""
            {"mode":"{{(i % 3 == 0 ? "interruptible" : "contiguous")}}","duration":"PT{{random.Next(1, 400)}}M","watts":{{random.Next(100, 900)}},"units":{{random.Next(1, 3)}},
             "earliest":"{{Fakes.Signals.Now.AddMinutes(random.Next(-100, 1000)):O}}","deadline":"{{Fakes.Signals.Now.AddHours(30 + random.Next(40)):O}}","sites":{{(i % 4 == 0 ? "[\"fr\"]" : "null")}} }
            """));

        var plan = await PlanAsync(api, $$"""{"jobs":[{{string.Join(',', jobs)}}],"sites":[{"zone":"GB","capacity":6},{"id":"fr","zone":"FR","capacity":8,"pue":1.3}],"slot":"PT30M","options":{"seed":3} }""");

        var items = plan.At("jobs").EnumerateArray().ToArray();
        Assert.Equal(40, items.Length);
        Assert.Equal(plan.Number("totals", "emissionsG"), items.Sum(j => j.GetProperty("emissionsG").GetDouble()), 6);
        Assert.Equal(plan.Number("totals", "emissionsG"), plan.At("sites").EnumerateArray().Sum(s => s.GetProperty("emissionsG").GetDouble()), 6);
        Assert.InRange(plan.Number("bestBoundG"), 0, plan.Number("totals", "emissionsG"));
        Assert.InRange(plan.Number("gap"), 0, 0.2);
        Assert.All(plan.At("sites").EnumerateArray(), s => Assert.True(s.GetProperty("peakUnits").GetInt32() <= s.GetProperty("capacity").GetInt32()));
        foreach (var (i, job) in items.Index())
        {
            var segments = job.GetProperty("segments").EnumerateArray().ToArray();
            Assert.True(i % 3 == 0 || segments.Length == 1);
            Assert.All(segments, s => Assert.True(s.GetProperty("start").GetDateTimeOffset() >= Fakes.Signals.Now));
            Assert.All(segments, s => Assert.True(i % 4 != 0 || s.GetProperty("site").GetString() == "fr"));
            Assert.All(segments, s => Assert.Equal(s.GetProperty("emissionsG").GetDouble(), s.GetProperty("energyKwh").GetDouble() * s.GetProperty("meanIntensity").GetDouble(), 6));
        }

        Assert.Contains(plan.At("warnings").EnumerateArray(), w => w.GetString() == "DURATION_ROUNDED_UP");
    }

    [Fact]
    public async Task Post_SlotLeftOut_TakesTheLengthTheSignalsShare()
    {
        var basis = SignalBasis.AverageLifecycle(ZoneId.Parse("GB"));
        var halfHours = CarbonSignal.FromRegular(
            basis, Fakes.Signals.Now, TimeSpan.FromMinutes(30), [.. Enumerable.Repeat(200.0, 60)], new SignalProvenance("fixed", SignalStatus.Forecast, Fakes.Signals.Now));
        await using var api = new TestApi(halfHours, Fakes.Signals.Flat("FR", 100, 30));

        Assert.Equal(30, (await PlanAsync(api, """{"jobs":[{"duration":"PT1H"}],"sites":[{"zone":"GB","capacity":1}]}""")).Number("slotMinutes"));
        Assert.Equal(60, (await PlanAsync(api, """{"jobs":[{"duration":"PT1H"}],"sites":[{"zone":"GB","capacity":1},{"zone":"FR","capacity":1}]}""")).Number("slotMinutes"));
    }

    [Fact]
    public async Task Post_NowOffTheGrid_NeverStartsInThePastAndADayStillFitsADay()
    {
        await using var api = new TestApi(Fakes.Signals.Flat("GB", 100, 60));
        api.Clock.Advance(TimeSpan.FromMilliseconds(1500));

        var plan = await PlanAsync(api, """{"jobs":[{"duration":"PT24H"}],"sites":[{"zone":"GB","capacity":1}]}""");

        Assert.Equal("2026-03-15T01:00:00Z", plan.String("jobs", "0", "segments", "0", "start"));
        Assert.Contains(plan.At("warnings").EnumerateArray(), w => w.GetString() == "ASSUMED_POWER");
    }

    [Fact]
    public async Task Post_Jitter_SaysWhatItCosts()
    {
        await using var api = new TestApi(Fakes.Signals.Hourly("GB", [.. Enumerable.Range(0, 30).Select(i => 100 + (0.1 * i))]));
        var jobs = string.Join(',', Enumerable.Repeat("""{"mode":"interruptible","duration":"PT1H","watts":1000}""", 20));

        var plan = await PlanAsync(api, $$$"""{"jobs":[{{{jobs}}}],"sites":[{"zone":"GB","capacity":50}],"options":{"jitter":0.02,"seed":1}}""");

        Assert.Equal("feasible", plan.String("status"));
        Assert.True(plan.At("sites", "0", "load").GetArrayLength() > 5);
        Assert.InRange(plan.Number("totals", "jitterG"), 1e-6, 2000 * 0.02);
        Assert.Equal(2000, plan.Number("bestBoundG"), 6);
    }

    [Fact]
    public async Task Post_CapacityShort_NamesJobsAndHours()
    {
        await using var api = new TestApi(Fakes.Signals.Flat("GB", 100, 30));
        const string Job = """{"id":"j","mode":"interruptible","duration":"PT2H","earliest":"2026-03-15T01:00:00Z","deadline":"2026-03-15T04:00:00Z"}""";

        var answer = await api.PostAsync(Path, $$"""{"jobs":[{{Job}},{{Job}}],"sites":[{"zone":"GB","capacity":1}]}""");

        Assert.Equal(422, answer.Status);
        Assert.Equal("CAPACITY_SHORT", answer.String("code"));
        Assert.Equal("j", answer.String("unplaced", "0", "id"));
        Assert.Equal(1, answer.Number("unplaced", "0", "missingSlots"));
        Assert.Contains("2 jobs compete for the slots from 2026-03-15T01:00Z to 2026-03-15T04:00Z", answer.String("detail"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Post_JobThatFailsAlone_SaysWhy()
    {
        await using var api = new TestApi(Fakes.Signals.Hourly("GB", [100, double.NaN, 100, .. Enumerable.Repeat(double.NaN, 24)]));

        var answer = await api.PostAsync(Path, """{"jobs":[{"duration":"PT2H"},{"duration":"PT1H"},{"duration":"PT1H","units":3}],"sites":[{"zone":"GB","capacity":2}]}""");

        Assert.Equal(422, answer.Status);
        Assert.Equal("UNPLACEABLE", answer.String("code"));
        Assert.Equal("NO_SIGNAL", answer.String("unplaced", "0", "reason"));
        Assert.Equal("LARGER_THAN_ANY_SITE", answer.String("unplaced", "1", "reason"));
        Assert.Equal(2, answer.Number("unplaced", "1", "index"));
    }

    [Fact]
    public async Task Post_NothingKnown_Is422AndASiteWithoutSignalIsOnlyWarnedOf()
    {
        await using var api = new TestApi(Fakes.Signals.Flat("GB", 100, 30));

        var none = await api.PostAsync(Path, """{"jobs":[{"duration":"PT2H"}],"sites":[{"zone":"FR","capacity":2}]}""");
        var some = await PlanAsync(api, """{"jobs":[{"duration":"PT2H"}],"sites":[{"zone":"FR","capacity":2},{"zone":"GB","capacity":2}]}""");

        Assert.Equal((422, "NO_SIGNAL"), (none.Status, none.String("code")));
        Assert.Contains(some.At("warnings").EnumerateArray(), w => w.GetString() == "SITE_WITHOUT_SIGNAL");
        Assert.Equal("GB", some.String("jobs", "0", "segments", "0", "site"));
    }

    [Theory]
    [InlineData("""{"sites":[{"zone":"GB","capacity":1}]}""", "obs")]
    [InlineData("""{"jobs":[],"sites":[{"zone":"GB","capacity":1}]}""", "jobs: 0 lies outside 1 to 10000")]
    [InlineData("""{"jobs":[{"duration":"PT1H"}],"sites":[]}""", "sites: 0 lies outside 1 to 200")]
    [InlineData("""{"jobs":[{"duration":"PT1H"}],"sites":[{"zone":"GB"}]}""", "apacity")]
    [InlineData("""{"jobs":[{"duration":"PT1H"}],"sites":[{"zone":"GB","capacity":-1}]}""", "sites[0].capacity: -1 lies outside")]
    [InlineData("""{"jobs":[{"duration":"PT1H"}],"sites":[{"zone":"GB","capacity":1},{"zone":"GB","capacity":1}]}""", "'GB' names a site before it too")]
    [InlineData("""{"jobs":[{"duration":"PT1H","sites":["FR"]}],"sites":[{"zone":"GB","capacity":1}]}""", "jobs[0].sites: 'FR' is the id of no site")]
    [InlineData("""{"jobs":[{"duration":"PT1H","sites":[]}],"sites":[{"zone":"GB","capacity":1}]}""", "jobs[0].sites: names 0 sites")]
    [InlineData("""{"jobs":[{"duration":"an hour"}],"sites":[{"zone":"GB","capacity":1}]}""", "jobs[0].duration: 'an hour' is not understood")]
    [InlineData("""{"jobs":[{"duration":"PT3H","deadline":"2026-03-15T02:00:00Z"}],"sites":[{"zone":"GB","capacity":1}]}""", "jobs[0].deadline: 2026-03-15T02:00:00Z is too early")]
    [InlineData("""{"jobs":[{"duration":"PT3H","deadline":"2027-03-15T02:00:00Z"}],"sites":[{"zone":"GB","capacity":1}]}""", "more than 35 days after now")]
    [InlineData("""{"jobs":[{"duration":"PT1H","units":0}],"sites":[{"zone":"GB","capacity":1}]}""", "jobs[0].units: 0 lies outside")]
    [InlineData("""{"jobs":[{"duration":"PT1H"}],"sites":[{"zone":"GB","capacity":1}],"slot":"PT7H"}""", "divide a day evenly")]
    [InlineData("""{"jobs":[{"duration":"PT1H"}],"sites":[{"zone":"GB","capacity":1}],"options":{"jitter":0.6}}""", "options.jitter: 0.6 lies outside")]
    [InlineData("""{"jobs":[{"duration":"PT1H"}],"sites":[{"zone":"GB","region":"eu-west-2","capacity":1}]}""", "either zone or region")]
    public async Task Post_InvalidRequest_Answers400NamingWhatIsWrong(string body, string expected)
    {
        await using var api = new TestApi(Fakes.Signals.Flat("GB", 100, 30));

        var answer = await api.PostAsync(Path, body);

        Assert.Equal(400, answer.Status);
        Assert.Equal("VALIDATION", answer.String("code"));
        Assert.Contains(expected, answer.Text.Replace("\\u0027", "'", StringComparison.Ordinal), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Post_TooManyJobsOrSlots_NamesTheLimit()
    {
        await using var api = new TestApi(Fakes.Signals.Flat("GB", 100, 30));
        var many = string.Join(',', Enumerable.Repeat("""{"duration":"PT1H"}""", 10_001));
        var sites = string.Join(',', Enumerable.Range(0, 60).Select(i => $$"""{"id":"s{{i}}","zone":"GB","capacity":1}"""));

        var jobs = await api.PostAsync(Path, $$"""{"jobs":[{{many}}],"sites":[{"zone":"GB","capacity":1}]}""");
        var slots = await api.PostAsync(Path, $$"""{"jobs":[{"duration":"PT1H","deadline":"2026-04-15T00:00:00Z"}],"sites":[{{sites}}],"slot":"PT5M"}""");

        Assert.Equal(400, jobs.Status);
        Assert.Contains("10001 lies outside 1 to 10000 jobs", jobs.Text, StringComparison.Ordinal);
        Assert.Equal(400, slots.Status);
        Assert.Contains("at most 400000 sites", slots.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Post_NotPlannedInTime_StopsAndSaysWhatHelps()
    {
        var random = new Random(3);
        await using var api = new TestApi(Fakes.Signals.Hourly("GB", [.. Enumerable.Range(0, 200).Select(_ => 100 + (300 * random.NextDouble()))])).Set("Grid:Batch:LongestSeconds", "0.01");
        var jobs = string.Join(',', Enumerable.Range(0, 400).Select(i => $$"""{"duration":"PT{{1 + (i % 20)}}H","watts":{{100 + i}},"deadline":"2026-03-23T00:00:00Z"}"""));

        var answer = await api.PostAsync(Path, $$"""{"jobs":[{{jobs}}],"sites":[{"zone":"GB","capacity":40}]}""");

        Assert.Equal((422, "TOO_LONG"), (answer.Status, answer.String("code")));
        Assert.Contains("400 jobs at 1 sites were not planned within 0.01 s", answer.String("detail"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Post_ThousandBadJobs_NamesTheFirstFifty()
    {
        await using var api = new TestApi(Fakes.Signals.Flat("GB", 100, 30));
        var many = string.Join(',', Enumerable.Repeat("""{"duration":"x"}""", 1000));

        var answer = await api.PostAsync(Path, $$"""{"jobs":[{{many}}],"sites":[{"zone":"GB","capacity":1}]}""");

        Assert.Equal(50, answer.At("errors").EnumerateObject().Count());
    }

    private static async Task<Answer> PlanAsync(TestApi api, string body)
    {
        var answer = await api.PostAsync(Path, body);
        Assert.True(answer.Status == 200, answer.Text);
        return answer;
    }
}
