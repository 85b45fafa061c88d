using CarbonApp.Engine.Grid.Planning;

namespace CarbonApp.Engine.Tests.Grid.Planning;

public class CarbonTimeTests
{
    private static readonly DateTimeOffset Midnight = TestSignals.Midnight;

    [Theory]
    [InlineData(new double[] { 100, 90, 40 }, 2)]
    [InlineData(new double[] { 100, 40, 30 }, 1)]
    [InlineData(new double[] { 40, 50, 60 }, 0)]
    [InlineData(new double[] { 50, 50, 50 }, 0)]
    public void Find_OneHourJob_WeighsTheSavingAgainstTheWait(double[] hours, int wait)
    {
        var plan = Assert.IsType<WindowOutcome.Planned>(CarbonTime.Find(TestSignals.Hourly(hours), new MovableJob(TimeSpan.FromHours(1), Midnight, Midnight.AddHours(3))));

        Assert.Equal(Midnight.AddHours(wait), Assert.Single(plan.Segments).Start);
        Assert.Equal(hours[wait], plan.MeanIntensity.GramsPerKilowattHour, 1e-9);
    }

    [Fact]
    public void Find_RandomSignals_NoSecondIsBetter()
    {
        for (var seed = 0; seed < 40; seed++)
        {
            var random = new Random(seed);
            var signal = TestSignals.Random(random, 10, 120, gaps: seed % 2 == 0);
            var job = new MovableJob(TimeSpan.FromSeconds(random.Next(1, 90)), signal.Start, signal.End);
            var outcome = CarbonTime.Find(signal, job);
            if (signal.Mean(job.Earliest, job.Earliest + job.Duration) is not { } now)
            {
                Assert.IsNotType<WindowOutcome.Planned>(outcome);
                continue;
            }

            var plan = Assert.IsType<WindowOutcome.Planned>(outcome);
            var chosen = Rate(plan.Segments[0].Start)!.Value;
            for (var start = job.Earliest; start + job.Duration <= job.Deadline; start = start.AddSeconds(1))
            {
                Assert.True(!(Rate(start) > chosen + 1e-6), $"seed {seed}: {start:T} saves {Rate(start)} an hour, chosen was {chosen}");
            }

            double? Rate(DateTimeOffset start) =>
                (now.GramsPerKilowattHour - signal.Mean(start, start + job.Duration)?.GramsPerKilowattHour) / (start - job.Earliest + job.Duration).TotalHours;
        }
    }

    [Fact]
    public void Find_NowNotKnown_IsNotCovered() =>
        Assert.IsType<WindowOutcome.NotCovered>(CarbonTime.Find(TestSignals.Hourly(double.NaN, 1, 2), new MovableJob(TimeSpan.FromHours(1), Midnight, Midnight.AddHours(3))));

    [Fact]
    public void Find_DeadlineTooTight_SaysSo() =>
        Assert.IsType<WindowOutcome.DeadlineTooTight>(CarbonTime.Find(TestSignals.Hourly(1, 2), new MovableJob(TimeSpan.FromHours(3), Midnight, Midnight.AddHours(2))));
}
