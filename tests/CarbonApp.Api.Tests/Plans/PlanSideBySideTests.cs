using System.Text.Json;
using CarbonApp.Api.Tests.Fakes;
using CarbonApp.Engine.Grid.Signals;

namespace CarbonApp.Api.Tests.Plans;

/// <summary>Average and marginal intensity of one plan, beside each other and never mixed.</summary>
public sealed class PlanSideBySideTests
{
    private const string Body = """{"job":{"duration":"PT1H","resources":{"watts":2000} },"sites":[{"zone":"GB"}]}""";

    private static readonly double[] Average = [300, 300, 100, .. Enumerable.Repeat(400.0, 22)];

    [Fact]
    public async Task Post_BothKindsKnown_GivesBothAndBothBaselines()
    {
        await using var api = new TestApi(Signals.Hourly("GB", Average), Marginal([700, 700, 500, .. Enumerable.Repeat(600.0, 22)]));

        var plan = await PlanSitesTests.PlanAsync(api, Body);

        Assert.Equal((200, 200, 1000), (plan.Number("totals", "emissionsG"), plan.Number("totals", "averageG"), plan.Number("totals", "marginalG")));
        Assert.Equal("marginal", plan.String("otherSignal", "kind"));
        Assert.Equal(1400, plan.Number("otherSignal", "runNow", "emissionsG"), 9);
        Assert.Equal(100 * 400 / 1400.0, plan.Number("otherSignal", "runNow", "savingPct"), 9);
        Assert.Equal("marginal", plan.String("otherSignal", "provenance", "0", "kind"));
        Assert.DoesNotContain("MARGINAL_NOT_REDUCED", plan.At("warnings").GetRawText(), StringComparison.Ordinal);
        Assert.All(plan.At("provenance").EnumerateArray(), p => Assert.Equal("average", p.GetProperty("kind").GetString()));
    }

    [Fact]
    public async Task Post_MarginalDoesNotFall_Warns()
    {
        await using var api = new TestApi(Signals.Hourly("GB", Average), Marginal([500, 500, 500, .. Enumerable.Repeat(600.0, 22)]));

        var plan = await PlanSitesTests.PlanAsync(api, Body);

        Assert.Contains("MARGINAL_NOT_REDUCED", plan.At("warnings").GetRawText(), StringComparison.Ordinal);
        Assert.Contains("Marginal emissions do not fall", plan.String("explanation"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Post_MarginalMinimised_ComparesTheAverage()
    {
        await using var api = new TestApi(Signals.Hourly("GB", Average), Marginal([500, 500, 500, 100, .. Enumerable.Repeat(600.0, 21)]));

        var plan = await PlanSitesTests.PlanAsync(api, Body.Replace("}]}", "}],\"objective\":{\"signal\":\"marginal\"}}", StringComparison.Ordinal));

        Assert.Equal((200, 200, 800), (plan.Number("totals", "emissionsG"), plan.Number("totals", "marginalG"), plan.Number("totals", "averageG")));
        Assert.Equal("average", plan.String("otherSignal", "kind"));
        Assert.Contains("AVERAGE_NOT_REDUCED", plan.At("warnings").GetRawText(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Post_MarginalKnownInPart_IsLeftOut()
    {
        await using var api = new TestApi(Signals.Hourly("GB", Average), Marginal([500, 500]));

        var plan = await PlanSitesTests.PlanAsync(api, Body);

        Assert.Equal((JsonValueKind.Null, JsonValueKind.Null), (plan.At("otherSignal").ValueKind, plan.At("totals", "marginalG").ValueKind));
    }

    private static CarbonSignal Marginal(double[] values) => CarbonSignal.FromRegular(
        new SignalBasis(ZoneId.Parse("GB"), SignalKind.Marginal, EmissionFactor.Lifecycle), Signals.Now, TimeSpan.FromHours(1), values,
        new SignalProvenance("fixed", SignalStatus.Forecast, Signals.Now));
}
