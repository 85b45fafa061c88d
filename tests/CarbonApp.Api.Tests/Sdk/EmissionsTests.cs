using CarbonApp.Api.Tests.Fakes;
using CarbonApp.Engine.Grid.Signals;

namespace CarbonApp.Api.Tests.Sdk;

public sealed class EmissionsTests
{
    private static readonly CarbonSignal GreatBritain = Past("GB", 100, 90, 80, 70);
    private static readonly CarbonSignal Pjm = Past("US-MIDA-PJM", 400, 90, 380, 370);

    [Fact]
    public async Task ByLocations_TwoLocations_GivesTheirSlotsAsTheSdkWritesThem()
    {
        await using var api = new TestApi(GreatBritain, Pjm);

        var answer = await api.GetAsync("/emissions/bylocations?location=uksouth&location=eastus&time=2026-03-14T21:00:00Z&toTime=2026-03-14T23:00:00Z");

        Assert.Equal(200, answer.Status);
        Assert.Equal(
            """[{"location":"uksouth","time":"2026-03-14T21:00:00+00:00","rating":100,"duration":"01:00:00"},{"location":"uksouth","time":"2026-03-14T22:00:00+00:00","rating":90,"duration":"01:00:00"},{"location":"eastus","time":"2026-03-14T21:00:00+00:00","rating":400,"duration":"01:00:00"},{"location":"eastus","time":"2026-03-14T22:00:00+00:00","rating":90,"duration":"01:00:00"}]""",
            answer.Text);
        Assert.False(answer.Response.Headers.Contains("Carbon-Estimated"));
    }

    [Fact]
    public async Task ByLocation_NoTime_GivesTheRunningSlot()
    {
        await using var api = new TestApi(GreatBritain);
        api.Clock.Advance(TimeSpan.FromMinutes(20));

        var emission = Assert.Single(SdkClient.Read<SdkClient.Emission[]>((await api.GetAsync("/emissions/byLocation?location=UKSouth")).Text));

        Assert.Equal(("UKSouth", Fakes.Signals.Now, 70.0, TimeSpan.FromHours(1)), (emission.Location, emission.Time, emission.Rating, emission.Duration));
    }

    [Fact]
    public async Task ByLocation_TimeInsideASlot_GivesThatSlotWhole()
    {
        await using var api = new TestApi(GreatBritain);

        var emissions = SdkClient.Read<SdkClient.Emission[]>((await api.GetAsync("/emissions/bylocation?location=GB&time=2026-03-14T22:40:00")).Text);

        Assert.Equal([(Fakes.Signals.Now.AddHours(-2), 90.0)], emissions.Select(e => (e.Time, e.Rating)));
    }

    [Fact]
    public async Task ByLocation_GapAndFuture_AreLeftOutNotInvented()
    {
        await using var api = new TestApi(Past("GB", 100, double.NaN, 80, 70, 60, 50));

        var emissions = SdkClient.Read<SdkClient.Emission[]>((await api.GetAsync("/emissions/bylocation?location=GB&time=2026-03-14T20:00:00Z&toTime=2026-03-15T05:00:00Z")).Text);

        Assert.Equal([100.0, 80, 70], emissions.Select(e => e.Rating));
    }

    [Theory]
    [InlineData("bylocations?location=francecentral")]
    [InlineData("bylocations/best?location=francecentral&location=FR")]
    [InlineData("bylocation?location=GB&time=2026-03-20T00:00:00Z")]
    [InlineData("bylocation?location=GB&time=2020-01-01&toTime=2020-01-02")]
    public async Task Get_NothingKnown_Is204WithoutABody(string query)
    {
        await using var api = new TestApi(GreatBritain);

        var answer = await api.GetAsync("/emissions/" + query);

        Assert.Equal((204, ""), (answer.Status, answer.Text));
    }

    [Fact]
    public async Task Best_EqualLowest_GivesBoth()
    {
        await using var api = new TestApi(GreatBritain, Pjm);

        var best = SdkClient.Read<SdkClient.Emission[]>((await api.GetAsync("/emissions/bylocations/best?location=uksouth&location=eastus&time=2026-03-14T21:00:00Z&toTime=2026-03-14T23:00:00Z")).Text);

        Assert.Equal([("uksouth", 90.0), ("eastus", 90.0)], best.Select(e => (e.Location, e.Rating)));
    }

    [Fact]
    public async Task ByLocations_EstimatedValues_AreNamedInTheHeader()
    {
        var estimated = Fakes.Signals.Hourly("US-MIDA-PJM", Fakes.Signals.Now.AddHours(-3), SignalStatus.Estimated, 400, 390, 380, 370);
        await using var api = new TestApi(GreatBritain, estimated);

        var answer = await api.GetAsync("/emissions/bylocations?location=uksouth&location=eastus&time=2026-03-14T21:00:00Z&toTime=2026-03-14T23:00:00Z");

        Assert.Equal("eastus;share=1", answer.Response.Headers.GetValues("Carbon-Estimated").Single());
    }

    [Fact]
    public async Task ByLocation_MarginalInTheSettings_GivesTheMarginalSignal()
    {
        var basis = new SignalBasis(ZoneId.Parse("GB"), SignalKind.Marginal, EmissionFactor.Direct);
        var marginal = CarbonSignal.FromRegular(basis, Fakes.Signals.Now, TimeSpan.FromHours(1), [444], new SignalProvenance("watttime", SignalStatus.Measured, Fakes.Signals.Now));
        await using var api = new TestApi(GreatBritain, marginal).Set("Sdk:Kind", "marginal").Set("Sdk:Factor", "direct");

        var emissions = SdkClient.Read<SdkClient.Emission[]>((await api.GetAsync("/emissions/bylocation?location=uksouth")).Text);

        Assert.Equal([444.0], emissions.Select(e => e.Rating));
    }

    [Theory]
    [InlineData("bylocations", "location")]
    [InlineData("bylocations?location=", "location")]
    [InlineData("bylocation?place=GB", "location")]
    [InlineData("bylocation?location=GB&toTime=2026-03-15", "time")]
    [InlineData("bylocation?location=GB&time=2026-03-15&toTime=2026-03-15", "time")]
    [InlineData("bylocation?location=GB&time=2026-03-15&toTime=2026-03-14", "time")]
    [InlineData("bylocation?location=GB&time=yesterday", "time")]
    [InlineData("bylocation?location=GB&time=2020-01-01&toTime=2026-01-01", "toTime")]
    public async Task Get_ParametersWrong_AreAProblemNamingTheField(string query, string field)
    {
        await using var api = new TestApi(GreatBritain);

        var answer = await api.GetAsync("/emissions/" + query);

        Assert.True(answer.Status == 400, answer.Text);
        Assert.Equal("application/problem+json", answer.ContentType);
        Assert.Equal("VALIDATION", answer.String("code"));
        Assert.NotEmpty(answer.At("errors", field).EnumerateArray());
        Assert.NotNull(answer.String("traceId"));
    }

    [Fact]
    public async Task ByLocations_OneUnknown_IsAProblemNamingItAndItsLikes()
    {
        await using var api = new TestApi(GreatBritain);

        var answer = await api.GetAsync("/emissions/bylocations?location=uksouth&location=eastsu");

        Assert.Equal((400, "UNKNOWN_LOCATION"), (answer.Status, answer.String("code")));
        Assert.Contains("Unknown location: 'eastsu'", answer.String("detail"), StringComparison.Ordinal);
        Assert.Contains("eastus", answer.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ByLocations_101Locations_AreRefused()
    {
        await using var api = new TestApi(GreatBritain);

        var answer = await api.GetAsync("/emissions/bylocations?" + string.Join('&', Enumerable.Repeat("location=GB", 101)));

        Assert.Equal(400, answer.Status);
        Assert.Contains("100", answer.String("detail"), StringComparison.Ordinal);
    }

    /// <summary>Measured hours from three hours before now.</summary>
    private static CarbonSignal Past(string zone, params double[] values) =>
        Fakes.Signals.Hourly(zone, Fakes.Signals.Now.AddHours(-3), SignalStatus.Measured, values);
}
