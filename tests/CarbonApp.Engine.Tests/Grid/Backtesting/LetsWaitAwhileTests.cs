using System.Globalization;
using CarbonApp.Engine.Grid.Backtesting;
using CarbonApp.Tests.Shared;

namespace CarbonApp.Engine.Tests.Grid.Backtesting;

/// <summary>Great Britain in Wiesner et al. (Middleware 2021): every figure within 0.002 points, as published and corrected.</summary>
public class LetsWaitAwhileTests
{
    private const double Tolerance = 0.002;
    private const string Folder = "grid/lets-wait-awhile-gb/";
    private static readonly TimeSpan HalfHour = TimeSpan.FromMinutes(30);
    private static readonly DateTimeOffset From = new(2020, 1, 1, 0, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Nightly_AllWindowsAndErrors_EqualThePublishedSavings()
    {
        var series = GreatBritain();
        var rows = Rows("expected_nightly.csv");

        foreach (var row in rows)
        {
            var window = TimeSpan.FromHours(double.Parse(row[2], CultureInfo.InvariantCulture));
            var published = LetsWaitAwhile.Nightly(series, window, asPublished: true);
            var corrected = LetsWaitAwhile.Nightly(series, window, asPublished: false);

            var withErrors = Run(series, published, BacktestPolicy.Contiguous, 0.05);
            AssertNear(row[4], withErrors.MeanIntensity, window);
            AssertNear(row[5], 100 * withErrors.Saving, window);
            AssertNear(row[6], 100 * Run(series, published, BacktestPolicy.Contiguous, 0).Saving, window);
            AssertNear(row[7], 100 * Run(series, corrected, BacktestPolicy.Contiguous, 0.05).Saving, window);
        }

        Assert.Equal(17, rows.Count);
    }

    [Fact]
    public void MachineLearning_BothDeadlinesModesAndErrors_EqualThePublishedSavings()
    {
        var series = GreatBritain();
        var trace = Trace();
        var rows = Rows("expected_ml.csv");

        foreach (var row in rows)
        {
            var policy = row[2] == "int" ? BacktestPolicy.Interruptible : BacktestPolicy.Contiguous;
            var error = double.Parse(row[3], CultureInfo.InvariantCulture);
            AssertNear(row[5], 100 * Run(series, Set(asPublished: true), policy, error).Saving, string.Join(' ', row));
            AssertNear(row[6], 100 * Run(series, Set(asPublished: false), policy, error).Saving, string.Join(' ', row));

            BacktestJobSet Set(bool asPublished) => row[1] == "next_workday"
                ? LetsWaitAwhile.NextWorkday(series, trace, asPublished)
                : LetsWaitAwhile.SemiWeekly(series, trace, asPublished);
        }

        Assert.Equal(12, rows.Count);
    }

    [Theory]
    [InlineData(17, 30, false, 9, 24 * 3)] // Friday evening is due on Monday …
    [InlineData(17, 30, true, 9, 24)] // … and on Saturday in the published programme.
    [InlineData(17, 0, false, 17, 0)]
    [InlineData(8, 0, false, 9, 0)]
    public void NextWorkday_OnAFriday_IsAsWritten(int hour, int minute, bool asPublished, double dueHour, double hoursLater)
    {
        // 2026-03-06 is a Friday.
        var series = BacktestSeries.Cut(TestSignals.Hourly(new double[24 * 14]), TestSignals.Midnight, TestSignals.Midnight.AddDays(14), HalfHour);
        var length = new TimeSpan(5, hour, minute, 0);

        var job = ((BacktestJobSet.Listed)LetsWaitAwhile.NextWorkday(series, [new TraceJob(TimeSpan.Zero, length)], asPublished)).Jobs[0];

        var due = (int)(2 * ((5 * 24) + hoursLater + dueHour));
        Assert.Equal(asPublished ? due + 1 : due, job.End);
    }

    private static BacktestResult Run(BacktestSeries series, BacktestJobSet set, BacktestPolicy policy, double error) => Backtest.Run(
        series, [set], [policy], error == 0 ? new BacktestKnowledge.Perfect() : new BacktestKnowledge.Noise(error, Normals.Value))[0];

    private static readonly Lazy<double[][]> Normals = new(() => [.. Enumerable.Range(0, 10).Select(seed => NormalDraws.Of((uint)seed, 18_000))]);

    private static BacktestSeries GreatBritain()
    {
        var signal = TestSignals.FromCsv(SharedData.File(Folder + "gb_ci.csv"), 1, HalfHour);
        return BacktestSeries.Cut(signal, From, signal.End, BacktestSeries.SlotOf(signal));
    }

    private static TraceJob[] Trace() => [.. Rows("ml_jobs_3387.csv").Select(row => new TraceJob(
        TimeSpan.FromMinutes(double.Parse(row[1], CultureInfo.InvariantCulture)), TimeSpan.FromMinutes(double.Parse(row[2], CultureInfo.InvariantCulture))))];

    private static List<string[]> Rows(string file) => [.. File.ReadLines(SharedData.File(Folder + file)).Skip(1).Select(line => line.Split(','))];

    private static void AssertNear(string expected, double actual, object what) =>
        Assert.True(Math.Abs(double.Parse(expected, CultureInfo.InvariantCulture) - actual) <= Tolerance, $"{what}: expected {expected}, got {actual}");
}
