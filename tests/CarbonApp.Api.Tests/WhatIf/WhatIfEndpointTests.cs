using System.Text.Json.Nodes;
using CarbonApp.Api.Tests.Data;
using CarbonApp.Api.Tests.Fakes;
using CarbonApp.Api.Tests.Jobs;
using CarbonApp.Engine.Grid.Signals;
using CarbonApp.Tests.Shared.Servers;

namespace CarbonApp.Api.Tests.WhatIf;

public sealed class WhatIfEndpointTests(PostgresServer server)
{
    private static readonly DateTimeOffset Yesterday = Fakes.Signals.Now.AddDays(-1);

    private const string Run = """
        {"site":{"zone":"GB","pue":1.5},"segments":[{"start":"2026-03-14T00:00:00Z","end":"2026-03-14T02:00:00Z"}],"watts":2000,"slack":"PT4H"}
        """;

    [Fact]
    public async Task Post_ARunInOnePiece_IsComparedAsWorkedByHand()
    {
        await using var api = Api(100, 300, 200, 40, 60, 50, 10);

        var answer = await api.PostAsync("/api/v2/whatif", Run);

        // 2 kW × 1.5 for two hours. As run: 200 g/kWh on average; from 03:00 (40, 60): 50; 10 g/kWh at 06:00 comes after the deadline.
        Assert.Equal(200, answer.Status);
        Assert.Equal((6.0, 1200.0, 200.0), (answer.Number("actual", "energyKwh"), answer.Number("actual", "emissionsG"), answer.Number("actual", "meanIntensity")));
        Assert.Equal((300.0, 75.0), (answer.Number("best", "emissionsG"), answer.Number("bestSavingPct")));
        Assert.Equal(Yesterday.AddHours(3), answer.Time("best", "segments", "0", "start"));
        Assert.Equal(Yesterday.AddHours(6), answer.Time("deadline"));
        Assert.Contains("NO_FORECAST", answer.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Post_EnergyAndSeveralStretches_MayBeMovedInParts()
    {
        await using var api = Api(100, 300, 200, 40, 60, 50, 10);

        var answer = await api.PostAsync("/api/v2/whatif", """
            {"site":{"zone":"GB"},"segments":[{"start":"2026-03-14T00:00:00Z","end":"2026-03-14T01:00:00Z"},{"start":"2026-03-14T02:00:00Z","end":"2026-03-14T03:00:00Z"}],"energyKwh":4,"slack":"PT4H"}
            """);

        Assert.Equal((600.0, 100.0), (answer.Number("actual", "emissionsG"), answer.Number("best", "emissionsG")));
        Assert.Equal(2, answer.At("best", "segments").GetArrayLength());
    }

    [Fact]
    public async Task Post_SlackBeyondThePresent_IsCutThereAndSaysSo()
    {
        await using var api = Api([.. Enumerable.Range(0, 48).Select(h => 300.0 - h)]);

        var answer = await api.PostAsync("/api/v2/whatif", Run.Replace("PT4H", "P10D", StringComparison.Ordinal));

        Assert.Equal(Fakes.Signals.Now, answer.Time("deadline"));
        Assert.Contains("DEADLINE_CUT", answer.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Post_PartOfTheRunUnknown_Is422()
    {
        await using var api = Api(100, double.NaN, 5);

        Assert.Equal("HORIZON_EXCEEDED", (await api.PostAsync("/api/v2/whatif", Run)).String("code"));
    }

    [Theory]
    [InlineData("watts", "null")]
    [InlineData("energyKwh", "5")]
    [InlineData("slack", "\"P99D\"")]
    [InlineData("segments", "[]")]
    [InlineData("segments", "[{\"start\":\"2026-03-14T02:00:00Z\",\"end\":\"2026-03-14T00:00:00Z\"}]")]
    [InlineData("segments", "[{\"start\":\"2026-03-15T02:00:00Z\",\"end\":\"2026-03-16T00:00:00Z\"}]")]
    [InlineData("earliest", "\"2026-03-14T01:00:00Z\"")]
    [InlineData("site", "null")]
    public async Task Post_OutOfRange_Is400(string field, string value)
    {
        await using var api = Api(100, 300);
        var body = JsonNode.Parse(Run)!;
        body[field] = JsonNode.Parse(value);

        Assert.Equal(400, (await api.PostAsync("/api/v2/whatif", body.ToJsonString())).Status);
    }

    [Fact]
    public async Task Post_ZoneWithHistory_SaysWhatAPlannerCouldHaveKnownAndNothingLater()
    {
        await using var api = await ApiOnPostgres.StartAsync(server, new() { ["Jobs:Concurrency"] = "0" });
        await api.Store.SaveAsync(JobCalls.Month("GB", 30), CancellationToken.None);
        const string Body = """
            {"site":{"zone":"GB"},"segments":[{"start":"2024-01-15T04:00:00Z","end":"2024-01-15T07:00:00Z"}],"watts":1000,"slack":"PT20H"}
            """;

        using var first = await api.PostAsync("/api/v2/whatif", Body);
        var before = await first.JsonAsync(200);

        // The day after the run turns round: dirty where it was clean.
        var turned = CarbonSignal.FromRegular(
            SignalBasis.AverageLifecycle(ZoneId.Parse("GB")), JobCalls.Start.AddDays(14).AddHours(4), TimeSpan.FromHours(1),
            [.. Enumerable.Range(4, 24).Select(h => 300 - (80 * Math.Sin(h * Math.PI / 12)))],
            new SignalProvenance("made-up", SignalStatus.Measured, JobCalls.Start.AddDays(90)));
        await api.Store.SaveAsync(turned, CancellationToken.None);
        using var second = await api.PostAsync("/api/v2/whatif", Body);
        var after = await second.JsonAsync(200);

        Assert.InRange(before.GetProperty("foreseeableSavingPct").GetDouble(), 1, before.GetProperty("bestSavingPct").GetDouble() + 1e-9);
        Assert.Equal(Start(before, "foreseeable"), Start(after, "foreseeable"));
        Assert.NotEqual(Start(before, "best"), Start(after, "best"));
        Assert.True(after.GetProperty("foreseeableSavingPct").GetDouble() < 0);

        static DateTimeOffset Start(System.Text.Json.JsonElement answer, string run) => answer.GetProperty(run).GetProperty("segments")[0].GetProperty("start").GetDateTimeOffset();
    }

    private static TestApi Api(params double[] values) => new(Fakes.Signals.Hourly("GB", Yesterday, SignalStatus.Measured, values));
}
