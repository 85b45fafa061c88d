using CarbonApp.Engine.Grid.Signals;

namespace CarbonApp.Api.Tests.Sources;

public sealed class EnergyChartsFeedTests : FeedContract
{
    private protected override FeedScript Script => FeedScript.EnergyCharts;

    [Fact]
    public Task Get_Recorded_QuarterHoursMeasuredThenForecast() => WithSourceAsync(async source =>
    {
        var signal = await source.GetAsync(new(Script.Basis, FeedScript.Now, FeedScript.Now.AddHours(24)), CancellationToken.None);

        Assert.Equal(SignalStatus.Measured, signal[0].Provenance!.Status);
        Assert.Equal(SignalStatus.Forecast, signal[signal.Count - 1].Provenance!.Status);
        Assert.All(signal.Slots, s => Assert.Equal(TimeSpan.FromMinutes(15), s.End - s.Start));
        Assert.Equal(TimeSpan.FromHours(25), signal.End - signal.Start);
    });

    [Fact]
    public Task Covers_BiddingZoneOrDirectFactor_IsFalse() => WithSourceAsync(source =>
    {
        Assert.False(source.Covers(SignalBasis.AverageLifecycle(ZoneId.Parse("SE-SE3"))));
        Assert.False(source.Covers(SignalBasis.AverageLifecycle(ZoneId.Parse("GB"))));
        Assert.False(source.Covers(Script.Basis with { Factor = EmissionFactor.Direct }));
        return Task.CompletedTask;
    });

    [Fact]
    public async Task Get_SeriesShorterThanItsTimes_IsAGapAtTheEnd() =>
        await WithAsync(Fakes.UpstreamStandIn.Json("""{"unix_seconds":[1729987200,1729988100,1729989000,1729989900],"co2eq":[300,310]}"""), async (_, host) =>
        {
            var signal = await host.Source("energy-charts").GetAsync(
                new(Script.Basis, DateTimeOffset.FromUnixTimeSeconds(1729987200), DateTimeOffset.FromUnixTimeSeconds(1729990800)), CancellationToken.None);

            Assert.Equal([300, 310], signal.GramsPerKilowattHour.ToArray());
        });
}
