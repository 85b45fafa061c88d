using CarbonApp.Api.Tests.Fakes;
using CarbonApp.ServiceDefaults.Clocks;

namespace CarbonApp.Api.Tests.ServiceDefaults;

/// <summary>How long something is kept while somebody sets the clock.</summary>
public sealed class ValidityTests
{
    private readonly FakeClock _clock = new(Signals.Now);

    [Fact]
    public void Holds_UntilItsTimeByTheWallClock()
    {
        var (minute, until) = (Validity.For(TimeSpan.FromMinutes(1), _clock), Validity.To(Signals.Now.AddMinutes(2), _clock));

        Assert.True(minute.Holds(_clock) && until.Holds(_clock));
        _clock.Advance(TimeSpan.FromMinutes(1));
        Assert.True(!minute.Holds(_clock) && until.Holds(_clock));
        _clock.Advance(TimeSpan.FromMinutes(1));
        Assert.False(until.Holds(_clock));
    }

    [Fact]
    public async Task Holds_ClockSetBackByHours_NoLongerThanMeant()
    {
        var (brief, until) = (Validity.For(TimeSpan.FromMilliseconds(20), _clock), Validity.To(Signals.Now.AddMilliseconds(20), _clock));

        _clock.Advance(-TimeSpan.FromHours(5));
        await Task.Delay(40, TestContext.Current.CancellationToken);

        Assert.False(brief.Holds(_clock) || until.Holds(_clock));
    }

    [Fact]
    public void Holds_NeverMade_IsFalse() => Assert.False(default(Validity).Holds(_clock));
}
