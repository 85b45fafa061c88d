using CarbonApp.Engine.Grid.Planning;

namespace CarbonApp.Engine.Tests.Grid.Planning;

public class RollingOptimumTests
{
    [Fact]
    public void ContiguousMeans_SmallCase_IsWorkedByHand()
    {
        // Runs of 2 over 4, 2, 6, 0: means 3, 4, 3. Window of 3 slots: releases 0 and 1 choose between two runs.
        Assert.Equal([3.0, 3.0, 3.0], RollingOptimum.ContiguousMeans([4, 2, 6, 0], jobSlots: 2, windowSlots: 3));
    }

    [Fact]
    public void InterruptibleMeans_SmallCase_IsWorkedByHand() =>
        Assert.Equal([3.0, 1.0, 3.0], RollingOptimum.InterruptibleMeans([4, 2, 6, 0], jobSlots: 2, windowSlots: 3));

    [Fact]
    public void Means_WindowWithTooManyGaps_AreNotANumber()
    {
        Assert.Equal([double.NaN, double.NaN, 2.0], RollingOptimum.ContiguousMeans([5, double.NaN, 1, 3], jobSlots: 2, windowSlots: 2));
        Assert.Equal([3.0, 2.0, 2.0], RollingOptimum.InterruptibleMeans([5, double.NaN, 1, 3], jobSlots: 2, windowSlots: 3));
    }

    [Theory]
    [InlineData(0, 1)]
    [InlineData(5, 5)]
    [InlineData(3, 2)]
    public void Means_JobThatDoesNotFit_Throw(int job, int window)
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => RollingOptimum.ContiguousMeans([1, 2, 3, 4], job, window));
        Assert.Throws<ArgumentOutOfRangeException>(() => RollingOptimum.InterruptibleMeans([1, 2, 3, 4], job, window));
    }

    [Fact]
    public void Means_RandomSignals_EqualThePlannerAtEveryRelease()
    {
        var random = new Random(20260304);
        for (var round = 0; round < 200; round++)
        {
            var values = Enumerable.Range(0, random.Next(2, 60)).Select(_ => random.Next(10) == 0 ? double.NaN : random.Next(0, 20) * 10.0).ToArray();
            var jobSlots = random.Next(1, values.Length + 1);
            var windowSlots = jobSlots + random.Next(0, 30);
            var contiguous = RollingOptimum.ContiguousMeans(values, jobSlots, windowSlots);
            var interruptible = RollingOptimum.InterruptibleMeans(values, jobSlots, windowSlots);

            var signal = TestSignals.Hourly(values);
            for (var release = 0; release <= values.Length - jobSlots; release++)
            {
                var earliest = TestSignals.Midnight.AddHours(release);
                var deadline = TestSignals.Midnight.AddHours(Math.Min(release + windowSlots, values.Length));
                var job = new MovableJob(TimeSpan.FromHours(jobSlots), earliest, deadline);
                Assert.Equal(MeanOf(ContiguousOptimum.Find(signal, job)), contiguous[release], 9);
                Assert.Equal(MeanOf(InterruptibleOptimum.Find(signal, job)), interruptible[release], 9);
            }
        }
    }

    private static double MeanOf(WindowOutcome outcome) =>
        outcome is WindowOutcome.Planned plan ? plan.MeanIntensity.GramsPerKilowattHour : double.NaN;
}
