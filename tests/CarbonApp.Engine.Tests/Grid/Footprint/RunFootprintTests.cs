using CarbonApp.Engine.Grid.Footprint;
using CarbonApp.Engine.Grid.Regions;
using CarbonApp.Engine.Units;

namespace CarbonApp.Engine.Tests.Grid.Footprint;

public class RunFootprintTests
{
    private static readonly CarbonIntensity Intensity = CarbonIntensity.FromGramsPerKilowattHour(300);

    [Fact]
    public void Of_RunWorkedByHand_IsPowerTimesTimeTimesPueTimesIntensity()
    {
        // 100 W × 2 h × 1.2 = 240 Wh; × 300 g/kWh = 72 g.
        var run = RunFootprint.Of(Power.FromWatts(100), TimeSpan.FromHours(2), 1.2, Intensity);
        Assert.Equal(0.24, run.Energy.KilowattHours, 12);
        Assert.Equal(72, run.Operational.Grams, 9);
    }

    [Fact]
    public void Of_MeasuredTypeInARegion_IsWorkedFromTheTables()
    {
        // t4g.micro at 50 % in London, 10 h: 4.9 W × 10 h × 1.135 = 0.055615 kWh; × 300 = 16.6845 g;
        // 1,333.1 kg × 2/64 = 41.659375 kg, × 10/35,040 = 11.889091… g.
        var type = InstanceCatalogue.Find(CloudProvider.Aws, "t4g.micro")!;
        var region = CloudRegionTable.Find(CloudProvider.Aws, "eu-west-2")!;
        var run = RunFootprint.Of(type.Power.At(0.5), TimeSpan.FromHours(10), region.Pue, Intensity, type.Embodied);
        Assert.Equal(0.055615, run.Energy.KilowattHours, 9);
        Assert.Equal(16.6845, run.Operational.Grams, 6);
        Assert.Equal(11.889091, run.Embodied!.Value.Grams, 5);
    }

    [Fact]
    public void Of_FractionOfAnHour_CountsToTheSecond()
    {
        // 1,800 s at 100 W, PUE 1: 50 Wh, 15 g.
        var run = RunFootprint.Of(Power.FromWatts(100), TimeSpan.FromSeconds(1800), 1, Intensity);
        Assert.Equal(15, run.Operational.Grams, 9);
    }

    [Fact]
    public void Of_ManufactureNotKnown_StaysUnknownRatherThanZero() =>
        Assert.Null(RunFootprint.Of(Power.FromWatts(100), TimeSpan.FromHours(1), 1.1, Intensity).Embodied);

    [Fact]
    public void Of_WholeLifeOfAServer_EmbodiesAllOfIt()
    {
        var whole = Co2eMass.FromKilograms(1000);
        var run = RunFootprint.Of(Power.FromWatts(1), TimeSpan.FromHours(RunFootprint.ServerLifetimeHours), 1, Intensity, whole);
        Assert.Equal(1000, run.Embodied!.Value.Kilograms, 9);
    }

    [Fact]
    public void Of_NoTime_EmitsNothing()
    {
        var run = RunFootprint.Of(Power.FromWatts(100), TimeSpan.Zero, 1, Intensity, Co2eMass.FromKilograms(1));
        Assert.Equal(0, run.Energy.KilowattHours);
        Assert.Equal(0, run.Operational.Grams);
        Assert.Equal(0, run.Embodied!.Value.Grams);
    }

    [Theory]
    [InlineData(0.99)]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    public void Of_PueNoDataCentreCanHave_Throws(double pue) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => RunFootprint.Of(Power.FromWatts(1), TimeSpan.FromHours(1), pue, Intensity));

    [Fact]
    public void Of_NegativeDuration_Throws() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => RunFootprint.Of(Power.FromWatts(1), TimeSpan.FromTicks(-1), 1, Intensity));
}
