using CarbonApp.Api.Tests.Fakes;

namespace CarbonApp.Api.Tests.Plans;

/// <summary>Jobs that change their size.</summary>
public sealed class PlanElasticTests
{
    // One replica does 1 unit/h at 100 W, two do 1.5 at 250 W: the second costs three times as much a unit.
    private const string Profile = """[{"replicas":1,"throughput":1,"watts":100},{"replicas":2,"throughput":1.5,"watts":250}]""";

    [Fact]
    public async Task Post_Elastic_GrowsWhereTheGridIsCleanEnough()
    {
        await using var api = new TestApi(Signals.Hourly("GB", [600, 100, 600, .. Enumerable.Repeat(900.0, 22)]));

        var plan = await PlanSitesTests.PlanAsync(api, $$"""{"job":{"mode":"elastic","work":2,"scaleProfile":{{Profile}} },"sites":[{"zone":"GB","pue":1.1}]}""");

        // Grams per unit: 10 and 30 in the clean hour, 60 and 180 in the two others. So 1.5 units there and half a unit at 600.
        Assert.Equal("optimal", plan.String("status"));
        Assert.Equal(1.1 * (25 + 30), plan.Number("totals", "emissionsG"), 9);
        Assert.Equal([1, 2], plan.At("segments").EnumerateArray().Select(s => s.GetProperty("replicas").GetInt32()));
        Assert.Equal("2026-03-15T00:30:00Z", plan.String("segments", "0", "end"));
        Assert.Equal("2026-03-15T01:00:00Z", plan.String("segments", "1", "start"));
        Assert.Equal(1.1 * 0.3, plan.Number("totals", "energyKwh"), 12);
        Assert.Equal(250, plan.Number("power", "watts"));

        // Unplanned: one replica for two hours at once, 0.1 kWh at 600 and at 100.
        Assert.Equal(1.1 * 70, plan.Number("baselines", "runNow", "emissionsG"), 9);
    }

    [Fact]
    public async Task Post_Integral_KeepsOneSizeASlotAndSaysTheGap()
    {
        await using var api = new TestApi(Signals.Hourly("GB", [300, 100, 310, .. Enumerable.Repeat(900.0, 22)]));
        var body = $$"""{"job":{"mode":"elastic","work":2.25,"scaleProfile":{{Profile}},"integral":%I%},"sites":[{"zone":"GB"}]}""";

        var mixed = await PlanSitesTests.PlanAsync(api, body.Replace("%I%", "false", StringComparison.Ordinal));
        var whole = await PlanSitesTests.PlanAsync(api, body.Replace("%I%", "true", StringComparison.Ordinal));

        Assert.True(whole.Number("totals", "emissionsG") >= mixed.Number("totals", "emissionsG") - 1e-9);
        Assert.Equal(mixed.Number("totals", "emissionsG"), whole.Number("bestBoundG"), 9);
        Assert.Equal(1 - (whole.Number("bestBoundG") / whole.Number("totals", "emissionsG")), whole.Number("gap"), 9);
        Assert.Equal(whole.Number("gap") > 0 ? "feasible" : "optimal", whole.String("status"));
    }

    [Fact]
    public async Task Post_MoreWorkThanFits_NamesTheEarliestFinish()
    {
        await using var api = new TestApi(Signals.Flat("GB", 100, 25));

        var answer = await api.PostAsync("/api/v2/plan", $$"""{"job":{"mode":"elastic","work":3,"deadline":"2026-03-15T01:00:00Z","scaleProfile":{{Profile}} },"sites":[{"zone":"GB"}]}""");

        Assert.Equal((422, "DEADLINE_TOO_TIGHT"), (answer.Status, answer.String("code")));
        Assert.Equal("2026-03-15T02:00:00Z", answer.String("earliestFinish"));
    }

    [Fact]
    public async Task Post_SeveralSites_TakesTheOneWithTheLeast()
    {
        await using var api = new TestApi(Signals.Flat("GB", 100, 25), Signals.Hourly("FR", [200, 20, 20, 20, .. Enumerable.Repeat(500.0, 21)]));

        var plan = await PlanSitesTests.PlanAsync(api, $$"""{"job":{"mode":"elastic","work":3,"scaleProfile":{{Profile}} },"sites":[{"zone":"GB"},{"zone":"FR"}]}""");

        Assert.Equal("FR", plan.String("segments", "0", "site", "zone"));
        Assert.Equal(6, plan.Number("totals", "emissionsG"), 9);
        Assert.Equal(30, plan.Number("sites", "1", "emissionsWithTransferG"), 9);
    }
}
