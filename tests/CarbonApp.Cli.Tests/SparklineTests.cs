using CarbonApp.Api.Grid.Plans;
using CarbonApp.Cli.Plans;
using CarbonApp.Cli.Terminal;

namespace CarbonApp.Cli.Tests;

public sealed class SparklineTests
{
    [Fact]
    public void Draw_RisingValuesWithAGap_LeavesTheGapEmpty() =>
        Assert.Equal("▁▂▃▄ ▆▇█", Sparkline.Draw([0, 10, 20, 30, null, 50, 60, 70], unicode: true));

    [Fact]
    public void Draw_FlatOrEmpty_IsLowOrBlank()
    {
        Assert.Equal("___", Sparkline.Draw([5, 5, 5], unicode: false));
        Assert.Equal("  ", Sparkline.Draw([null, null], unicode: true));
    }

    [Fact]
    public void Resample_SlotsThatStraddleColumns_AreWeightedByTime()
    {
        var start = new DateTimeOffset(2020, 3, 15, 0, 0, 0, TimeSpan.Zero);
        ForecastSlot[] slots =
        [
            new() { Start = start, End = start.AddMinutes(45), Intensity = 100 },
            new() { Start = start.AddMinutes(45), End = start.AddMinutes(60), Intensity = 200 },
            new() { Start = start.AddMinutes(60), End = start.AddMinutes(120) },
        ];

        // 45 min of 100 and 15 min of 200, then nothing known.
        Assert.Equal([125, null], PlanChart.Resample(slots, start, start.AddHours(2), 2));
    }
}
