using System.Globalization;
using CarbonApp.Engine.Grid.Planning;
using CarbonApp.Engine.Grid.Signals;
using CarbonApp.Tests.Shared;

namespace CarbonApp.Engine.Tests.Grid.Planning;

/// <summary>Optima of Great Britain 2020 computed independently from the same half-hourly series; four decimals, start exact.</summary>
public class GreatBritainWindowsTests
{
    private static readonly Lazy<CarbonSignal> GreatBritain = new(() =>
        TestSignals.FromCsv(SharedData.File("grid/lets-wait-awhile-gb/gb_ci.csv"), column: 1, TimeSpan.FromMinutes(30)));

    [Theory]
    [InlineData("2020-03-15T00:00", "2020-03-16T00:00", 10800, "2020-03-15T04:00", 96.1719, 106.7271, 248.1367, 94.7249)]
    [InlineData("2020-06-01T09:00", "2020-06-03T09:00", 16200, "2020-06-03T01:00", 143.6298, 178.5170, 250.9790, 143.6298)]
    [InlineData("2020-12-31T12:00", "2021-01-02T12:00", 86400, "2020-12-31T20:00", 252.6789, 256.1704, 271.0873, 229.4301)]
    [InlineData("2020-03-29T00:00", "2020-03-30T00:00", 7200, "2020-03-29T02:30", 118.4820, 136.4797, 223.7858, 116.4065)]
    public void Find_OnGrid_EqualsThePublishedOptimum(
        string from, string to, int seconds, string start, double mean, double runNow, double worst, double interruptible)
    {
        var job = new MovableJob(TimeSpan.FromSeconds(seconds), Utc(from), Utc(to));
        var contiguous = Assert.IsType<WindowOutcome.Planned>(ContiguousOptimum.Find(GreatBritain.Value, job));
        var paused = Assert.IsType<WindowOutcome.Planned>(InterruptibleOptimum.Find(GreatBritain.Value, job));

        Assert.Equal(Utc(start), contiguous.Segments[0].Start);
        Assert.Equal(mean, contiguous.MeanIntensity.GramsPerKilowattHour, 4);
        Assert.Equal(runNow, contiguous.Baselines.RunNow!.Value.GramsPerKilowattHour, 4);
        Assert.Equal(worst, contiguous.Baselines.WorstStart!.Value.GramsPerKilowattHour, 4);
        Assert.Equal(interruptible, paused.MeanIntensity.GramsPerKilowattHour, 4);
    }

    [Theory]
    [InlineData("2020-03-15T00:10", "2020-03-16T00:00", 6000, "2020-03-15T04:20", 94.728392)]
    [InlineData("2020-06-01T09:17:30", "2020-06-02T09:00", 13500, "2020-06-01T10:15", 175.710977)]
    public void Find_OffGrid_EqualsThePublishedOptimum(string from, string to, int seconds, string start, double mean)
    {
        var job = new MovableJob(TimeSpan.FromSeconds(seconds), Utc(from), Utc(to));
        var contiguous = Assert.IsType<WindowOutcome.Planned>(ContiguousOptimum.Find(GreatBritain.Value, job));

        Assert.Equal(Utc(start), contiguous.Segments[0].Start);
        Assert.Equal(mean, contiguous.MeanIntensity.GramsPerKilowattHour, 6);
    }

    private static DateTimeOffset Utc(string text) => DateTimeOffset.Parse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal);
}
