using CarbonApp.Api.Grid.Plans;

namespace CarbonApp.Api.Tests.Plans;

public sealed class IsoDurationTests
{
    [Theory]
    [InlineData("PT3H20M", 12_000)]
    [InlineData("P1DT12H", 129_600)]
    [InlineData("P2W", 1_209_600)]
    [InlineData("PT1.5H", 5_400)]
    [InlineData("PT0.25S", 0.25)]
    [InlineData("PT13500S", 13_500)]
    public void TryParse_Duration_IsExact(string text, double seconds)
    {
        Assert.True(IsoDuration.TryParse(text, out var duration));
        Assert.Equal(TimeSpan.FromTicks((long)(seconds * TimeSpan.TicksPerSecond)), duration);
    }

    [Theory]
    [InlineData("")]
    [InlineData("P")]
    [InlineData("PT")]
    [InlineData("P1DT")]
    [InlineData("1H")]
    [InlineData("P1H")]
    [InlineData("PT1D")]
    [InlineData("PTT1H")]
    [InlineData("PT1")]
    [InlineData("PT1.2.3H")]
    [InlineData("PT+1H")]
    [InlineData("pt1h")]
    public void TryParse_AnythingElse_IsRefused(string text) => Assert.False(IsoDuration.TryParse(text, out _));
}
