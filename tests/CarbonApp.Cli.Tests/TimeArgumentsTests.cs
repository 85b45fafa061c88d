using CarbonApp.Cli.Terminal;

namespace CarbonApp.Cli.Tests;

public sealed class TimeArgumentsTests
{
    private static readonly DateTimeOffset Now = new(2020, 3, 15, 4, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData("3h20m", 12_000)]
    [InlineData("90m", 5_400)]
    [InlineData("90min", 5_400)]
    [InlineData("1d12h", 129_600)]
    [InlineData("2.5h", 9_000)]
    [InlineData("45s", 45)]
    [InlineData("PT3H20M", 12_000)]
    [InlineData("P1D", 86_400)]
    public void TryParseDuration_AsPeopleWriteIt_IsUnderstood(string text, double seconds)
    {
        Assert.True(TimeArguments.TryParseDuration(text, out var duration));
        Assert.Equal(seconds, duration.TotalSeconds);
    }

    [Theory]
    [InlineData("")]
    [InlineData("3")]
    [InlineData("0h")]
    [InlineData("-3h")]
    [InlineData("20m3h")]
    [InlineData("1e3h")]
    [InlineData("-PT3H")]
    [InlineData("PT")]
    [InlineData("99999999999d")]
    public void TryParseDuration_AnythingElse_IsRefused(string text) => Assert.False(TimeArguments.TryParseDuration(text, out _));

    [Theory]
    [InlineData("2020-03-15T04:00Z", "2020-03-15T04:00:00Z")]
    [InlineData("2020-03-15T04:00", "2020-03-15T04:00:00Z")]
    [InlineData("2020-03-15 05:30:10+01:00", "2020-03-15T04:30:10Z")]
    [InlineData("2020-03-16", "2020-03-16T00:00:00Z")]
    [InlineData("+24h", "2020-03-16T04:00:00Z")]
    public void TryParseTime_WithOrWithoutOffset_IsUtc(string text, string expected)
    {
        Assert.True(TimeArguments.TryParseTime(text, Now, out var time));
        Assert.Equal(DateTimeOffset.Parse(expected, System.Globalization.CultureInfo.InvariantCulture), time);
    }

    [Theory]
    [InlineData("tomorrow")]
    [InlineData("04:00")]
    [InlineData("3/4/2020")]
    [InlineData("2020-13-01")]
    [InlineData("+")]
    public void TryParseTime_AmbiguousOrWrong_IsRefused(string text) => Assert.False(TimeArguments.TryParseTime(text, Now, out _));
}
