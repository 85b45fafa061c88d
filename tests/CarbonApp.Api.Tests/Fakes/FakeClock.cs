namespace CarbonApp.Api.Tests.Fakes;

/// <summary>A wall clock that stands until it is moved. Timers and elapsed time stay real, so that a hang still times out.</summary>
internal sealed class FakeClock(DateTimeOffset now) : TimeProvider
{
    private long _ticks = now.UtcTicks;

    public override DateTimeOffset GetUtcNow() => new(Interlocked.Read(ref _ticks), TimeSpan.Zero);

    public void Advance(TimeSpan time) => Interlocked.Add(ref _ticks, time.Ticks);
}
