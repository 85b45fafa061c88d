namespace CarbonApp.Api.Grid.Sources;

/// <summary>The instant by which a reading must be answered, on the monotonic clock.</summary>
internal readonly struct Deadline(TimeProvider clock, TimeSpan budget)
{
    private readonly long _started = clock.GetTimestamp();

    /// <summary>What the reading was given in all.</summary>
    public TimeSpan Budget => budget;

    /// <summary>What is left; zero when it has passed.</summary>
    public TimeSpan Left
    {
        get
        {
            var left = budget - clock.GetElapsedTime(_started);
            return left > TimeSpan.Zero ? left : TimeSpan.Zero;
        }
    }
}
