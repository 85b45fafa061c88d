using CarbonApp.Engine.Grid.Planning;
using CarbonApp.Engine.Units;

namespace CarbonApp.Engine.Tests.Grid.Planning;

public class ThresholdRuleTests
{
    private static readonly DateTimeOffset Midnight = TestSignals.Midnight;

    [Theory]
    [InlineData(0, 10)]
    [InlineData(0.25, 10)]
    [InlineData(0.3, 20)]
    [InlineData(0.5, 20)]
    [InlineData(1, 40)]
    public void Of_FourHours_IsTheIntensityMetThatPartOfTheTime(double share, double expected) =>
        Assert.Equal(expected, ThresholdRule.Of(TestSignals.Hourly(40, 10, 30, 20), Midnight, Midnight.AddHours(4), share)!.Value.GramsPerKilowattHour);

    [Fact]
    public void Of_GapsAndTimeOutside_CountForNothing()
    {
        var signal = TestSignals.Hourly(1, double.NaN, 30, 20, 2);

        Assert.Equal(20, ThresholdRule.Of(signal, Midnight.AddHours(1), Midnight.AddHours(4))!.Value.GramsPerKilowattHour);
        Assert.Null(ThresholdRule.Of(signal, Midnight.AddHours(1), Midnight.AddHours(2)));
        Assert.Null(ThresholdRule.Of(signal, Midnight.AddDays(9), Midnight.AddDays(10)));
    }

    [Theory]
    [InlineData(99, 100, 5, true)]
    [InlineData(100, 100, 5, true)]
    [InlineData(101, 100, 5, false)]
    [InlineData(101, 100, 2, true)]
    [InlineData(101, 100, 1, true)]
    [InlineData(null, 100, 5, false)]
    [InlineData(null, 100, 2, true)]
    [InlineData(101, null, 5, true)]
    public void ShouldRun_TwoHourJob_RunsWhenCleanOrForcedOrNothingIsKnown(int? now, int? threshold, int hoursLeft, bool runs) =>
        Assert.Equal(runs, ThresholdRule.ShouldRun(Midnight, Intensity(now), Intensity(threshold), TimeSpan.FromHours(2), Midnight.AddHours(hoursLeft)));

    [Fact]
    public void StartOf_CleanHourComes_WaitsForIt()
    {
        // The day before 100, 50, 200, 300 in turn: three tenths of it are at most 100.
        var signal = TestSignals.Hourly([.. Enumerable.Range(0, 24).Select(h => new[] { 100.0, 50, 200, 300 }[h % 4]), 250, 101, double.NaN, 100, 1]);
        var job = new MovableJob(TimeSpan.FromHours(1), Midnight.AddHours(24), Midnight.AddHours(29));

        Assert.Equal(Midnight.AddHours(27), ThresholdRule.StartOf(signal, job, TimeSpan.FromDays(1)));
    }

    [Fact]
    public void StartOf_NeverClean_IsForcedAtTheLatestStart()
    {
        var signal = TestSignals.Hourly(10, 10, 10, 50, 50, 50, 50, 50);
        var job = new MovableJob(TimeSpan.FromMinutes(90), Midnight.AddHours(3), Midnight.AddHours(8));

        Assert.Equal(Midnight.AddHours(6.5), ThresholdRule.StartOf(signal, job, TimeSpan.FromHours(3)));
    }

    [Fact]
    public void StartOf_NoPast_RunsAtOnce() =>
        Assert.Equal(Midnight, ThresholdRule.StartOf(TestSignals.Hourly(50, 1, 1), new MovableJob(TimeSpan.FromHours(1), Midnight, Midnight.AddHours(3)), TimeSpan.FromDays(7)));

    [Fact]
    public void StartOf_FutureChanged_ChangesNothingBeforeIt()
    {
        var random = new Random(6);
        for (var round = 0; round < 200; round++)
        {
            var values = Enumerable.Range(0, 60).Select(_ => (double)random.Next(10, 100)).ToArray();
            var job = new MovableJob(TimeSpan.FromHours(3), Midnight.AddHours(24), Midnight.AddHours(60));
            var start = ThresholdRule.StartOf(TestSignals.Hourly(values), job, TimeSpan.FromDays(1));
            for (var h = (int)(start - Midnight).TotalHours + 1; h < values.Length; h++)
            {
                values[h] = random.Next(0, 1000);
            }

            Assert.Equal(start, ThresholdRule.StartOf(TestSignals.Hourly(values), job, TimeSpan.FromDays(1)));
        }
    }

    private static CarbonIntensity? Intensity(int? grams) => grams is { } g ? CarbonIntensity.FromGramsPerKilowattHour(g) : null;
}
