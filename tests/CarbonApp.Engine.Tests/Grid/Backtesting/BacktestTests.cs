using CarbonApp.Engine.Grid.Backtesting;
using CarbonApp.Engine.Grid.Planning;
using CarbonApp.Engine.Tests.Grid.Forecasting;

namespace CarbonApp.Engine.Tests.Grid.Backtesting;

public class BacktestTests
{
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);
    private static readonly BacktestPolicy[] All = Enum.GetValues<BacktestPolicy>();
    private static readonly BacktestKnowledge Perfect = new BacktestKnowledge.Perfect();

    [Fact]
    public void Run_ThreeHours_IsAsWorkedByHand()
    {
        // Run-now: 100 + 50 = 150. In one piece: 50 + 80 = 130. In parts: 50 + 60 = 110.
        var results = Run(Series(100, 50, 80, 60), Job(slots: 2, first: 0, end: 4), All, Perfect).ToDictionary(r => r.Policy);

        Assert.Equal(150, results[BacktestPolicy.RunNow].Emissions.Grams, 9);
        Assert.Equal(130, results[BacktestPolicy.Contiguous].Emissions.Grams, 9);
        Assert.Equal(110, results[BacktestPolicy.Interruptible].Emissions.Grams, 9);
        Assert.Equal(1 - (130 / 150.0), results[BacktestPolicy.Contiguous].Saving, 9);
        Assert.Equal((150 / 130.0) - 1, results[BacktestPolicy.RunNow].Regret, 9);
        Assert.Equal(0, results[BacktestPolicy.Interruptible].Regret, 9);
        Assert.Equal((2.0, 75.0), (results[BacktestPolicy.RunNow].Energy.KilowattHours, results[BacktestPolicy.RunNow].MeanIntensity));
    }

    [Fact]
    public void Run_PowerAndHalfHours_ScaleTheGrams()
    {
        var series = BacktestSeries.Cut(TestSignals.Hourly(100, 50), TestSignals.Midnight, TestSignals.Midnight.AddHours(2), TimeSpan.FromMinutes(30));

        var result = Run(series, new BacktestJob(1, 0, 4, 0, Kilowatts: 3), [BacktestPolicy.Contiguous], Perfect)[0];

        Assert.Equal((75.0, 150.0, 1.5), (result.Emissions.Grams, result.RunNow.Grams, result.Energy.KilowattHours));
    }

    [Fact]
    public void Run_FlatSignal_RunsAtOnceAndSavesNothing()
    {
        foreach (var result in Run(Series([.. Enumerable.Repeat(0.1 + 0.2, 200)]), Job(3, 0, 200), All, Perfect))
        {
            Assert.Equal((0.0, 0.0), (Math.Round(result.Saving, 12), Math.Round(result.Regret, 12)));
        }
    }

    [Fact]
    public void Run_Gaps_AreNeverChosenAndNeverNumbers()
    {
        var series = Series(100, double.NaN, 10, double.NaN, 60, 60);

        var results = Run(series, new BacktestJobSet.Listed("", [Job(2, 4, 6), Job(1, 0, 6), Job(1, 1, 6), Job(2, 2, 6)]), All, Perfect);

        // The last two cannot be run at once: nobody knows what that would have emitted.
        Assert.All(results, r => Assert.Equal((2, 2), (r.Jobs, r.LeftOut)));
        Assert.Equal(130, results.Single(r => r.Policy == BacktestPolicy.Interruptible).Emissions.Grams, 9);
        Assert.Equal(130, results.Single(r => r.Policy == BacktestPolicy.Contiguous).Emissions.Grams, 9);
    }

    [Theory]
    [InlineData(-1, 4, 0)] // before the series
    [InlineData(3, 5, 3)] // beyond it
    [InlineData(0, 1, 0)] // window shorter than the job
    public void Run_JobThatDoesNotFit_IsLeftOut(int first, int end, int runNow)
    {
        var result = Run(Series(1, 2, 3, 4), new BacktestJob(2, first, end, runNow), [BacktestPolicy.Contiguous], Perfect)[0];

        Assert.Equal((0, 1, 0.0), (result.Jobs, result.LeftOut, result.Emissions.Grams));
        Assert.True(double.IsNaN(result.Saving) && double.IsNaN(result.MeanIntensity));
    }

    [Fact]
    public void Run_RandomJobs_EqualsBruteForce()
    {
        var random = new Random(5);
        for (var round = 0; round < 200; round++)
        {
            // Few distinct values, so that ties happen.
            var values = Enumerable.Range(0, 24).Select(_ => random.Next(6) == 0 ? double.NaN : random.Next(1, 9) * 20.0).ToArray();
            var (slots, first) = (random.Next(1, 5), random.Next(0, 12));
            var end = first + slots + random.Next(0, 9);
            var results = Run(Series(values), Job(slots, first, end), All, Perfect);
            var runs = Enumerable.Range(first, end - slots - first + 1).Select(s => values[s..(s + slots)].Sum()).ToArray();
            if (double.IsNaN(runs[0]))
            {
                Assert.Equal(1, results[0].LeftOut);
                continue;
            }

            var rates = runs.Select((run, wait) => (runs[0] - run) / (wait + slots)).Select(r => double.IsNaN(r) ? double.NegativeInfinity : r).ToArray();
            Assert.Equal(runs[0], Of(BacktestPolicy.RunNow), 9);
            Assert.Equal(runs.Where(r => !double.IsNaN(r)).Min(), Of(BacktestPolicy.Contiguous), 9);
            Assert.Equal(values[first..end].Where(v => !double.IsNaN(v)).Order().Take(slots).Sum(), Of(BacktestPolicy.Interruptible), 9);
            Assert.Equal(runs[Array.IndexOf(rates, rates.Max())], Of(BacktestPolicy.CarbonTime), 9);

            double Of(BacktestPolicy policy) => results.Single(r => r.Policy == policy).Emissions.Grams;
        }
    }

    [Fact]
    public void Run_EverySlot_EqualsItsJobsOneByOne()
    {
        var random = new Random(6);
        var values = Enumerable.Range(0, 300).Select(_ => random.Next(20) == 0 ? double.NaN : random.Next(1, 30) * 10.0).ToArray();
        var series = Series(values);
        var noise = new BacktestKnowledge.Noise(0.2, [NormalDraws.Of(1, 300), NormalDraws.Of(2, 300)]);
        foreach (var (slots, slack) in new[] { (1, 0), (3, 24), (6, 500) })
        {
            var listed = new BacktestJobSet.Listed("", [.. Enumerable.Range(0, 301 - slots).Select(r => new BacktestJob(slots, r, Math.Min(300, r + slots + slack), r))]);
            foreach (var knowledge in new[] { Perfect, noise, new BacktestKnowledge.Persistence() })
            {
                var together = Run(series, new BacktestJobSet.EverySlot("", slots, slack, Hour), All, knowledge);
                var oneByOne = Run(series, listed, All, knowledge);
                for (var p = 0; p < All.Length; p++)
                {
                    Assert.Equal((oneByOne[p].Jobs, oneByOne[p].LeftOut), (together[p].Jobs, together[p].LeftOut));
                    Assert.Equal(oneByOne[p].Emissions.Grams, together[p].Emissions.Grams, 6);
                    Assert.Equal(oneByOne[p].Oracle.Grams, together[p].Oracle.Grams, 6);
                    Assert.Equal(oneByOne[p].Saving, together[p].Saving, 9);
                }
            }
        }
    }

    [Fact]
    public void Run_Persistence_ChoosesAsTheDayBeforeAndIsChargedTheTruth()
    {
        // Yesterday the third hour was cleanest, today the first is.
        var before = Enumerable.Range(0, 24).Select(h => h == 2 ? 10.0 : 100);
        var today = Enumerable.Range(0, 24).Select(h => h == 0 ? 50.0 : 200);
        var signal = TestSignals.Hourly([.. before, .. today]);
        var series = BacktestSeries.Cut(signal, TestSignals.Midnight.AddDays(1), signal.End, Hour);

        var result = Run(series, Job(1, 0, 24), [BacktestPolicy.Contiguous], new BacktestKnowledge.Persistence())[0];

        Assert.Equal((200.0, 50.0, 3.0), (result.Emissions.Grams, result.Oracle.Grams, result.Regret));
    }

    [Fact]
    public void Run_Threshold_StartsWhenAsCleanAsThePastAndAtTheLatestAtTheDeadline()
    {
        var signal = TestSignals.Hourly([.. Enumerable.Range(1, 10).Select(i => 10.0 * i), 90, 70, 30, 20, 95]);
        var series = BacktestSeries.Cut(signal, TestSignals.Midnight.AddHours(10), signal.End, Hour);

        // Three tenths of the ten hours before were at most 30.
        Assert.Equal(30, Run(series, Job(1, 0, 5), [BacktestPolicy.Threshold], Perfect)[0].Emissions.Grams);
        Assert.Equal(70, Run(series, Job(1, 0, 2), [BacktestPolicy.Threshold], Perfect)[0].Emissions.Grams);
        Assert.Equal(
            TestSignals.Midnight.AddHours(12),
            ThresholdRule.StartOf(signal, new MovableJob(Hour, TestSignals.Midnight.AddHours(10), TestSignals.Midnight.AddHours(15)), BacktestSeries.LookBack));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Run_FutureCorrupted_ChoosesTheSame(bool own)
    {
        BacktestKnowledge knowledge = own ? new BacktestKnowledge.Own() : new BacktestKnowledge.Persistence();
        var values = Synthetic.Days(120);
        var release = (100 * 24) + 7;
        foreach (var policy in new[] { BacktestPolicy.Contiguous, BacktestPolicy.Interruptible, BacktestPolicy.CarbonTime })
        {
            foreach (var hours in new[] { 1, 4 })
            {
                // Each hour in turn is the only one with any carbon: 24 different futures of one past. Were any of them looked at, its hour
                // would be avoided, and fewer hours chosen than the job runs.
                Assert.Equal(hours, ChosenHours(values, release, hours, policy, knowledge).Count(c => c));
            }
        }
    }

    [Fact]
    public void Run_PastCorrupted_ChoosesOtherwise()
    {
        // Else the test above would pass for a policy that looks at nothing.
        var values = Synthetic.Days(120);
        var release = (100 * 24) + 7;
        var corrupted = values.Select((v, h) => h >= release ? v : 1000 - v).ToArray();

        Assert.NotEqual(
            ChosenHours(values, release, 4, BacktestPolicy.Interruptible, new BacktestKnowledge.Own()),
            ChosenHours(corrupted, release, 4, BacktestPolicy.Interruptible, new BacktestKnowledge.Own()));
    }

    [Fact]
    public void Run_OwnForecastOfARegularGrid_KeepsMostOfTheSaving()
    {
        var series = Series(100, Synthetic.Days(130));
        var sets = new[] { new BacktestJobSet.EverySlot("", 3, 24, Hour) };

        var own = Backtest.Run(series, sets, [BacktestPolicy.Contiguous], new BacktestKnowledge.Own())[0];
        var best = Backtest.Run(series, sets, [BacktestPolicy.Contiguous], Perfect)[0];

        Assert.InRange(own.Saving / best.Saving, 0.7, 1);
        Assert.Equal(best.Emissions.Grams, own.Oracle.Grams, 6);
    }

    [Fact]
    public void Run_OwnWithoutHistory_RunsAtOnce()
    {
        var result = Run(Series(100, 50, 80), Job(1, 0, 3), [BacktestPolicy.Contiguous], new BacktestKnowledge.Own())[0];

        Assert.Equal((0.0, 1.0), (result.Saving, result.Regret));
    }

    [Fact]
    public void Run_NoiseOfTwoSeeds_GivesEachSavingAndTheirSpread()
    {
        var series = Series(Synthetic.Days(30));
        var set = new BacktestJobSet.EverySlot("", 2, 12, Hour);
        double[][] normals = [NormalDraws.Of(0, series.Count), NormalDraws.Of(1, series.Count)];

        var both = Run(series, set, [BacktestPolicy.Contiguous], new BacktestKnowledge.Noise(0.3, normals))[0];
        var one = Run(series, set, [BacktestPolicy.Contiguous], new BacktestKnowledge.Noise(0.3, normals[..1]))[0];

        Assert.Equal(2, both.SavingBySeed.Count);
        Assert.Equal(one.Saving, both.SavingBySeed[0]);
        Assert.NotEqual(both.SavingBySeed[0], both.SavingBySeed[1]);
        Assert.Equal(Math.Abs(both.SavingBySeed[0] - both.SavingBySeed[1]) / Math.Sqrt(2), both.SavingDeviation, 12);
        Assert.True(double.IsNaN(one.SavingDeviation));
    }

    [Fact]
    public void Run_TooFewErrorsDrawn_Throws() => Assert.Throws<ArgumentException>(
        () => Run(Series(1, 2, 3), Job(1, 0, 3), All, new BacktestKnowledge.Noise(0.1, [NormalDraws.Of(0, 2)])));

    [Fact]
    public void Run_Cancelled_Stops()
    {
        using var cancelled = new CancellationTokenSource();
        cancelled.Cancel();

        Assert.Throws<OperationCanceledException>(() => Backtest.Run(
            Series(1, 2, 3), [new BacktestJobSet.EverySlot("", 1, 1, Hour)], All, new BacktestKnowledge.Persistence(), null, cancelled.Token));
    }

    [Fact]
    public void SlotOf_HalfHoursAmongQuarters_IsTheCommonest()
    {
        var half = TestSignals.FromSteps(30, 30, 30, 15, 15);

        Assert.Equal(TimeSpan.FromMinutes(30), BacktestSeries.SlotOf(half));
        Assert.Equal(Hour, BacktestSeries.SlotOf(TestSignals.FromSteps(1440, 1440)));
    }

    /// <summary>Hours of the day after the release that the policy runs in: each is weighted in turn, and shows in the grams where it was chosen.</summary>
    private static bool[] ChosenHours(double[] measured, int release, int hours, BacktestPolicy policy, BacktestKnowledge knowledge)
    {
        const int window = 24;
        return [.. Enumerable.Range(release, window).Select(hour =>
        {
            var marked = (double[])measured.Clone();
            for (var h = release; h < marked.Length; h++)
            {
                marked[h] = h == hour ? 1 : 0;
            }

            var start = Synthetic.Start.AddDays(90);
            var signal = Synthetic.Signal(marked);
            var series = BacktestSeries.Cut(signal, start, signal.End, Hour);
            var first = release - (90 * 24);
            return Run(series, Job(hours, first, first + window), [policy], knowledge)[0].Emissions.Grams > 0.5;
        })];
    }

    private static BacktestSeries Series(params double[] values) => Series(0, values);

    private static BacktestSeries Series(int firstDay, double[] values)
    {
        var signal = TestSignals.Hourly(values);
        return BacktestSeries.Cut(signal, signal.Start.AddDays(firstDay), signal.End, Hour);
    }

    private static BacktestJob Job(int slots, int first, int end) => new(slots, first, end, first);

    private static IReadOnlyList<BacktestResult> Run(BacktestSeries series, BacktestJob job, IReadOnlyList<BacktestPolicy> policies, BacktestKnowledge knowledge) =>
        Run(series, new BacktestJobSet.Listed("one", [job]), policies, knowledge);

    private static IReadOnlyList<BacktestResult> Run(BacktestSeries series, BacktestJobSet set, IReadOnlyList<BacktestPolicy> policies, BacktestKnowledge knowledge) =>
        Backtest.Run(series, [set], policies, knowledge);
}
