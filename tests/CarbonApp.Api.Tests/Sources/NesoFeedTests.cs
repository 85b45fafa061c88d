using CarbonApp.Engine.Grid.Signals;

namespace CarbonApp.Api.Tests.Sources;

public sealed class NesoFeedTests : FeedContract
{
    private protected override FeedScript Script => FeedScript.Neso;

    [Fact]
    public Task Get_Recorded_ActualIsMeasuredAndNullActualIsForecast() => WithSourceAsync(async source =>
    {
        var signal = await source.GetAsync(new(Script.Basis, FeedScript.Now.AddHours(-2), FeedScript.Now.AddHours(2)), CancellationToken.None);

        Assert.Equal(SignalStatus.Measured, signal.SlotAt(FeedScript.Now.AddHours(-1))!.Value.Provenance!.Status);
        Assert.Equal(SignalStatus.Forecast, signal.SlotAt(FeedScript.Now.AddHours(1))!.Value.Provenance!.Status);
    });

    [Fact]
    public Task Covers_AnyOtherZone_IsFalse() => WithSourceAsync(source =>
    {
        Assert.False(source.Covers(Script.Basis with { Zone = ZoneId.Parse("FR") }));
        Assert.False(source.Covers(Script.Basis with { Zone = ZoneId.Parse("GB-NIR") }));
        return Task.CompletedTask;
    });

    [Fact]
    public void Covers_StandInSwitchedOff_IsDirectOnly()
    {
        using var host = HostFor(new Uri("http://127.0.0.1:1"), new() { ["Sources:Neso:StandInForLifecycle"] = "false" });

        Assert.True(host.Source("neso").Covers(Script.Basis));
        Assert.False(host.Source("neso").Covers(Script.Basis with { Factor = EmissionFactor.Lifecycle }));
    }
}
