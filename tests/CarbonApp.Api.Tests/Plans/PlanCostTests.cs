using CarbonApp.Api.Tests.Fakes;

namespace CarbonApp.Api.Tests.Plans;

/// <summary>Prices of electricity and of carbon, limits of cost and carbon, and what was contracted.</summary>
public sealed class PlanCostTests
{
    // Clean hours are dear: 100 g/kWh at 300 EUR/MWh from 02:00, 400 g/kWh at 20 EUR/MWh before and after.
    private const string Prices = """
        [{"start":"2026-03-15T00:00:00Z","end":"2026-03-15T02:00:00Z","eurPerMwh":20},{"start":"2026-03-15T02:00:00Z","end":"2026-03-15T04:00:00Z","eurPerMwh":300},
         {"start":"2026-03-15T04:00:00Z","end":"2026-03-16T01:00:00Z","eurPerMwh":20}]
        """;

    private static readonly double[] Values = [400, 400, 100, 100, .. Enumerable.Repeat(400.0, 21)];

    [Fact]
    public async Task Post_Prices_GiveTheCostOfElectricityAndTransfer()
    {
        await using var api = new TestApi(Signals.Hourly("GB", Values), Signals.Flat("FR", 900, 25));

        var plan = await PlanSitesTests.PlanAsync(api, $$"""
            {"job":{"duration":"PT1H","resources":{"watts":1000},"dataGb":10,"origin":{"zone":"FR"} },"sites":[{"zone":"GB","pue":1.5,"transferEurPerGb":0.05,"prices":{{Prices}} },{"zone":"FR"}]}
            """);

        Assert.Equal("2026-03-15T02:00:00Z", plan.String("segments", "0", "start"));
        Assert.Equal((0.3 * 1.5) + 0.5, plan.Number("totals", "costEur"), 12);
        Assert.Equal(System.Text.Json.JsonValueKind.Null, plan.At("sites", "1", "costEur").ValueKind);
    }

    [Theory]
    // A kWh costs 0.30 € and 100 g, or 0.02 € and 400 g: they are worth the same at 933.33 € a tonne.
    [InlineData(933, "2026-03-15T00:00:00Z", 0.02)]
    [InlineData(934, "2026-03-15T02:00:00Z", 0.30)]
    public async Task Post_CarbonPrice_WeighsCarbonAgainstCost(double price, string start, double cost)
    {
        await using var api = new TestApi(Signals.Hourly("GB", Values));

        var plan = await PlanSitesTests.PlanAsync(api, $$"""
            {"job":{"duration":"PT1H","resources":{"watts":1000} },"sites":[{"zone":"GB","prices":{{Prices}} }],"objective":{"carbonPriceEurPerT":{{price}} } }
            """);

        Assert.Equal((start, "optimal"), (plan.String("segments", "0", "start"), plan.String("status")));
        Assert.Equal(cost, plan.Number("totals", "costEur"), 9);
        Assert.Equal(100, plan.Number("bestBoundG"), 9);
    }

    [Fact]
    public async Task Post_CostLimit_StartsWhereItIsJustKept()
    {
        await using var api = new TestApi(Signals.Hourly("GB", Values));

        var plan = await PlanSitesTests.PlanAsync(api, $$"""
            {"job":{"duration":"PT1H","resources":{"watts":1000} },"sites":[{"zone":"GB","prices":{{Prices}} }],"constraints":{"maxCostEur":0.16} }
            """);

        // Half an hour in each: 0.16 € and 250 g. Begun at 01:30, or 03:30; the earlier is taken.
        Assert.Equal("2026-03-15T01:30:00Z", plan.String("segments", "0", "start"));
        Assert.Equal(0.16, plan.Number("totals", "costEur"), 9);
        Assert.Equal(250, plan.Number("totals", "emissionsG"), 9);
        Assert.Equal("optimal", plan.String("status"));
    }

    [Theory]
    [InlineData("\"mode\":\"interruptible\",\"duration\":\"PT3H\",\"resources\":{\"watts\":1000}", 0.5, 3)]
    [InlineData("\"mode\":\"interruptible\",\"maxStarts\":2,\"duration\":\"PT3H\",\"resources\":{\"watts\":1000}", 0.5, 3)]
    [InlineData("\"mode\":\"elastic\",\"work\":3,\"scaleProfile\":[{\"replicas\":1,\"throughput\":1,\"watts\":1000}]", 0.5, 3)]
    public async Task Post_CostLimitOfJobsThatPause_IsKeptAndTheGapIsTrue(string job, double most, double hours)
    {
        await using var api = new TestApi(Signals.Hourly("GB", Values));

        var plan = await PlanSitesTests.PlanAsync(api, $$"""{"job":{ {{job}} },"sites":[{"zone":"GB","prices":{{Prices}} }],"constraints":{"maxCostEur":{{most}} } }""");

        // x hours at 0.3 €: 0.3 x + 0.02 (3 − x) ≤ 0.5 gives x ≤ 1.571; the best possible is 1200 − 300 x = 728.57 g.
        var best = 1200 - (300 * (most - (0.02 * hours)) / 0.28);
        Assert.InRange(plan.Number("totals", "costEur"), 0, most + 1e-9);
        Assert.InRange(plan.Number("totals", "emissionsG"), best - 1e-6, 1200);
        Assert.InRange(plan.Number("bestBoundG"), 0, best + 1e-6);
        Assert.Equal(1 - (plan.Number("bestBoundG") / plan.Number("totals", "emissionsG")), plan.Number("gap"), 1e-6);
    }

    [Fact]
    public async Task Post_CostLimitTooLow_SaysTheLeast()
    {
        await using var api = new TestApi(Signals.Hourly("GB", Values));

        var answer = await api.PostAsync("/api/v2/plan", $$"""
            {"job":{"duration":"PT1H","resources":{"watts":1000} },"sites":[{"zone":"GB","prices":{{Prices}} },{"zone":"FR"}],"constraints":{"maxCostEur":0.01} }
            """);

        Assert.Equal((422, "NO_SITE"), (answer.Status, answer.String("code")));
        Assert.Equal(("OVER_COST", "UNKNOWN_PRICE"), (answer.String("sites", "0", "reason"), answer.String("sites", "1", "reason")));
        Assert.Contains("It costs 0.02 EUR at the least, more than 0.01.", answer.String("detail"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Post_Budget_TooSmallSaysTheLeastThatIsPossible()
    {
        await using var api = new TestApi(Signals.Hourly("GB", Values), Signals.Flat("FR", 150, 25));
        const string Body = """{"job":{"duration":"PT1H","resources":{"watts":1000} },"sites":[{"zone":"FR"},{"zone":"GB","pue":1.2}],"constraints":{"carbonBudgetG":%B%} }""";

        var enough = await PlanSitesTests.PlanAsync(api, Body.Replace("%B%", "120", StringComparison.Ordinal));
        var answer = await api.PostAsync("/api/v2/plan", Body.Replace("%B%", "119.9", StringComparison.Ordinal));

        Assert.Equal("OVER_BUDGET", enough.String("sites", "1", "reason"));
        Assert.Equal((422, "BUDGET_EXCEEDED"), (answer.Status, answer.String("code")));
        Assert.Equal(120, answer.Number("leastG"), 9);
    }

    [Fact]
    public async Task Post_BudgetUnderACarbonPrice_IsJustKept()
    {
        await using var api = new TestApi(Signals.Hourly("GB", Values));

        var plan = await PlanSitesTests.PlanAsync(api, $$"""
            {"job":{"duration":"PT1H","resources":{"watts":1000} },"sites":[{"zone":"GB","prices":{{Prices}} }],"objective":{"carbonPriceEurPerT":10},"constraints":{"carbonBudgetG":250} }
            """);

        Assert.Equal("2026-03-15T01:30:00Z", plan.String("segments", "0", "start"));
    }

    [Fact]
    public async Task Post_MarketAccounting_CountsTheContractAndShowsTheGridBeside()
    {
        await using var api = new TestApi(Signals.Hourly("GB", Values), Signals.Flat("FR", 50, 25));

        var plan = await PlanSitesTests.PlanAsync(api, """
            {"job":{"duration":"PT1H","resources":{"watts":1000} },"sites":[{"zone":"FR"},{"zone":"GB","marketIntensity":5}],"objective":{"accounting":"market"} }
            """);

        Assert.Equal("GB", plan.String("segments", "0", "site", "zone"));
        Assert.Equal((5, 5, 400), (plan.Number("totals", "emissionsG"), plan.Number("totals", "marketG"), plan.Number("totals", "locationG")));
        Assert.Equal("UNKNOWN_MARKET_INTENSITY", plan.String("sites", "1", "reason"));
        Assert.Equal("given", plan.String("provenance", "0", "source"));
    }

    [Fact]
    public async Task Post_NegativePrices_AreTakenByJobsOfFixedEnergyOnly()
    {
        await using var api = new TestApi(Signals.Flat("GB", 100, 25));
        const string Body = """{"job":{ %J% },"sites":[{"zone":"GB","prices":[{"start":"2026-03-15T00:00:00Z","end":"2026-03-15T05:00:00Z","eurPerMwh":10},{"start":"2026-03-15T05:00:00Z","end":"2026-03-16T01:00:00Z","eurPerMwh":-40}]}],"objective":{"carbonPriceEurPerT":50} }""";

        var plan = await PlanSitesTests.PlanAsync(api, Body.Replace("%J%", "\"duration\":\"PT1H\",\"resources\":{\"watts\":1000}", StringComparison.Ordinal));
        var answer = await api.PostAsync("/api/v2/plan", Body.Replace("%J%", "\"mode\":\"elastic\",\"work\":1,\"scaleProfile\":[{\"replicas\":1,\"throughput\":1,\"watts\":9}]", StringComparison.Ordinal));

        Assert.Equal(("2026-03-15T05:00:00Z", "optimal"), (plan.String("segments", "0", "start"), plan.String("status")));
        Assert.Equal(-0.04, plan.Number("totals", "costEur"), 9);
        Assert.Equal("NEGATIVE_PRICE", answer.String("sites", "0", "reason"));
    }
}
