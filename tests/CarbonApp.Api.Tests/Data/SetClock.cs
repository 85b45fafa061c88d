namespace CarbonApp.Api.Tests.Data;

/// <summary>A clock that says what it is told.</summary>
internal sealed class SetClock(DateTimeOffset now) : TimeProvider
{
    public DateTimeOffset Now { get; set; } = now;

    public override DateTimeOffset GetUtcNow() => Now;
}
