using CarbonApp.Api.Grid.Sources;
using CarbonApp.Engine.Grid.Signals;

namespace CarbonApp.Api.Tests.Sources;

public sealed class AnnualMeanSourceTests : CarbonIntensitySourceContract
{
    private protected override SignalBasis CoveredBasis => SignalBasis.AverageLifecycle(ZoneId.Parse("GB"));

    private protected override Task WithSourceAsync(Func<ICarbonIntensitySource, Task> test) => test(new AnnualMeanSource());

    [Fact]
    public async Task Get_AnyTime_IsAnEstimate()
    {
        var signal = await new AnnualMeanSource().GetAsync(new SignalQuery(CoveredBasis, FeedScript.Now, FeedScript.Now.AddDays(3)), CancellationToken.None);

        Assert.All(signal.Slots, s => Assert.Equal(SignalStatus.Estimated, s.Provenance!.Status));
        Assert.Equal(TimeSpan.FromDays(3), signal.KnownTime(FeedScript.Now, FeedScript.Now.AddDays(3)));
    }

    [Fact]
    public void Covers_DirectFactor_IsFalse() =>
        Assert.False(new AnnualMeanSource().Covers(CoveredBasis with { Factor = EmissionFactor.Direct }));
}
