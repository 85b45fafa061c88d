using CarbonApp.Engine.Grid.Planning;

namespace CarbonApp.Engine.Tests.Grid.Planning;

public class ReplicaRuleTests
{
    [Theory]
    [InlineData(250, 0)]
    [InlineData(200.001, 0)]
    [InlineData(200, 1)]
    [InlineData(199, 2)]
    [InlineData(150, 6)]
    [InlineData(100, 10)]
    [InlineData(20, 10)]
    [InlineData(double.NaN, 0)]
    public void Replicas_BetweenLimitAndCleanest_RiseInAStraightLine(double intensity, int replicas) =>
        Assert.Equal(replicas, ReplicaRule.Replicas(intensity, limit: 200, cleanest: 100, least: 1, most: 10));

    [Fact]
    public void Replicas_CleanestAtOrAboveTheLimit_IsAllOrNone()
    {
        Assert.Equal(5, ReplicaRule.Replicas(100, 100, 100, 1, 5));
        Assert.Equal(5, ReplicaRule.Replicas(99, 100, 300, 1, 5));
        Assert.Equal(0, ReplicaRule.Replicas(101, 100, 300, 1, 5));
    }

    [Fact]
    public void Replicas_NumbersOutsideTheirRange_Throw()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => ReplicaRule.Replicas(1, 2, 1, 0, 5));
        Assert.Throws<ArgumentOutOfRangeException>(() => ReplicaRule.Replicas(1, 2, 1, 6, 5));
    }

    [Fact]
    public void Cleanest_GapsAndOtherTimes_AreLeftOut()
    {
        var signal = TestSignals.Hourly(double.NaN, 300, 200, 10);

        Assert.Equal(200, ReplicaRule.Cleanest(signal, signal.Start, signal.Start.AddHours(3)));
        Assert.Null(ReplicaRule.Cleanest(signal, signal.Start, signal.Start.AddHours(1)));
    }
}
