using System.Collections.Concurrent;
using CarbonApp.Api.Grid.Sources;
using CarbonApp.Engine.Grid.Signals;

namespace CarbonApp.Api.Tests.Sources;

public sealed class ElectricityMapsFeedTests : FeedContract
{
    private static readonly ZoneId Germany = ZoneId.Parse("DE");

    private protected override FeedScript Script => FeedScript.ElectricityMaps;

    [Fact]
    public Task Get_Recorded_SaysWhatIsEstimatedMeasuredAndForecast() => WithSourceAsync(async source =>
    {
        var signal = await source.GetAsync(new(Script.Basis, FeedScript.Now.AddHours(-5), FeedScript.Now.AddHours(5)), CancellationToken.None);

        Assert.Equal(SignalStatus.Measured, signal.SlotAt(FeedScript.Now.AddHours(-4))!.Value.Provenance!.Status);
        Assert.Equal(SignalStatus.Estimated, signal.SlotAt(FeedScript.Now)!.Value.Provenance!.Status);
        Assert.Equal(SignalStatus.Forecast, signal.SlotAt(FeedScript.Now.AddHours(2))!.Value.Provenance!.Status);
        Assert.Equal(new DateTimeOffset(2025, 10, 25, 22, 12, 0, TimeSpan.Zero), signal.SlotAt(FeedScript.Now.AddHours(2))!.Value.Provenance!.IssuedAt);
    });

    [Theory]
    [InlineData("ElectricityMaps:ApiKey")]
    [InlineData("EL_MAPS_API_KEY")]
    public async Task Get_KeyUnderEitherName_IsSentWithTheFactor(string setting)
    {
        var keys = new ConcurrentBag<string>();
        await using var upstream = await Fakes.UpstreamStandIn.StartAsync(context =>
        {
            keys.Add(context.Request.Headers["auth-token"].ToString());
            return Script.Recorded(context);
        });
        using var host = HostFor(upstream.Address, new() { ["ElectricityMaps:ApiKey"] = "", [setting] = "my-key" });

        await host.Source(Script.Name).GetAsync(new(Script.Basis with { Factor = EmissionFactor.Direct }, FeedScript.Now, FeedScript.Now.AddMinutes(5)), CancellationToken.None);

        Assert.Equal("my-key", Assert.Single(keys));
        Assert.Equal("/v3/carbon-intensity/latest?zone=DE&emissionFactorType=direct", Assert.Single(upstream.Requests));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("  ")]
    public void Covers_WithoutKey_IsFalse(string? key)
    {
        using var host = HostFor(new Uri("http://127.0.0.1:1"), new() { ["ElectricityMaps:ApiKey"] = key, ["EL_MAPS_API_KEY"] = key });

        Assert.False(host.Source(Script.Name).Covers(Script.Basis));
    }

    [Fact]
    public Task ReadMix_Recorded_GivesTheShares() => WithAsync(Script.Recorded, async (upstream, host) =>
    {
        var mixes = await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => host.Get<PowerMixReader>().ReadAsync(Germany, CancellationToken.None)));

        Assert.All(mixes, m => Assert.Equal(new PowerMix(0.58, 0.60, "electricity-maps", true, new DateTimeOffset(2025, 10, 25, 22, 0, 0, TimeSpan.Zero)), m));
        Assert.Single(upstream.Requests);
    });

    [Theory]
    [InlineData("""{"zone":"GB","renewablePercentage":null,"fossilFreePercentage":null}""")]
    [InlineData("[]")]
    public Task ReadMix_NoPercentages_IsTheYearlyMeanAsEstimate(string body) => WithAsync(Fakes.UpstreamStandIn.Json(body), async (_, host) =>
    {
        var mix = await host.Get<PowerMixReader>().ReadAsync(ZoneId.Parse("GB"), CancellationToken.None);

        Assert.Equal(("annual-mean", true), (mix!.Source, mix.IsEstimate));
        Assert.InRange(mix.RenewableShare!.Value, 0, 1);
    });

    [Fact]
    public Task ReadMix_ZoneNobodyKnows_IsNull() => WithAsync(Fakes.UpstreamStandIn.Status(404), async (_, host) =>
        Assert.Null(await host.Get<PowerMixReader>().ReadAsync(ZoneId.Parse("ZZ-9"), CancellationToken.None)));
}
