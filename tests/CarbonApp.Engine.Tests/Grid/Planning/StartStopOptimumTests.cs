using System.Globalization;
using CarbonApp.Engine.Grid.Planning;
using CarbonApp.Engine.Grid.Signals;
using CarbonApp.Engine.Units;
using CarbonApp.Tests.Shared;

namespace CarbonApp.Engine.Tests.Grid.Planning;

public class StartStopOptimumTests
{
    private static readonly DateTimeOffset Midnight = TestSignals.Midnight;
    private static readonly Power Kilowatt = Power.FromWatts(1000);

    [Theory]
    [InlineData(0, 97.2178)]
    [InlineData(0.1, 99.6339)]
    [InlineData(0.5, 108.7539)]
    [InlineData(1, 112.9442)]
    [InlineData(2, 120.6524)]
    [InlineData(5, 143.7770)]
    public void Find_GreatBritain_EqualsTheIndependentlyComputedOptimum(double startUpSlots, double meanPerSlot)
    {
        var day = DateTimeOffset.Parse("2020-03-15T00:00Z", CultureInfo.InvariantCulture);
        var limits = StartStopLimits.None with { StartUpEnergy = Energy.FromKilowattHours(startUpSlots / 2) };

        var planned = Plan(GreatBritain(), new MovableJob(TimeSpan.FromHours(6), day, day.AddDays(1)), limits);

        Assert.True(planned.IsProven);
        Assert.Equal(meanPerSlot, planned.Emissions.Grams / 6, 4);
    }

    [Theory]
    [InlineData(0, 60, "60-120 180-240")]
    [InlineData(1, 120, "60-120 180-240")]
    [InlineData(2, 150, "60-180")]
    public void Find_DearerStarts_RunsInFewerPieces(double startUpKilowattHours, double grams, string minutes)
    {
        var limits = StartStopLimits.None with { StartUpEnergy = Energy.FromKilowattHours(startUpKilowattHours) };

        var planned = Plan(TestSignals.Hourly(100, 20, 90, 40), Job(120, 240), limits);

        Assert.Equal(minutes, Minutes(planned));
        Assert.Equal(grams, planned.Emissions.Grams, 9);
    }

    [Fact]
    public void Find_StartUpTime_IsNotWorkAndDrawsItsOwnEnergy()
    {
        // 30 min of start-up at 0.1 kWh fall into the dirty hour before the clean one; the work is all clean.
        var limits = StartStopLimits.None with { StartUpEnergy = Energy.FromKilowattHours(0.1), StartUpDuration = TimeSpan.FromMinutes(30) };

        var planned = Plan(TestSignals.Hourly(300, 20, 300), Job(60, 180), limits);

        Assert.Equal("30-120", Minutes(planned));
        Assert.Equal(Midnight.AddMinutes(60), planned.Runs[0].WorkStart);
        Assert.Equal(1.1, planned.Energy.KilowattHours, 12);
        Assert.Equal((0.1 * 300) + 20, planned.Emissions.Grams, 9);
        Assert.Equal((0.1 * 300) + (0.5 * 300) + (0.5 * 20), planned.Baselines.RunNow!.Value.Grams, 9);
    }

    [Fact]
    public void Find_EqualHours_RunsAtOnceInOnePiece() =>
        Assert.Equal("0-90", Minutes(Plan(TestSignals.Hourly(50, 50, 50, 50), Job(90, 240), StartStopLimits.None)));

    [Fact]
    public void Find_MinimumPause_IsKept()
    {
        // The two hours at 10 are one hour apart; with two hours of pause the best pair is the first and the last.
        var limits = StartStopLimits.None with { MinimumPause = TimeSpan.FromHours(2) };

        Assert.Equal("0-60 240-300", Minutes(Plan(TestSignals.Hourly(10, 90, 10, 80, 25), Job(120, 300), limits)));
    }

    [Fact]
    public void Find_GapShorterThanTheJob_EndsARun()
    {
        var planned = Plan(TestSignals.Hourly(10, double.NaN, 300), Job(120, 180), StartStopLimits.None);

        Assert.Equal("0-60 120-180", Minutes(planned));
        Assert.Null(planned.Baselines.RunNow);
    }

    [Fact]
    public void Find_GapAndOneStartOnly_HasNoSchedule() =>
        Assert.Equal(
            new StartStopOutcome.NoSchedule(TimeSpan.FromHours(2), IsProven: true),
            Find(TestSignals.Hourly(10, double.NaN, 300), Job(120, 180), StartStopLimits.None with { MaximumStarts = 1 }));

    [Fact]
    public void Find_EmptySignal_HasNoSchedule() =>
        Assert.Equal(
            new StartStopOutcome.NoSchedule(TimeSpan.Zero, IsProven: true),
            Find(CarbonSignal.Unknown(TestSignals.Basis), Job(120, 180), StartStopLimits.None));

    [Fact]
    public void Find_StartUpPastTheDeadline_SaysWhenItWouldFinish() =>
        Assert.Equal(
            new StartStopOutcome.DeadlineTooTight(Midnight.AddMinutes(190)),
            Find(TestSignals.Hourly(10, 20, 30), Job(180, 180), StartStopLimits.None with { StartUpDuration = TimeSpan.FromMinutes(10) }));

    [Fact]
    public void Find_LimitsBeyondAllTime_AreAnswered()
    {
        var (signal, job) = (TestSignals.Hourly(20, 10, 30), Job(60, 180));

        Assert.Equal(new StartStopOutcome.DeadlineTooTight(DateTimeOffset.MaxValue), Find(signal, job, StartStopLimits.None with { StartUpDuration = TimeSpan.MaxValue }));
        Assert.Equal("60-120", Minutes(Plan(signal, job, new StartStopLimits(default, TimeSpan.Zero, TimeSpan.MaxValue, TimeSpan.MaxValue, int.MaxValue))));
    }

    [Fact]
    public void Find_MinimumRunLongerThanTheJob_RunsInOnePiece() =>
        Assert.Equal("60-90", Minutes(Plan(TestSignals.Hourly(20, 10, 30), Job(30, 180), StartStopLimits.None with { MinimumRun = TimeSpan.FromHours(1) })));

    [Fact]
    public void Find_NegativeLimit_Throws() =>
        Assert.Throws<ArgumentOutOfRangeException>(() =>
            Find(TestSignals.Hourly(20, 10), Job(30, 60), StartStopLimits.None with { MinimumPause = TimeSpan.FromTicks(-1) }));

    [Fact]
    public void Find_Cancelled_Stops()
    {
        using var cancelled = new CancellationTokenSource();
        cancelled.Cancel();

        Assert.Throws<OperationCanceledException>(() => StartStopOptimum.Find(TestSignals.Hourly(20, 10), Job(30, 60), Kilowatt, StartStopLimits.None, cancelled.Token));
    }

    [Theory]
    [InlineData(1, 1, 1, 3000)]
    [InlineData(2, 1, 1, 1500)]
    [InlineData(4, 1, 2, 500)]
    [InlineData(11, 1, 5, 400)]
    // All times even: trying odd seconds too finds nothing better.
    [InlineData(4, 2, 2, 500)]
    public void Find_RandomCases_EqualsTryingEverySchedule(int unitSeconds, int seconds, int length, int rounds)
    {
        var random = new Random(20260310 + unitSeconds);
        var planned = 0;
        for (var round = 0; round < rounds; round++)
        {
            var (signal, job, limits) = StartStopCases.Random(random, unitSeconds, seconds, length);
            var expected = StartStopCases.Cheapest(signal, job, Kilowatt, limits);
            var outcome = Find(signal, job, limits);

            if (outcome is StartStopOutcome.Planned plan)
            {
                planned++;
                StartStopCases.AssertKeepsLimits(signal, job, Kilowatt, limits, plan);
                Assert.True(plan.IsProven);
                Assert.True(Math.Abs(expected - plan.Emissions.Grams) < 1e-9 * (1 + expected), $"round {round}: {plan.Emissions.Grams}, but trying all finds {expected}");
            }
            else
            {
                Assert.True(double.IsInfinity(expected), $"round {round}: {outcome}, but trying all finds {expected}");
            }
        }

        Assert.InRange(planned, rounds / 3, rounds);
    }

    [Fact]
    public void Find_RandomCases_BaselinesEqualTryingEverySecond()
    {
        // Linear between whole seconds, so their trapezoids give the mean; a start-up without time would jump.
        var (random, compared) = (new Random(20260312), 0);
        for (var round = 0; round < 2000; round++)
        {
            var (signal, job, limits) = StartStopCases.Random(random, unitSeconds: 1);
            limits = limits with { StartUpDuration = limits.StartUpDuration + TimeSpan.FromSeconds(1) };
            var starts = StartStopCases.InOnePiece(signal, job, Kilowatt, limits);
            if (starts.Length == 0 || starts.Any(double.IsNaN) || Find(signal, job, limits) is not StartStopOutcome.Planned plan)
            {
                continue;
            }

            Assert.Equal(starts[0], plan.Baselines.RunNow!.Value.Grams, 1e-9);
            Assert.Equal(starts.Max(), plan.Baselines.WorstStart!.Value.Grams, 1e-9);
            var mean = starts.Length == 1 ? starts[0] : starts.Zip(starts.Skip(1), (a, b) => (a + b) / 2).Average();
            Assert.Equal(mean, plan.Baselines.MeanStart!.Value.Grams, 1e-9);
            compared++;
        }

        Assert.InRange(compared, 50, 2000);
    }

    [Fact]
    public void Find_TooFewStatesAllowed_KeepsLimitsAndBoundsTheOptimum()
    {
        var random = new Random(20260311);
        var open = 0;
        for (var round = 0; round < 3000; round++)
        {
            var (signal, job, limits) = StartStopCases.Random(random, unitSeconds: 1);
            var expected = StartStopCases.Cheapest(signal, job, Kilowatt, limits);

            if (StartStopOptimum.Find(signal, job, Kilowatt, limits, maximumStates: 120, default) is StartStopOutcome.Planned plan)
            {
                StartStopCases.AssertKeepsLimits(signal, job, Kilowatt, limits, plan);
                Assert.InRange(expected, plan.LowerBound.Grams - 1e-12, plan.Emissions.Grams + 1e-12);
                open += plan.IsProven ? 0 : 1;
            }
        }

        Assert.InRange(open, 100, 3000);
    }

    [Fact]
    public void Find_LimitsOfOddSecondsOverTwoDays_AreKeptWithASmallGap()
    {
        var now = DateTimeOffset.Parse("2020-03-15T00:34:56Z", CultureInfo.InvariantCulture);
        var job = new MovableJob(TimeSpan.FromSeconds(12_001), now, now.AddHours(48));
        var limits = new StartStopLimits(Energy.FromKilowattHours(0.05), TimeSpan.FromSeconds(97), TimeSpan.FromSeconds(1801), TimeSpan.FromSeconds(601));

        var planned = Plan(GreatBritain(), job, limits);

        StartStopCases.AssertKeepsLimits(GreatBritain(), job, Kilowatt, limits, planned);
        Assert.False(planned.IsProven);
        Assert.InRange(planned.Gap, 0, 0.005);
    }

    [Fact]
    public void Find_NowAtAnySecond_IsStillProven()
    {
        // A request in the middle of a slot, two days, limits in whole minutes: the lattice stays that of the minutes.
        var signal = TestSignals.Hourly([.. Enumerable.Range(0, 48).Select(h => 200.0 + (100 * Math.Sin(h)))]);
        var now = Midnight.AddSeconds(2096.5);
        var limits = new StartStopLimits(Energy.FromKilowattHours(0.4), TimeSpan.FromMinutes(5), TimeSpan.FromMinutes(30), TimeSpan.FromMinutes(15), 4);

        var planned = Plan(signal, new MovableJob(TimeSpan.FromMinutes(200), now, now.AddHours(40)), limits);

        Assert.True(planned.IsProven);
        Assert.InRange(planned.Emissions.Grams, 1, planned.Baselines.RunNow!.Value.Grams);
    }

    private static CarbonSignal GreatBritain() =>
        TestSignals.FromCsv(SharedData.File("grid/lets-wait-awhile-gb/gb_ci.csv"), column: 1, TimeSpan.FromMinutes(30));

    private static MovableJob Job(int minutes, int windowMinutes) => new(TimeSpan.FromMinutes(minutes), Midnight, Midnight.AddMinutes(windowMinutes));

    private static StartStopOutcome Find(CarbonSignal signal, MovableJob job, StartStopLimits limits) =>
        StartStopOptimum.Find(signal, job, Kilowatt, limits, TestContext.Current.CancellationToken);

    private static StartStopOutcome.Planned Plan(CarbonSignal signal, MovableJob job, StartStopLimits limits) =>
        Assert.IsType<StartStopOutcome.Planned>(Find(signal, job, limits));

    private static string Minutes(StartStopOutcome.Planned planned) =>
        string.Join(' ', planned.Runs.Select(r => $"{(r.Start - Midnight).TotalMinutes}-{(r.End - Midnight).TotalMinutes}"));
}
