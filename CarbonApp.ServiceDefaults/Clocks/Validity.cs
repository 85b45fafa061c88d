namespace CarbonApp.ServiceDefaults.Clocks;

/// <summary>
/// How long something is kept: until a time of the wall clock, and never longer than meant. By the wall clock alone, what was to be kept for a
/// minute would be kept for hours where the clock is set back by hours.
/// </summary>
public readonly record struct Validity
{
    private readonly long _since;
    private readonly TimeSpan _length;

    private Validity(DateTimeOffset until, long since, TimeSpan length) => (Until, _since, _length) = (until, since, length);

    /// <summary>When it ends, if nobody sets the clock; for messages.</summary>
    public DateTimeOffset Until { get; }

    /// <summary>From now on for a time; a negative one is over.</summary>
    public static Validity For(TimeSpan length, TimeProvider clock) => new(clock.GetUtcNow() + length, clock.GetTimestamp(), length);

    /// <summary>From now on until a time of the wall clock.</summary>
    public static Validity To(DateTimeOffset until, TimeProvider clock) => new(until, clock.GetTimestamp(), until - clock.GetUtcNow());

    /// <summary>Whether it still holds. False of one that was never made.</summary>
    public bool Holds(TimeProvider clock) => clock.GetUtcNow() < Until && clock.GetElapsedTime(_since) < _length;
}
