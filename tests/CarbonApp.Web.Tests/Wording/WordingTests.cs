using CarbonApp.Web.Grid.Charts;
using CarbonApp.Web.Wording;

namespace CarbonApp.Web.Tests.Wording;

public sealed class WordingTests
{
    [Theory]
    [InlineData("3 h", 10_800)]
    [InlineData("3", 10_800)]
    [InlineData("4.5 hours", 16_200)]
    [InlineData("4,5h", 16_200)]
    [InlineData("1h30", 5_400)]
    [InlineData("1 h 30 min", 5_400)]
    [InlineData("2:30", 9_000)]
    [InlineData("90 min", 5_400)]
    [InlineData("1d 6h", 108_000)]
    [InlineData("45s", 45)]
    [InlineData("PT3H20M", 12_000)]
    [InlineData("p1dt1s", 86_401)]
    public void TryParse_LengthAsTyped_IsRead(string text, double seconds)
    {
        Assert.True(Durations.TryParse(text, out var duration));
        Assert.Equal(seconds, duration.TotalSeconds);
    }

    [Theory]
    [InlineData("")]
    [InlineData(null)]
    [InlineData("soon")]
    [InlineData("0 h")]
    [InlineData("-3 h")]
    [InlineData("P1M")]
    [InlineData("P")]
    [InlineData("NaN")]
    [InlineData("1e9 h")]
    [InlineData("999999999999999999 h")]
    public void TryParse_NoLength_IsRefused(string? text) => Assert.False(Durations.TryParse(text, out _));

    [Theory]
    [InlineData(0, "0 g")]
    [InlineData(0.0123, "0.0123 g")]
    [InlineData(12.345, "12.3 g")]
    [InlineData(999.4, "999 g")]
    [InlineData(999.6, "1.00 kg")]
    [InlineData(2_345_678, "2.35 t")]
    public void Mass_AnySize_HasThreeFiguresAndUnit(double grams, string words) => Assert.Equal(words, Quantity.Mass(grams));

    [Theory]
    [InlineData(0, "just now")]
    [InlineData(720, "12 min ago")]
    [InlineData(7_200, "2 h ago")]
    [InlineData(-7_200, "in 2 h")]
    [InlineData(864_000, "10 days ago")]
    public void Ago_Age_InWords(double seconds, string words) => Assert.Equal(words, Durations.Ago(TimeSpan.FromSeconds(seconds)));

    [Theory]
    [InlineData("neso", "NESO")]
    [InlineData("neso (direct factors)", "NESO, direct factors")]
    [InlineData("annual-mean", "yearly mean")]
    [InlineData("import", "imported")]
    [InlineData("our-meters", "our-meters")]
    [InlineData(null, "")]
    public void Of_SourceOfTheApi_IsNamedAsPeopleKnowIt(string? source, string name) => Assert.Equal(name, SourceNames.Of(source));

    [Theory]
    [InlineData("2020-03-15T04:00Z", "2020-03-15T07:00Z", "Sun 15 Mar 2020, 04:00 → 07:00 UTC")]
    [InlineData("2020-03-15T22:00Z", "2020-03-16T01:00Z", "Sun 15 Mar 2020, 22:00 → Mon 16 Mar, 01:00 UTC")]
    [InlineData("2020-12-31T22:00Z", "2021-01-01T01:00Z", "Thu 31 Dec 2020, 22:00 → Fri 1 Jan 2021, 01:00 UTC")]
    public void Range_TwoTimes_SaysWhatDiffers(string from, string to, string words)
    {
        Assert.True(Times.TryParse(from, out var start) && Times.TryParse(to, out var end) && Times.Range(start, end) == words, words);
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(49.9, 0)]
    [InlineData(50, 1)]
    [InlineData(599.9, 5)]
    [InlineData(600, 6)]
    [InlineData(5_000, 6)]
    public void Step_Intensity_FallsIntoItsClass(double intensity, int step) => Assert.Equal(step, IntensityScale.Step(intensity));

    [Fact]
    public void Find_GapInTheCleanestStretch_TakesTheNext()
    {
        Assert.Equal(4, CleanestHours.Find([1, null, 1, 9, 2, 2, 2, 9], 3));
        Assert.Null(CleanestHours.Find([1, null, 1, null], 3));
    }

    [Fact]
    public void Thin_LongSignal_KeepsMeanExtremesAndDoubt()
    {
        var start = new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
        var slots = Enumerable.Range(0, 96).Select(i => new ChartSlot(
            start.AddMinutes(30 * i), start.AddMinutes(30 * (i + 1)), i is 0 or 1 ? null : i, i is 0 or 1 ? null : i, i is 0 or 1 ? null : i, i == 2 ? "estimated" : "measured")).ToArray();

        var thin = ChartThinning.Thin(slots, 48);

        Assert.Equal(48, thin.Count);
        Assert.Null(thin[0].Value);
        Assert.Equal((2.5, 2.0, 3.0, "estimated"), (thin[1].Value!.Value, thin[1].Low!.Value, thin[1].High!.Value, thin[1].Status));
    }
}
