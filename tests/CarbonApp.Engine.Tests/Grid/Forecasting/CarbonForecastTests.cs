using CarbonApp.Engine.Grid.Forecasting;
using CarbonApp.Engine.Grid.Signals;

namespace CarbonApp.Engine.Tests.Grid.Forecasting;

public class CarbonForecastTests
{
    private static readonly ForecastMethod Method = new(100, 365, TestSignals.Midnight.AddDays(-365), TestSignals.Midnight, 1.1);

    private static CarbonForecast Three => new(TestSignals.Basis, TestSignals.Midnight.AddMinutes(20), Method, [10, 20], [[8, 16], [10, 26], [14, 20]]);

    [Fact]
    public void Quantile_ThreeScenarios_IsTheirs()
    {
        Assert.Equal([10.0, 20], Three.Quantile(0.5).GramsPerKilowattHour.ToArray());
        Assert.Equal([9.0, 18], Three.Quantile(0.25).GramsPerKilowattHour.ToArray());
        Assert.Equal([14.0, 26], Three.Quantile(1).GramsPerKilowattHour.ToArray());
    }

    [Theory]
    [InlineData(-0.1)]
    [InlineData(1.1)]
    public void Quantile_LevelOutsideZeroToOne_Throws(double level) => Assert.Throws<ArgumentOutOfRangeException>(() => Three.Quantile(level));

    [Fact]
    public void ScenariosOf_ReadingOfSeveralOrigins_ChangesOnlyItsOwnHours()
    {
        // A measured half hour, the rest of the forecast's first hour, its second, and an hour it does not reach.
        var measured = CarbonSignal.FromRegular(TestSignals.Basis, TestSignals.Midnight, TimeSpan.FromMinutes(30), [99], TestSignals.Origin);
        var beyond = CarbonSignal.FromRegular(TestSignals.Basis, TestSignals.Midnight.AddHours(2), TimeSpan.FromHours(1), [50], TestSignals.Origin);
        var reading = measured.FillGapsFrom(Three.Mean).FillGapsFrom(beyond);

        var scenarios = Three.ScenariosOf(reading);

        Assert.Equal(3, scenarios.Count);
        Assert.Equal([99.0, 8, 16, 50], scenarios[0].GramsPerKilowattHour.ToArray());
        Assert.Equal([99.0, 14, 20, 50], scenarios[2].GramsPerKilowattHour.ToArray());
        Assert.All(scenarios, s => Assert.Equal(reading.Slots.Select(x => (x.Start, x.End)), s.Slots.Select(x => (x.Start, x.End))));
    }

    [Fact]
    public void Constructor_ScenarioOfOtherLength_Throws() =>
        Assert.Throws<ArgumentException>(() => new CarbonForecast(TestSignals.Basis, TestSignals.Midnight, Method, [10, 20], [[1]]));
}
