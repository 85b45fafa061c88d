using CarbonApp.Engine.Grid.Footprint;

namespace CarbonApp.Engine.Tests.Grid.Footprint;

public class PowerCurveTests
{
    private static readonly PowerCurve Curve = PowerCurve.FromWatts(10, 20, 40, 60);

    [Theory]
    [InlineData(0, 10)]
    [InlineData(0.05, 15)]
    [InlineData(0.1, 20)]
    [InlineData(0.3, 30)]
    [InlineData(0.5, 40)]
    [InlineData(0.75, 50)]
    [InlineData(1, 60)]
    public void At_Utilization_InterpolatesBetweenTheNeighbours(double utilization, double watts) =>
        Assert.Equal(watts, Curve.At(utilization).Watts, 9);

    [Theory]
    [InlineData(-0.01)]
    [InlineData(1.01)]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    public void At_UtilizationOutsideZeroToOne_Throws(double utilization)
    {
        var error = Assert.Throws<ArgumentOutOfRangeException>(() => Curve.At(utilization));
        Assert.Contains("between 0 and 1", error.Message, StringComparison.Ordinal);
    }
}
