using CarbonApp.Engine.Units;

namespace CarbonApp.Engine.Grid.Planning;

/// <summary>One size at which an elastic job can run.</summary>
/// <param name="Replicas">How many copies run; for people and the scheduler, not computed with.</param>
/// <param name="UnitsPerHour">Throughput of all of them together, in the job's own unit of work per hour; finite, zero or more.</param>
/// <param name="Power">Drawn by all of them together.</param>
public sealed record ScalingLevel(int Replicas, double UnitsPerHour, Power Power)
{
    /// <summary>Nothing runs.</summary>
    public static ScalingLevel Off { get; } = new(0, 0, default);
}

/// <summary>Throughput and power of an elastic job by size; off, without either, is always one of them.</summary>
public sealed class ScalingProfile
{
    private ScalingProfile(IReadOnlyList<ScalingLevel> levels) => (Levels, Hull) = (levels, LowerHull(levels));

    /// <summary>All sizes by rising throughput, off first; of equal throughput only the one that draws least.</summary>
    public IReadOnlyList<ScalingLevel> Levels { get; }

    /// <summary>
    /// The sizes on the lower convex hull of power over throughput, off first. Any other size can be replaced by a mix of two of
    /// these in time, with the same work and no more energy.
    /// </summary>
    public IReadOnlyList<ScalingLevel> Hull { get; }

    /// <summary>The size with the highest throughput.</summary>
    public ScalingLevel Largest => Levels[^1];

    /// <summary>Makes a profile from sizes in any order; those without throughput count as off.</summary>
    /// <exception cref="ArgumentException">No size does any work, or a throughput is negative or not finite.</exception>
    public static ScalingProfile FromLevels(IEnumerable<ScalingLevel> levels)
    {
        var working = new SortedDictionary<double, ScalingLevel>();
        foreach (var level in levels)
        {
            if (!double.IsFinite(level.UnitsPerHour) || level.UnitsPerHour < 0)
            {
                throw new ArgumentException($"Throughput with {level.Replicas} replicas is {level.UnitsPerHour} units/h; expected a finite number, zero or more.", nameof(levels));
            }

            if (level.UnitsPerHour > 0 && (!working.TryGetValue(level.UnitsPerHour, out var other) || level.Power.Watts < other.Power.Watts))
            {
                working[level.UnitsPerHour] = level;
            }
        }

        return working.Count > 0
            ? new ScalingProfile([ScalingLevel.Off, .. working.Values])
            : throw new ArgumentException("The scaling profile has no size that does work; give at least one with a throughput above 0 units/h.", nameof(levels));
    }

    /// <summary>The size that does <paramref name="units"/> within <paramref name="hours"/> with least energy, when it stops once done; the largest when none does.</summary>
    public ScalingLevel LeastEnergyFor(double units, double hours)
    {
        var best = Largest;
        foreach (var level in Levels)
        {
            if (level.UnitsPerHour > 0 && level.UnitsPerHour * hours >= units && WattHoursPerUnit(level) < WattHoursPerUnit(best))
            {
                best = level;
            }
        }

        return best;
    }

    private static double WattHoursPerUnit(ScalingLevel level) => level.Power.Watts / level.UnitsPerHour;

    /// <summary>Andrew's monotone chain (1979), its lower half.</summary>
    private static List<ScalingLevel> LowerHull(IReadOnlyList<ScalingLevel> byThroughput)
    {
        var hull = new List<ScalingLevel>();
        foreach (var level in byThroughput)
        {
            while (hull.Count >= 2 && Slope(hull[^2], hull[^1]) >= Slope(hull[^1], level))
            {
                hull.RemoveAt(hull.Count - 1);
            }

            hull.Add(level);
        }

        return hull;
    }

    /// <summary>Energy of each more unit of work between two sizes, Wh.</summary>
    internal static double Slope(ScalingLevel smaller, ScalingLevel larger) =>
        (larger.Power.Watts - smaller.Power.Watts) / (larger.UnitsPerHour - smaller.UnitsPerHour);
}
