using CarbonApp.Engine.Units;

namespace CarbonApp.Engine.Grid.Planning;

/// <summary>What starting and stopping costs a job that may be paused, and how often it may happen.</summary>
/// <remarks>
/// A run is the stretch from switching on to switching off. It begins with the start-up, in which no work is done; the rest of it
/// is work. Example: 5 min of start-up and 60 min of work make a run of 65 min.
/// </remarks>
/// <param name="StartUpEnergy">
/// All energy drawn by one start-up. Drawn evenly over <paramref name="StartUpDuration"/>, in place of the running power; when
/// that is zero, at once, at the intensity of the instant of the start.
/// </param>
/// <param name="StartUpDuration">Time at the beginning of every run in which no work is done; zero or more.</param>
/// <param name="MinimumRun">Shortest run, start-up included; zero or more. A job shorter than that runs in one piece.</param>
/// <param name="MinimumPause">Shortest time between the end of a run and the next start; zero or more.</param>
/// <param name="MaximumStarts">Most runs allowed, 1 or more; null for as many as are worth it.</param>
public sealed record StartStopLimits(
    Energy StartUpEnergy, TimeSpan StartUpDuration, TimeSpan MinimumRun, TimeSpan MinimumPause, int? MaximumStarts = null)
{
    /// <summary>Starting and stopping is free.</summary>
    public static StartStopLimits None { get; } = new(default, TimeSpan.Zero, TimeSpan.Zero, TimeSpan.Zero);

    internal void Check()
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(StartUpDuration, TimeSpan.Zero);
        ArgumentOutOfRangeException.ThrowIfLessThan(MinimumRun, TimeSpan.Zero);
        ArgumentOutOfRangeException.ThrowIfLessThan(MinimumPause, TimeSpan.Zero);
        ArgumentOutOfRangeException.ThrowIfLessThan(MaximumStarts ?? 1, 1, nameof(MaximumStarts));
    }
}
