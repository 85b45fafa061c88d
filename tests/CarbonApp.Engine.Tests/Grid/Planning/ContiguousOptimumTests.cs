using CarbonApp.Engine.Grid.Planning;
using CarbonApp.Engine.Grid.Signals;

namespace CarbonApp.Engine.Tests.Grid.Planning;

public class ContiguousOptimumTests
{
    private static readonly DateTimeOffset Midnight = TestSignals.Midnight;

    [Fact]
    public void Find_BestStartInsideASlot_StartsThereToTheSecond()
    {
        // 90 min over 100, 50, 200: half an hour of 100 and the whole hour of 50.
        var planned = Plan(TestSignals.Hourly(100, 50, 200), minutes: 90, hours: 3);

        Assert.Equal(Midnight.AddMinutes(30), planned.Segments[0].Start);
        Assert.Equal(Midnight.AddMinutes(120), planned.Segments[0].End);
        Assert.Equal((50 + 50) / 1.5, planned.MeanIntensity.GramsPerKilowattHour, 12);
    }

    [Fact]
    public void Find_Baselines_AreRunNowWorstAndExpectation()
    {
        // Starts 0..1 h over hourly 100, 50, 200 for 2 h: mean falls from 75 to 75 + 25 x ... = linear 75 -> 125.
        var planned = Plan(TestSignals.Hourly(100, 50, 200), minutes: 120, hours: 3);

        Assert.Equal(75, planned.Baselines.RunNow!.Value.GramsPerKilowattHour, 12);
        Assert.Equal(125, planned.Baselines.WorstStart!.Value.GramsPerKilowattHour, 12);
        Assert.Equal(100, planned.Baselines.MeanStart!.Value.GramsPerKilowattHour, 12);
    }

    [Fact]
    public void Find_EqualStarts_TakesTheEarliest()
    {
        var planned = Plan(TestSignals.Hourly(80, 40, 90, 40, 90), minutes: 60, hours: 5);

        Assert.Equal(Midnight.AddHours(1), planned.Segments[0].Start);
    }

    [Fact]
    public void Find_FlatSignal_StartsNow()
    {
        var planned = Plan(TestSignals.Hourly(70, 70, 70, 70), minutes: 45, hours: 4);

        Assert.Equal(Midnight, planned.Segments[0].Start);
        Assert.Equal(70, planned.Baselines.MeanStart!.Value.GramsPerKilowattHour, 12);
    }

    [Fact]
    public void Find_WindowExactlyAsLongAsTheJob_HasOneStart()
    {
        var planned = Plan(TestSignals.Hourly(10, 30), minutes: 120, hours: 2);

        Assert.Equal(Midnight, planned.Segments[0].Start);
        Assert.Equal(20, planned.Baselines.MeanStart!.Value.GramsPerKilowattHour, 12);
    }

    [Fact]
    public void Find_DeadlineBeforeTheFirstPossibleFinish_SaysWhenThatIs()
    {
        var outcome = ContiguousOptimum.Find(
            TestSignals.Hourly(1, 2), new MovableJob(TimeSpan.FromMinutes(61), Midnight, Midnight.AddHours(1)));

        Assert.Equal(new WindowOutcome.DeadlineTooTight(Midnight.AddMinutes(61)), outcome);
    }

    [Fact]
    public void Find_GapInTheCleanestStretch_NeverRunsThroughIt()
    {
        var planned = Plan(TestSignals.Hourly(100, 1, double.NaN, 1, 90, 80), minutes: 120, hours: 6);

        Assert.Equal(Midnight.AddHours(3), planned.Segments[0].Start);
        Assert.Equal(45.5, planned.MeanIntensity.GramsPerKilowattHour, 12);
    }

    [Fact]
    public void Find_GapAtNow_HasNoRunNowBaseline()
    {
        var planned = Plan(TestSignals.Hourly(double.NaN, 50, 60), minutes: 60, hours: 3);

        Assert.Null(planned.Baselines.RunNow);
        Assert.Equal(Midnight.AddHours(1), planned.Segments[0].Start);
    }

    [Fact]
    public void Find_NoStretchLongEnough_SaysHowLongTheLongestIs()
    {
        var outcome = ContiguousOptimum.Find(
            TestSignals.Hourly(10, double.NaN, 10, 10), new MovableJob(TimeSpan.FromHours(3), Midnight, Midnight.AddHours(4)));

        Assert.Equal(new WindowOutcome.NotCovered(TimeSpan.FromHours(2)), outcome);
    }

    [Fact]
    public void Find_UnknownSignal_IsNotCovered() =>
        Assert.Equal(
            new WindowOutcome.NotCovered(TimeSpan.Zero),
            ContiguousOptimum.Find(CarbonSignal.Unknown(TestSignals.Basis), new MovableJob(TimeSpan.FromHours(1), Midnight, Midnight.AddHours(4))));

    [Theory]
    [InlineData(-10, -1)]
    [InlineData(5, 10)]
    public void Find_WindowOutsideTheSignal_IsNotCovered(int fromHour, int toHour) =>
        Assert.IsType<WindowOutcome.NotCovered>(ContiguousOptimum.Find(
            TestSignals.Hourly(10, 20, 30), new MovableJob(TimeSpan.FromHours(1), Midnight.AddHours(fromHour), Midnight.AddHours(toHour))));

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    public void Find_DurationNotPositive_Throws(int seconds) =>
        Assert.Throws<ArgumentOutOfRangeException>(() =>
            ContiguousOptimum.Find(TestSignals.Hourly(1), new MovableJob(TimeSpan.FromSeconds(seconds), Midnight, Midnight.AddHours(1))));

    [Fact]
    public void Find_500RandomCases_EqualsTryingEverySecond()
    {
        var random = new Random(20260301);
        var planned = 0;
        for (var round = 0; round < 500; round++)
        {
            var signal = TestSignals.Random(random, slots: random.Next(1, 30), maxSlotSeconds: 120, gaps: round % 2 == 1);
            var earliest = Midnight.AddSeconds(random.Next(-30, 200));
            var job = new MovableJob(TimeSpan.FromSeconds(random.Next(1, 400)), earliest, earliest.AddSeconds(random.Next(1, 2000)));

            var expected = EverySecond(signal, job);
            var outcome = ContiguousOptimum.Find(signal, job);

            if (outcome is WindowOutcome.Planned plan)
            {
                planned++;
                Assert.NotNull(expected);
                Assert.Equal(expected.Value.Mean, plan.MeanIntensity.GramsPerKilowattHour, 9);
                Assert.Equal(expected.Value.Start, plan.Segments[0].Start);
                Assert.Equal(expected.Value.Worst, plan.Baselines.WorstStart!.Value.GramsPerKilowattHour, 9);
                Assert.Equal(expected.Value.RunNow, plan.Baselines.RunNow?.GramsPerKilowattHour ?? double.NaN, 9);
            }
            else
            {
                Assert.Null(expected);
            }
        }

        Assert.InRange(planned, 250, 500);
    }

    /// <summary>The definition, second by second: no prefix sums, no corners.</summary>
    private static (DateTimeOffset Start, double Mean, double Worst, double RunNow)? EverySecond(CarbonSignal signal, MovableJob job)
    {
        var seconds = (int)(job.Deadline - job.Earliest).TotalSeconds;
        var length = (int)job.Duration.TotalSeconds;
        var values = Enumerable.Range(0, seconds).Select(s => signal.SlotAt(job.Earliest.AddSeconds(s))?.GramsPerKilowattHour ?? double.NaN).ToArray();
        var means = Enumerable.Range(0, Math.Max(0, seconds - length + 1)).Select(s => values.Skip(s).Take(length).Sum() / length).ToArray();
        if (!means.Any(m => !double.IsNaN(m)))
        {
            return null;
        }

        var best = means.Where(m => !double.IsNaN(m)).Min();
        var start = Array.FindIndex(means, m => m <= best * (1 + 1e-9));
        return (job.Earliest.AddSeconds(start), best, means.Where(m => !double.IsNaN(m)).Max(), means[0]);
    }

    private static WindowOutcome.Planned Plan(CarbonSignal signal, int minutes, int hours) =>
        Assert.IsType<WindowOutcome.Planned>(
            ContiguousOptimum.Find(signal, new MovableJob(TimeSpan.FromMinutes(minutes), Midnight, Midnight.AddHours(hours))));
}
