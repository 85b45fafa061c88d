using CarbonApp.Engine.Grid.Signals;

namespace CarbonApp.Engine.Grid.Planning;

/// <summary>
/// The starts of a contiguous run at which its mean intensity may bend: the earliest and the latest, and those where it begins or ends
/// on a slot's edge. Only starts whose whole run is known.
/// </summary>
internal static class StartCorners
{
    /// <summary>UTC ticks, ascending, each once; at most 2n + 2 for n slots.</summary>
    public static List<long> Of(CarbonSignal signal, MovableJob job)
    {
        var (first, last, duration) = (job.Earliest.UtcTicks, job.Deadline.UtcTicks - job.Duration.Ticks, job.Duration.Ticks);
        var corners = new SortedSet<long> { first, last };
        foreach (var edge in signal.EdgeTicks)
        {
            corners.Add(Math.Clamp(edge, first, Math.Max(first, last)));
            corners.Add(Math.Clamp(edge - duration, first, Math.Max(first, last)));
        }

        return [.. corners.Where(start => start <= last && signal.IsKnownThroughout(start, start + duration))];
    }
}
