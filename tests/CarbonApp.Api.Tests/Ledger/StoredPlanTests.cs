using System.Text.Json;
using CarbonApp.Api.Data;
using CarbonApp.Api.Grid.Ledger;
using CarbonApp.Api.Tests.Data;
using CarbonApp.Api.Tests.Fakes;
using Microsoft.Extensions.DependencyInjection;

namespace CarbonApp.Api.Tests.Ledger;

/// <summary>Plans, runs and outcomes over HTTP, with a real database between.</summary>
public sealed class StoredPlanTests(LedgerApi shared) : IClassFixture<LedgerApi>
{
    private readonly string _zone = LedgerApi.NewZone();

    private ApiOnPostgres Api => shared.Api;

    [Fact]
    public async Task Get_AStoredPlan_IsWhatWasAskedAndAnswered()
    {
        await Api.ForecastAsync(_zone, LedgerCalls.Forecast);
        var answer = await Api.PostAsync(
            "/api/v2/plan",
            """{"job":{"id":"nächtlich\u0000","duration":"PT2H","deadline":"2025-01-01T06:00:00Z","resources":{"watts":1000}},"sites":[{"zone":"ZONE"}],"options":{"includeForecast":true},"asOf":"2025-01-01T00:00:00Z"}""".Replace("ZONE", _zone, StringComparison.Ordinal));

        var stored = await Api.GetAsync($"/api/v2/plans/{answer.String("planId")}");

        Assert.Equal(200, stored.Status);
        Assert.Equal((true, _zone, "contiguous:mean"), (stored.At("replay").GetBoolean(), stored.String("zone"), stored.String("policy")));
        Assert.Equal("nächtlich\0", stored.String("request", "job", "id"));
        Assert.Equal("2025-01-01T06:00:00Z", stored.String("request", "job", "deadline"));
        Assert.Equal(_zone, stored.String("request", "sites", "0", "zone"));
        var signal = answer.At("forecast").GetRawText();
        Assert.Equal(
            JsonSerializer.Serialize(answer.Json).Replace(JsonSerializer.Serialize(JsonDocument.Parse(signal).RootElement), "null", StringComparison.Ordinal),
            JsonSerializer.Serialize(stored.At("plan")));
    }

    [Fact]
    public async Task Get_ForecastOnly_WaitsForWhatWasMeasured()
    {
        await Api.ForecastAsync(_zone, LedgerCalls.Forecast);
        var id = await Api.PlanAsync(_zone);
        await Api.MeasureAsync(_zone, LedgerCalls.Came[..5]);

        var stored = await Api.GetAsync($"/api/v2/plans/{id}");

        Assert.Equal("pending", stored.String("outcome", "status"));
        Assert.Contains(_zone, stored.String("outcome", "waitingFor"), StringComparison.Ordinal);
        Assert.Equal((110, 200, 90, 45), Saving(stored, "promised"));
        Assert.Equal(JsonValueKind.Null, stored.At("outcome", "realised").ValueKind);
    }

    [Fact]
    public async Task Settle_WhatCameWasMeasured_CountsAsRunAsPlanned()
    {
        await Api.ForecastAsync(_zone, LedgerCalls.Forecast);
        var id = await Api.PlanAsync(_zone);
        await Api.MeasureAsync(_zone, LedgerCalls.Came);

        // In the background, not on reading.
        await Api.Services.GetRequiredService<Settlements>().SettleDueAsync(1000, askFeeds: true, CancellationToken.None);
        var stored = await Api.GetAsync($"/api/v2/plans/{id}");

        Assert.Equal(("settled", true), (stored.String("outcome", "status"), stored.At("outcome", "assumedAsPlanned").GetBoolean()));
        Assert.Equal((110, 200, 90, 45), Saving(stored, "promised"));
        Assert.Equal((130, 200, 70, 35), Saving(stored, "realised"));
        Assert.Equal((70, 60), (stored.Number("outcome", "bestG"), stored.Number("outcome", "regretG")));
        Assert.Equal(100 * -20.0 / 130, stored.Number("outcome", "forecastErrorPct"), 9);
    }

    [Fact]
    public async Task PostActuals_AnotherTimeAndEnergy_WeighsWhatWasRun()
    {
        await Api.ForecastAsync(_zone, LedgerCalls.Forecast);
        var id = await Api.PlanAsync(_zone);
        await Api.MeasureAsync(_zone, LedgerCalls.Came);

        var stored = await Api.ReportAsync(id, """{"start":"2025-01-01T03:00:00Z","end":"2025-01-01T05:00:00Z","energyKwh":1.5}""");

        // 0.75 kW: 0.75 × (40 + 30); at once 0.75 × (120 + 80); nothing would have been better.
        Assert.True(stored.Status == 200, stored.Text);
        Assert.Equal(("settled", false), (stored.String("outcome", "status"), stored.At("outcome", "assumedAsPlanned").GetBoolean()));
        Assert.Equal((52.5, 150, 97.5, 65), Saving(stored, "realised"));
        Assert.Equal(0, stored.Number("outcome", "regretG"), 9);
        Assert.Equal(130, stored.Number("outcome", "asPlannedG"), 9);
        Assert.Equal(stored.Text, (await Api.GetAsync($"/api/v2/plans/{id}")).Text);
    }

    [Fact]
    public async Task PostActuals_AgainAndOtherwise_ReplacesOnlyWhatDiffers()
    {
        await Api.MeasureAsync(_zone, LedgerCalls.Came);
        await Api.MeasureAsync("FR", 10, 10, 10, 10, 10, 10);
        var id = await Api.PlanAsync(_zone);
        const string First = """{"segments":[{"start":"2025-01-01T02:00:00Z","end":"2025-01-01T03:00:00Z"},{"start":"2025-01-01T00:00:00Z","end":"2025-01-01T01:00:00Z"}]}""";

        var first = await Api.ReportAsync(id, First);
        var again = await Api.ReportAsync(id, First);
        var other = await Api.ReportAsync(id, """{"segments":[{"start":"2025-01-01T00:00:00Z","end":"2025-01-01T02:00:00Z","energyKwh":2,"zone":"FR"}]}""");

        Assert.Equal(["2025-01-01T00:00:00Z", "2025-01-01T02:00:00Z"], first.At("actuals", "segments").EnumerateArray().Select(s => s.GetProperty("start").GetString()!));
        Assert.Equal(120 + 90, first.Number("outcome", "realised", "emissionsG"), 9);
        Assert.Equal(first.Text, again.Text);
        Assert.Equal(20, other.Number("outcome", "realised", "emissionsG"), 9);
    }

    [Fact]
    public async Task Settle_StartsThatCost_PromiseAndOutcomeAgreeWhereTheForecastWasRight()
    {
        await Api.MeasureAsync(_zone, 300, 40, 250, 30, 260, 280);
        var id = await Api.PlanAsync(_zone, job: ""","mode":"interruptible","startup":{"kwh":0.2,"duration":"PT10M"},"minRun":"PT40M" """);

        var stored = await Api.GetAsync($"/api/v2/plans/{id}");

        var promised = stored.Number("outcome", "promised", "emissionsG");
        Assert.Equal(2, stored.At("plan", "segments").GetArrayLength());
        Assert.Equal(promised, stored.Number("outcome", "realised", "emissionsG"), 6);
        Assert.Equal(promised, stored.Number("outcome", "bestG"), 6);
        Assert.Equal(stored.Number("outcome", "promised", "runNowG"), stored.Number("outcome", "realised", "runNowG"), 6);
    }

    [Fact]
    public async Task Settle_PlannedWithAStandIn_IsWeighedByTheFactorsItWasPlannedWith()
    {
        await Api.ForecastAsync(_zone, LedgerCalls.Forecast);
        var id = await Api.PlanAsync(_zone);
        await Api.StandInAsync(id, "neso (direct factors)");
        await Api.StoreAsync(_zone, "measured", LedgerCalls.Came, "&factor=direct");

        var stored = await Api.GetAsync($"/api/v2/plans/{id}");

        Assert.Equal((130, 200, 70, 35), Saving(stored, "realised"));
        Assert.Equal("lifecycle", stored.String("factor"));
    }

    [Fact]
    public async Task Get_WindowStillOpen_IsPending()
    {
        var answer = await Api.PostAsync("/api/v2/plan", """{"job":{"duration":"PT2H"},"sites":[{"zone":"GB"}]}""");

        var stored = await Api.GetAsync($"/api/v2/plans/{answer.String("planId")}");

        Assert.Equal((false, "pending"), (stored.At("replay").GetBoolean(), stored.String("outcome", "status")));
        Assert.Equal("the end of the plan's window", stored.String("outcome", "waitingFor"));
    }

    [Fact]
    public async Task Post_StoreFalse_IsNotKept()
    {
        var answer = await Api.PostAsync("/api/v2/plan", """{"job":{"duration":"PT2H"},"sites":[{"zone":"GB"}],"options":{"store":false}}""");

        var stored = await Api.GetAsync($"/api/v2/plans/{answer.String("planId")}");

        Assert.Equal((404, "UNKNOWN_PLAN"), (stored.Status, stored.String("code")));
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("""{"start":"2025-01-01T00:00:00Z"}""")]
    [InlineData("""{"start":"2025-01-01T02:00:00Z","end":"2025-01-01T02:00:00Z"}""")]
    [InlineData("""{"start":"2025-01-01T00:00:00Z","end":"2025-01-01T02:00:00Z","energyKwh":-1}""")]
    [InlineData("""{"start":"2025-01-01T00:00:00Z","end":"2025-01-01T02:00:00Z","energyKwh":1e300}""")]
    [InlineData("""{"start":"2025-01-01T00:00:00Z","end":"2190-01-01T02:00:00Z"}""")]
    [InlineData("""{"start":"2024-01-01T00:00:00Z","end":"2024-01-01T02:00:00Z"}""")]
    [InlineData("""{"segments":[]}""")]
    [InlineData("""{"segments":[null]}""")]
    [InlineData("""{"segments":[{}]}""")]
    [InlineData("""{"segments":[{"start":"2025-01-01T00:00:00Z","end":"2025-01-01T02:00:00Z"}],"energyKwh":1}""")]
    [InlineData("""{"segments":[{"start":"2025-01-01T00:00:00Z","end":"2025-01-01T02:00:00Z"},{"start":"2025-01-01T01:00:00Z","end":"2025-01-01T03:00:00Z"}]}""")]
    [InlineData("""{"segments":[{"start":"2025-01-01T00:00:00Z","end":"2025-01-01T02:00:00Z","zone":"-"}]}""")]
    [InlineData("[]")]
    [InlineData("""{"start":5}""")]
    public async Task PostActuals_WhatCannotBe_Is400AndChangesNothing(string body)
    {
        await Api.MeasureAsync(_zone, LedgerCalls.Came);
        var id = await Api.PlanAsync(_zone);

        var answer = await Api.ReportAsync(id, body);

        Assert.True(answer.Status == 400, answer.Text);
        Assert.Equal(JsonValueKind.Null, (await Api.GetAsync($"/api/v2/plans/{id}")).At("actuals").ValueKind);
    }

    [Theory]
    [InlineData("01KKRFJ0000000000000000000")]
    [InlineData("x")]
    [InlineData("%27%3b%20drop%20table%20plan")]
    public async Task GetAndReport_UnknownPlan_Is404(string id)
    {
        var get = await Api.GetAsync($"/api/v2/plans/{id}");
        var post = await Api.ReportAsync(id, """{"start":"2025-01-01T00:00:00Z","end":"2025-01-01T02:00:00Z"}""");

        Assert.Equal((404, "UNKNOWN_PLAN"), (get.Status, get.String("code")));
        Assert.Equal((404, "UNKNOWN_PLAN"), (post.Status, post.String("code")));
    }

    [Fact]
    public async Task Sweep_PlansPastTheirTime_AreDropped()
    {
        await Api.MeasureAsync(_zone, LedgerCalls.Came);
        var id = await Api.PlanAsync(_zone);
        var store = Api.Services.GetRequiredService<PlanStore>();

        Assert.Equal(0, await store.DeleteSomeAsync(TimeProvider.System.GetUtcNow().AddDays(-1), 1000, CancellationToken.None));
        Assert.Equal(200, (await Api.GetAsync($"/api/v2/plans/{id}")).Status);
        Assert.NotEqual(0, await store.DeleteSomeAsync(TimeProvider.System.GetUtcNow().AddDays(1), 1000, CancellationToken.None));

        Assert.Equal(404, (await Api.GetAsync($"/api/v2/plans/{id}")).Status);
        Assert.Equal(1_826, new RetentionOptions().PlanDays);
    }

    private static (double EmissionsG, double RunNowG, double SavingG, double SavingPct) Saving(Answer stored, string which) =>
    (
        Math.Round(stored.Number("outcome", which, "emissionsG"), 9), Math.Round(stored.Number("outcome", which, "runNowG"), 9),
        Math.Round(stored.Number("outcome", which, "savingG"), 9), Math.Round(stored.Number("outcome", which, "savingPct"), 9)
    );
}
