using CarbonApp.Engine.Grid.Planning;
using CarbonApp.Engine.Grid.Signals;

namespace CarbonApp.Engine.Tests.Grid.Planning;

public class RiskOptimumTests
{
    private static readonly DateTimeOffset Midnight = TestSignals.Midnight;

    // Three starts for one hour: the middle one is best as expected, but one time in three it is dreadful.
    private static readonly CarbonSignal Expected = TestSignals.Hourly(100, 80, 90);
    private static readonly CarbonSignal[] Turns = [TestSignals.Hourly(100, 50, 90), TestSignals.Hourly(100, 40, 90), TestSignals.Hourly(100, 150, 90)];
    private static readonly MovableJob Hour = new(TimeSpan.FromHours(1), Midnight, Midnight.AddHours(3));

    [Theory]
    [InlineData(RiskMeasure.Mean, 1)]
    [InlineData(RiskMeasure.P90, 2)]
    [InlineData(RiskMeasure.MinimaxRegret, 2)]
    public void FindContiguous_OneTurnIsDreadful_OnlyTheMeanRisksIt(RiskMeasure measure, int hour)
    {
        var plan = Planned(RiskOptimum.FindContiguous(Expected, Turns, Hour, measure));

        Assert.Equal(Midnight.AddHours(hour), Assert.Single(plan.Segments).Start);
        Assert.Equal(hour == 1 ? 80 : 90, plan.MeanIntensity.GramsPerKilowattHour, 1e-9);
        Assert.Equal(100, plan.Baselines.RunNow!.Value.GramsPerKilowattHour, 1e-9);
    }

    [Fact]
    public void FindContiguous_ByTheMean_TellsWhatItRisks()
    {
        var risk = Planned(RiskOptimum.FindContiguous(Expected, Turns, Hour, RiskMeasure.Mean)).Risk;

        // It meets 50, 40, 150; the best of each turn is 50, 40, 90. Percentiles interpolate between 40, 50 and 150.
        Assert.Equal(2 / 3.0, risk.ChanceBetterThanRunNow!.Value, 1e-12);
        Assert.Equal(20, risk.ExpectedRegret.GramsPerKilowattHour, 1e-9);
        Assert.Equal(60, risk.WorstRegret.GramsPerKilowattHour, 1e-9);
        Assert.Equal(42, risk.P10.GramsPerKilowattHour, 1e-9);
        Assert.Equal(130, risk.P90.GramsPerKilowattHour, 1e-9);
        Assert.Equal(3, risk.Scenarios);
    }

    [Fact]
    public void Assess_PlanThatRunsNow_HasNoChanceToBeBetterThanItself()
    {
        var now = new[] { new PlanSegment(Midnight, Midnight.AddHours(1), default) };

        var risk = RiskOptimum.Assess(now, Expected, Turns, Hour, interruptible: false);

        Assert.Null(risk.ChanceBetterThanRunNow);
        Assert.Equal(40, risk.ExpectedRegret.GramsPerKilowattHour, 1e-9);
    }

    [Theory]
    [InlineData(RiskMeasure.P90)]
    [InlineData(RiskMeasure.MinimaxRegret)]
    public void FindContiguous_RandomScenarios_NoCornerIsBetter(RiskMeasure measure)
    {
        for (var seed = 0; seed < 60; seed++)
        {
            var random = new Random(seed);
            var (expected, scenarios) = RandomScenarios(random);
            var job = RandomJob(random, expected);
            if (RiskOptimum.FindContiguous(expected, scenarios, job, measure) is not RiskOutcome.Planned plan)
            {
                Assert.IsNotType<WindowOutcome.Planned>(ContiguousOptimum.Find(expected, job));
                continue;
            }

            var optima = scenarios.Select(s => ((WindowOutcome.Planned)ContiguousOptimum.Find(s, job)).MeanIntensity.GramsPerKilowattHour).ToArray();
            var chosen = Value(plan.Segments[0].Start);
            var corners = expected.Slots.SelectMany(s => new[] { s.Start, s.End, s.Start - job.Duration, s.End - job.Duration })
                .Append(job.Earliest).Append(job.Deadline - job.Duration)
                .Where(x => x >= job.Earliest && x + job.Duration <= job.Deadline && expected.Mean(x, x + job.Duration) is not null);
            Assert.All(corners, x => Assert.True(Value(x) >= chosen - (1e-7 * (1 + chosen)), $"seed {seed}: {x:u} gives {Value(x)}, chosen was {chosen}"));

            double Value(DateTimeOffset start)
            {
                var means = scenarios.Select(s => s.Mean(start, start + job.Duration)!.Value.GramsPerKilowattHour).ToArray();
                return measure == RiskMeasure.MinimaxRegret ? means.Zip(optima, (m, o) => m - o).Max() : NinetiethOf(means);
            }
        }
    }

    [Theory]
    [InlineData(RiskMeasure.Mean)]
    [InlineData(RiskMeasure.P90)]
    [InlineData(RiskMeasure.MinimaxRegret)]
    public void FindInterruptible_RandomScenarios_IsSoundAndNoWorseThanWhatItChoseFrom(RiskMeasure measure)
    {
        for (var seed = 0; seed < 40; seed++)
        {
            var random = new Random(seed);
            var (expected, scenarios) = RandomScenarios(random);
            var job = RandomJob(random, expected);
            if (RiskOptimum.FindInterruptible(expected, scenarios, job, measure) is not RiskOutcome.Planned plan)
            {
                continue;
            }

            Assert.Equal(job.Duration.Ticks, plan.Segments.Sum(s => s.Duration.Ticks));
            Assert.All(plan.Segments, s => Assert.True(s.Start >= job.Earliest && s.End <= job.Deadline));
            Assert.Equal(
                plan.Segments.Sum(s => s.MeanIntensity.GramsPerKilowattHour * s.Duration.Ticks) / job.Duration.Ticks, plan.MeanIntensity.GramsPerKilowattHour, 1e-9 * 300);
            var optimum = ((WindowOutcome.Planned)InterruptibleOptimum.Find(expected, job)).Segments;
            var other = RiskOptimum.Assess(optimum, expected, scenarios, job, interruptible: true);
            Assert.True(measure switch
            {
                RiskMeasure.P90 => plan.Risk.P90.GramsPerKilowattHour <= other.P90.GramsPerKilowattHour + 1e-6,
                RiskMeasure.MinimaxRegret => plan.Risk.WorstRegret.GramsPerKilowattHour <= other.WorstRegret.GramsPerKilowattHour + 1e-6,
                _ => plan.Segments.SequenceEqual(optimum),
            });
        }
    }

    [Fact]
    public void FindContiguous_OneScenarioAsExpected_HasNoRegret()
    {
        var plan = Planned(RiskOptimum.FindContiguous(Expected, [Expected], Hour, RiskMeasure.MinimaxRegret));

        Assert.Equal(Midnight.AddHours(1), plan.Segments[0].Start);
        Assert.Equal(0, plan.Risk.WorstRegret.GramsPerKilowattHour);
        Assert.Equal(1, plan.Risk.ChanceBetterThanRunNow);
    }

    [Fact]
    public void Find_NoPlan_SaysWhy()
    {
        var tight = RiskOptimum.FindContiguous(Expected, Turns, Hour with { Deadline = Midnight.AddMinutes(30) }, RiskMeasure.P90);
        var uncovered = RiskOptimum.FindInterruptible(Expected, Turns, new MovableJob(TimeSpan.FromHours(4), Midnight, Midnight.AddHours(9)), RiskMeasure.P90);

        Assert.IsType<WindowOutcome.DeadlineTooTight>(Assert.IsType<RiskOutcome.Unplanned>(tight).Reason);
        Assert.IsType<WindowOutcome.NotCovered>(Assert.IsType<RiskOutcome.Unplanned>(uncovered).Reason);
    }

    [Fact]
    public void Find_NoScenarioOrOneWithAGapOrOfAnotherBasis_Throws()
    {
        var marginal = CarbonSignal.FromRegular(TestSignals.Basis with { Kind = SignalKind.Marginal }, Midnight, TimeSpan.FromHours(1), [1, 2, 3], TestSignals.Origin);

        Assert.Throws<ArgumentException>(() => RiskOptimum.FindContiguous(Expected, [], Hour, RiskMeasure.Mean));
        Assert.Throws<ArgumentException>(() => RiskOptimum.FindContiguous(Expected, [marginal], Hour, RiskMeasure.Mean));
        Assert.Throws<ArgumentException>(() => RiskOptimum.FindContiguous(Expected, [TestSignals.Hourly(1, double.NaN, 3)], Hour, RiskMeasure.P90));
    }

    private static RiskOutcome.Planned Planned(RiskOutcome outcome) => Assert.IsType<RiskOutcome.Planned>(outcome);

    private static (CarbonSignal Expected, CarbonSignal[] Scenarios) RandomScenarios(Random random)
    {
        var expected = TestSignals.Random(random, random.Next(2, 15), 5000, gaps: random.Next(3) == 0);
        return (expected, [.. Enumerable.Range(0, random.Next(1, 8)).Select(_ => CarbonSignal.FromSlots(
            expected.Basis, expected.Slots.ToArray().Select(s => s with { GramsPerKilowattHour = s.GramsPerKilowattHour * random.Next(0, 5) })))]);
    }

    private static MovableJob RandomJob(Random random, CarbonSignal signal)
    {
        var whole = (int)(signal.End - signal.Start).TotalSeconds;
        var earliest = signal.Start.AddSeconds(random.Next(0, Math.Max(1, whole / 3)));
        return new MovableJob(TimeSpan.FromSeconds(random.Next(1, Math.Max(2, whole / 3))), earliest, signal.End.AddSeconds(-random.Next(0, Math.Max(1, whole / 4))));
    }

    /// <summary>Linear interpolation between order statistics, written another way than the code under test does.</summary>
    private static double NinetiethOf(double[] values)
    {
        var ascending = values.Order().ToArray();
        var place = 0.9 * (ascending.Length - 1);
        return ascending.Length == 1 ? ascending[0] : ascending.Select((v, i) => v * Math.Max(0, 1 - Math.Abs(i - place))).Sum();
    }
}
