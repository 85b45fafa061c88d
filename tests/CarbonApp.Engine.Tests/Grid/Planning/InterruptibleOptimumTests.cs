using CarbonApp.Engine.Grid.Planning;
using CarbonApp.Engine.Grid.Signals;

namespace CarbonApp.Engine.Tests.Grid.Planning;

public class InterruptibleOptimumTests
{
    private static readonly DateTimeOffset Midnight = TestSignals.Midnight;

    [Fact]
    public void Find_TwoSeparateCleanHours_RunsInBoth()
    {
        var planned = Plan(TestSignals.Hourly(100, 20, 90, 40), minutes: 120, hours: 4);

        Assert.Equal([(60, 120), (180, 240)], Minutes(planned));
        Assert.Equal(30, planned.MeanIntensity.GramsPerKilowattHour, 12);
    }

    [Fact]
    public void Find_Fraction_FallsOnTheDirtiestSlotTaken()
    {
        var planned = Plan(TestSignals.Hourly(100, 20, 90, 40), minutes: 90, hours: 4);

        Assert.Equal([(60, 120), (180, 210)], Minutes(planned));
        Assert.Equal((20 + (40 * 0.5)) / 1.5, planned.MeanIntensity.GramsPerKilowattHour, 12);
    }

    [Fact]
    public void Find_FractionBeforeATakenSlot_IsMovedNextToIt()
    {
        // Half of the hour at 40 precedes the hour at 20: running its second half saves a restart.
        var planned = Plan(TestSignals.Hourly(100, 40, 20, 90), minutes: 90, hours: 4);

        Assert.Equal([(90, 180)], Minutes(planned));
    }

    [Fact]
    public void Find_EqualSlots_TakesTheEarliest()
    {
        var planned = Plan(TestSignals.Hourly(50, 50, 50, 50), minutes: 60, hours: 4);

        Assert.Equal([(0, 60)], Minutes(planned));
    }

    [Fact]
    public void Find_SlotsCutByTheWindow_CountOnlyWhatRemains()
    {
        var outcome = InterruptibleOptimum.Find(
            TestSignals.Hourly(10, 80, 20), new MovableJob(TimeSpan.FromMinutes(60), Midnight.AddMinutes(45), Midnight.AddMinutes(150)));

        var planned = Assert.IsType<WindowOutcome.Planned>(outcome);
        Assert.Equal([(45, 75), (120, 150)], Minutes(planned));
        Assert.Equal(((15 * 10) + (15 * 80) + (30 * 20)) / 60.0, planned.MeanIntensity.GramsPerKilowattHour, 12);
    }

    [Fact]
    public void Find_Gap_IsNeverUsed()
    {
        var planned = Plan(TestSignals.Hourly(10, double.NaN, 300), minutes: 120, hours: 3);

        Assert.Equal([(0, 60), (120, 180)], Minutes(planned));
        Assert.Null(planned.Baselines.RunNow);
    }

    [Fact]
    public void Find_TooLittleKnown_SaysHowMuchIs() =>
        Assert.Equal(
            new WindowOutcome.NotCovered(TimeSpan.FromHours(2)),
            InterruptibleOptimum.Find(
                TestSignals.Hourly(10, double.NaN, 300), new MovableJob(TimeSpan.FromHours(3), Midnight, Midnight.AddHours(3))));

    [Fact]
    public void Find_DeadlineTooTight_SaysWhenItWouldFinish() =>
        Assert.Equal(
            new WindowOutcome.DeadlineTooTight(Midnight.AddHours(4)),
            InterruptibleOptimum.Find(TestSignals.Hourly(10, 20, 30), new MovableJob(TimeSpan.FromHours(4), Midnight, Midnight.AddHours(3))));

    [Fact]
    public void Find_2000RandomCases_EqualsTryingEverySetOfSeconds()
    {
        var random = new Random(20260302);
        var planned = 0;
        for (var round = 0; round < 2000; round++)
        {
            // Up to 14 s of window: every subset of seconds of the right size is tried.
            var signal = TestSignals.Random(random, slots: random.Next(1, 8), maxSlotSeconds: 4, gaps: round % 2 == 1);
            var earliest = Midnight.AddSeconds(random.Next(-2, 4));
            var job = new MovableJob(TimeSpan.FromSeconds(random.Next(1, 9)), earliest, earliest.AddSeconds(random.Next(1, 15)));

            var expected = EverySubset(signal, job);
            var outcome = InterruptibleOptimum.Find(signal, job);

            if (outcome is WindowOutcome.Planned plan)
            {
                planned++;
                Assert.Equal(expected, plan.MeanIntensity.GramsPerKilowattHour, 9);
                AssertIsASchedule(signal, job, plan);
            }
            else
            {
                Assert.True(double.IsNaN(expected), $"round {round}: no plan, but exhaustive search finds {expected}");
            }
        }

        Assert.InRange(planned, 800, 2000);
    }

    [Fact]
    public void Find_1000LargerRandomCases_EqualsSortingAllSeconds()
    {
        var random = new Random(20260303);
        for (var round = 0; round < 1000; round++)
        {
            // Up to 800 slots: from 128 on, pivots come from a sample.
            var slots = random.Next(1, round % 2 == 0 ? 120 : 800);
            var signal = TestSignals.Random(random, slots, maxSlotSeconds: 10, gaps: true);
            var typicalSeconds = slots * 5;
            var job = new MovableJob(
                TimeSpan.FromSeconds(random.Next(1, typicalSeconds + 1)), Midnight, Midnight.AddSeconds(random.Next(1, (2 * typicalSeconds) + 1)));
            var seconds = KnownSeconds(signal, job);
            var length = (int)job.Duration.TotalSeconds;

            if (InterruptibleOptimum.Find(signal, job) is WindowOutcome.Planned plan)
            {
                Assert.Equal(seconds.Order().Take(length).Sum() / length, plan.MeanIntensity.GramsPerKilowattHour, 9);
                AssertIsASchedule(signal, job, plan);
            }
            else
            {
                Assert.True(seconds.Length < length);
            }
        }
    }

    private static void AssertIsASchedule(CarbonSignal signal, MovableJob job, WindowOutcome.Planned plan)
    {
        Assert.Equal(job.Duration, TimeSpan.FromTicks(plan.Segments.Sum(s => s.Duration.Ticks)));
        Assert.All(plan.Segments, s => Assert.True(s.Start >= job.Earliest && s.End <= job.Deadline && s.Start < s.End));
        Assert.All(plan.Segments.Zip(plan.Segments.Skip(1)), pair => Assert.True(pair.First.End < pair.Second.Start));
        Assert.All(plan.Segments, s => Assert.Equal(signal.Mean(s.Start, s.End)!.Value.GramsPerKilowattHour, s.MeanIntensity.GramsPerKilowattHour, 9));
    }

    private static double EverySubset(CarbonSignal signal, MovableJob job)
    {
        var values = KnownSeconds(signal, job);
        var length = (int)job.Duration.TotalSeconds;
        var best = double.NaN;
        for (var set = 0; set < 1 << values.Length; set++)
        {
            if (int.PopCount(set) == length)
            {
                var sum = 0.0;
                for (var s = 0; s < values.Length; s++)
                {
                    sum += (set >> s & 1) * values[s];
                }

                best = double.IsNaN(best) ? sum / length : Math.Min(best, sum / length);
            }
        }

        return best;
    }

    private static double[] KnownSeconds(CarbonSignal signal, MovableJob job) =>
        [.. Enumerable.Range(0, (int)(job.Deadline - job.Earliest).TotalSeconds)
            .Select(s => signal.SlotAt(job.Earliest.AddSeconds(s))?.GramsPerKilowattHour ?? double.NaN)
            .Where(v => !double.IsNaN(v))];

    private static IEnumerable<(int, int)> Minutes(WindowOutcome.Planned plan) =>
        plan.Segments.Select(s => ((int)(s.Start - Midnight).TotalMinutes, (int)(s.End - Midnight).TotalMinutes));

    private static WindowOutcome.Planned Plan(CarbonSignal signal, int minutes, int hours) =>
        Assert.IsType<WindowOutcome.Planned>(
            InterruptibleOptimum.Find(signal, new MovableJob(TimeSpan.FromMinutes(minutes), Midnight, Midnight.AddHours(hours))));
}
