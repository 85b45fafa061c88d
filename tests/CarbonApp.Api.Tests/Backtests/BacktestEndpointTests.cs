using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using CarbonApp.Api.OpenApi;
using CarbonApp.Api.Tests.Data;
using CarbonApp.Api.Tests.Jobs;
using CarbonApp.Engine.Grid.Signals;
using CarbonApp.Tests.Shared;
using CarbonApp.Tests.Shared.Servers;

namespace CarbonApp.Api.Tests.Backtests;

public sealed class BacktestEndpointTests(PostgresServer server) : IAsyncLifetime
{
    private const string GreatBritain = "grid/lets-wait-awhile-gb/";
    private static readonly Dictionary<string, string> Busy = new() { ["Jobs:PollSeconds"] = "0.2" };

    private ApiOnPostgres _api = null!;

    public async ValueTask InitializeAsync() => _api = await ApiOnPostgres.StartAsync(server, Busy);

    public ValueTask DisposeAsync() => _api.DisposeAsync();

    [Fact]
    public async Task Post_LetsWaitAwhileNightly_GivesThePublishedSavingsInBothModes()
    {
        await _api.Store.SaveAsync(Fakes.Signals.GreatBritain2020(), CancellationToken.None);
        var rows = File.ReadLines(SharedData.File(GreatBritain + "expected_nightly.csv")).Skip(2).Select(l => l.Split(',')).ToArray();

        var published = await RunAsync(Nightly("published"));
        var corrected = await RunAsync(Nightly("corrected"));

        foreach (var row in rows)
        {
            var set = $"±{Number(row[2]):0.##} h";
            Assert.Equal(Number(row[5]), Saving(published, set, "contiguous"), 0.002);
            Assert.Equal(Number(row[7]), Saving(corrected, set, "contiguous"), 0.002);
        }

        var widest = Row(published, "±8 h", "contiguous");
        Assert.Equal(10, widest.GetProperty("savingPctBySeed").GetArrayLength());
        Assert.InRange(widest.GetProperty("savingPctDeviation").GetDouble(), 0.01, 1);
        Assert.Equal(("published", "noise", 30.0), (published.Text("mode"), published.Text("forecast"), published.GetProperty("zones")[0].GetProperty("slotMinutes").GetDouble()));

        static string Nightly(string mode) => $$"""
            {"zones":["GB"],"from":"2020-01-01T00:00:00Z","to":"2021-01-10T00:00:00Z","policies":["run-now","contiguous"],
             "jobs":{"preset":"lets-wait-awhile-nightly","mode":"{{mode}}"},"forecast":{"kind":"noise","errorPercent":5,"seeds":10} }
            """;
    }

    [Fact]
    public async Task Post_LetsWaitAwhileMachineLearning_GivesThePublishedSavingsInBothModes()
    {
        await _api.Store.SaveAsync(Fakes.Signals.GreatBritain2020(), CancellationToken.None);
        var trace = new JsonArray([.. File.ReadLines(SharedData.File(GreatBritain + "ml_jobs_3387.csv")).Skip(1).Select(l => l.Split(',')).Select(cells => (JsonNode)new JsonObject
        {
            ["arrivalSeconds"] = 60 * Number(cells[1]),
            ["lengthSeconds"] = 60 * Number(cells[2]),
        })]).ToJsonString();
        var rows = File.ReadLines(SharedData.File(GreatBritain + "expected_ml.csv")).Skip(1).Select(l => l.Split(',')).ToArray();

        // The other errors are the Engine's tests' business.
        var published = await RunAsync(Learning("published"));
        var corrected = await RunAsync(Learning("corrected"));
        foreach (var row in rows.Where(r => r[3] == "0.05"))
        {
            var (set, policy) = (row[1] == "next_workday" ? "next workday" : "semi-weekly", row[2] == "int" ? "interruptible" : "contiguous");
            Assert.Equal(Number(row[5]), Saving(published, set, policy), 0.002);
            Assert.Equal(Number(row[6]), Saving(corrected, set, policy), 0.002);
        }

        string Learning(string mode) => $$"""
            {"zones":["GB"],"from":"2020-01-01T00:00:00Z","to":"2021-01-10T00:00:00Z","policies":["contiguous","interruptible"],
             "jobs":{"preset":"lets-wait-awhile-ml","mode":"{{mode}}","trace":{{trace}} },"forecast":{"kind":"noise","errorPercent":5,"seeds":10} }
            """;
    }

    [Fact]
    public async Task Post_EuroSys_GivesThePublishedMeansOfItsZones()
    {
        string[] zones = ["DE", "AU-SA", "HK"];
        var lines = File.ReadLines(SharedData.File("grid/zones-2022/intensity_lifecycle.csv")).Select(l => l.Split(',')).ToArray();
        foreach (var zone in zones)
        {
            var column = Array.IndexOf(lines[0], zone);
            await _api.Store.SaveAsync(
                Fakes.Signals.Hourly(zone, new DateTimeOffset(2022, 1, 1, 0, 0, 0, TimeSpan.Zero), SignalStatus.Measured, [.. lines.Skip(1).Select(l => Number(l[column]))]),
                CancellationToken.None);
        }

        var table = await RunAsync($$"""
            {"zones":{{JsonSerializer.Serialize(zones)}},"from":"2022-01-01T00:00:00Z","to":"2023-01-01T00:00:00Z","jobs":{"preset":"eurosys24"} }
            """);

        var expected = File.ReadLines(SharedData.File("grid/zones-2022/expected_means.csv")).Skip(1).Select(l => l.Split(',')).Where(r => zones.Contains(r[0])).ToArray();
        Assert.Equal((105, 315), (expected.Length, table.GetProperty("rows").GetArrayLength()));
        foreach (var row in expected)
        {
            var set = $"{row[1]} h + {row[2]} h";
            foreach (var (policy, column) in new[] { ("run-now", 4), ("contiguous", 5), ("interruptible", 6) })
            {
                var result = Row(table, set, policy, row[0]);
                Assert.Equal(Number(row[column]), result.GetProperty("meanIntensity").GetDouble(), 0.01);
                Assert.Equal(Number(row[3]), result.GetProperty("jobs").GetDouble());
            }
        }
    }

    [Theory]
    [InlineData("perfect")]
    [InlineData("noise")]
    [InlineData("persistence")]
    [InlineData("own")]
    public async Task Post_EachForecastAndPolicy_StaysBetweenOracleAndReason(string forecast)
    {
        await _api.Store.SaveAsync(JobCalls.Month("GB", 68), CancellationToken.None);

        var table = await RunAsync($$"""
            {"zones":["GB"],"from":"2024-01-20T00:00:00Z","to":"2024-02-20T00:00:00Z","policies":["run-now","contiguous","interruptible","threshold","carbon-time"],
             "jobs":{"preset":"trace","slackHours":[6,24],"trace":[{"arrivalSeconds":90000,"lengthSeconds":6302,"cpus":3},{"arrivalSeconds":180500,"lengthSeconds":1000}]},
             "forecast":{"kind":"{{forecast}}","seeds":3} }
            """);

        Assert.Equal(10, table.GetProperty("rows").GetArrayLength());
        foreach (var row in table.GetProperty("rows").EnumerateArray())
        {
            Assert.Equal(2, row.GetProperty("jobs").GetInt32());
            Assert.InRange(row.GetProperty("regretPct").GetDouble(), -1e-9, 200);
            Assert.True(row.Text("policy") != "run-now" || Math.Abs(row.GetProperty("savingPct").GetDouble()) < 1e-9);
            Assert.True(forecast != "perfect" || row.Text("policy") is not ("contiguous" or "interruptible") || Math.Abs(row.GetProperty("regretPct").GetDouble()) < 1e-9);
        }

        // Two slots of three processors and one of one: 7 kWh.
        var runNow = Row(table, "trace + 24 h", "run-now");
        Assert.Equal(7, runNow.GetProperty("emissionsG").GetDouble() / runNow.GetProperty("meanIntensity").GetDouble(), 9);
    }

    [Fact]
    public async Task Post_OwnList_IsPlacedOnWholeSlots()
    {
        await _api.Store.SaveAsync(JobCalls.Month("GB"), CancellationToken.None);

        var table = await RunAsync("""
            {"zones":["GB"],"from":"2024-01-01T00:00:00Z","to":"2024-02-01T00:00:00Z","policies":["contiguous"],
             "jobs":{"preset":"list","list":[{"release":"2024-01-02T00:20:00Z","duration":"PT90M","deadline":"2024-01-03T00:00:00Z","watts":500},
                                             {"release":"2024-01-31T23:00:00Z","duration":"PT2H","deadline":"2024-02-03T00:00:00Z"}]}}
            """);

        var row = Assert.Single(table.GetProperty("rows").EnumerateArray());
        Assert.Equal((1, 1), (row.GetProperty("jobs").GetInt32(), table.GetProperty("zones")[0].GetProperty("jobsLeftOut").GetInt32()));
        Assert.Equal(1, row.GetProperty("emissionsG").GetDouble() / row.GetProperty("meanIntensity").GetDouble(), 9);
    }

    [Fact]
    public async Task Get_AsCsv_HasARowPerRow()
    {
        await _api.Store.SaveAsync(JobCalls.Month("GB"), CancellationToken.None);
        var table = await RunAsync(JobCalls.Backtest);

        using var response = await _api.Client.GetAsync(new Uri($"/api/v2/backtest/{table.Text("jobId")}?format=csv", UriKind.Relative));
        var lines = (await response.Content.ReadAsStringAsync()).Split("\r\n", StringSplitOptions.RemoveEmptyEntries);

        Assert.Equal("text/csv", response.Content.Headers.ContentType!.MediaType);
        Assert.Equal(4, lines.Length);
        Assert.All(lines, line => Assert.Equal(13, line.Split(',').Length));
        Assert.StartsWith("GB,3 h + 24 h,3,24,run-now,", lines[1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Post_ZonesWithoutHistory_AreAllNamed()
    {
        await _api.Store.SaveAsync(JobCalls.Month("GB"), CancellationToken.None);

        using var response = await _api.PostAsync("/api/v2/backtest", JobCalls.Backtest.Replace("[\"GB\"]", "[\"DE\",\"GB\",\"FR\"]", StringComparison.Ordinal));
        var problem = await response.JsonAsync(422);

        Assert.Equal("NO_SIGNAL", problem.Text("code"));
        Assert.Equal(["DE", "FR"], problem.GetProperty("zones").EnumerateArray().Select(z => z.GetString()));
    }

    [Fact]
    public async Task Post_ExampleOfTheDocument_IsUnderstood()
    {
        using var response = await _api.PostAsync("/api/v2/backtest", ApiExamples.Body("backtest")!.ToJsonString());

        Assert.Equal("NO_SIGNAL", (await response.JsonAsync(422)).Text("code"));
    }

    [Fact]
    public async Task Post_OutOfRange_Is400()
    {
        (string Field, string Value)[] wrong =
        [
            ("zones", "[]"),
            ("zones", "[\"GB\",\"GB\"]"),
            ("from", "\"2024-01-01T00:10:00Z\""),
            ("to", "\"2023-01-01T00:00:00Z\""),
            ("to", "\"2044-01-01T00:00:00Z\""),
            ("slot", "\"PT7M\""),
            ("policies", "[\"sooner\"]"),
            ("policies", "[\"contiguous\",\"contiguous\"]"),
            ("jobs", "{\"preset\":\"none\"}"),
            ("jobs", "{\"preset\":\"trace\"}"),
            ("jobs", "{\"preset\":\"trace\",\"trace\":[{\"arrivalSeconds\":-1,\"lengthSeconds\":1e99}]}"),
            ("jobs", "{\"preset\":\"list\",\"list\":[null]}"),
            ("jobs", "{\"preset\":\"list\",\"list\":[{\"release\":\"2024-01-01T00:00:00Z\",\"duration\":\"PT9H\",\"deadline\":\"2024-01-01T01:00:00Z\"}]}"),
            ("jobs", "{\"preset\":\"eurosys24\",\"jobHours\":[0]}"),
            ("forecast", "{\"kind\":\"noise\",\"seeds\":0}"),
            ("forecast", "{\"kind\":\"tea-leaves\"}"),
        ];
        foreach (var (field, value) in wrong)
        {
            var body = JsonNode.Parse(JobCalls.Backtest)!;
            body[field] = JsonNode.Parse(value);

            using var response = await _api.PostAsync("/api/v2/backtest", body.ToJsonString());

            Assert.Equal("VALIDATION", (await response.JsonAsync(400)).Text("code"));
        }
    }

    [Fact]
    public async Task Post_MoreThanOneBacktestMayAsk_Is400NamingTheSize()
    {
        using var response = await _api.PostAsync("/api/v2/backtest", """
            {"zones":["GB"],"from":"2014-01-01T00:00:00Z","to":"2024-01-01T00:00:00Z","slot":"PT5M","jobs":{"preset":"eurosys24"},"forecast":{"kind":"noise","seeds":100}}
            """);

        Assert.Contains("seeds", (await response.JsonAsync(400)).Text("detail"), StringComparison.Ordinal);
    }

    private async Task<JsonElement> RunAsync(string body)
    {
        using var posted = await _api.PostAsync("/api/v2/backtest", body);
        var job = await _api.UntilAsync((await posted.JsonAsync(202)).Text("id"), "completed", "failed");
        Assert.True(job.Text("status") == "completed", job.ToString());
        return await _api.GetAsync(job.Text("resultUrl"));
    }

    private static double Saving(JsonElement table, string set, string policy) => Row(table, set, policy).GetProperty("savingPct").GetDouble();

    private static JsonElement Row(JsonElement table, string set, string policy, string zone = "GB") => table.GetProperty("rows").EnumerateArray()
        .Single(r => r.Text("jobSet") == set && r.Text("policy") == policy && r.Text("zone") == zone);

    private static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);
}
