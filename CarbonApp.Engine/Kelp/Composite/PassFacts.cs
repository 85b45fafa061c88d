using CarbonApp.Engine.Kelp.Masks;

namespace CarbonApp.Engine.Kelp.Composite;

/// <summary>What is known of a pass without its pixels.</summary>
/// <param name="Id">Names it in tables.</param>
/// <param name="Pass">The pass.</param>
/// <param name="Time">When it was taken.</param>
/// <param name="Counts">What it shows within the area.</param>
/// <param name="TideMetres">Height of the tide above chart datum, m; null where unknown.</param>
/// <param name="WaterB11">Median reflectance of its open water at 1,614 nm; null where unknown.</param>
public sealed record PassFacts(string Id, string Pass, DateTimeOffset Time, PassCounts Counts, double? TideMetres = null, double? WaterB11 = null)
{
    /// <summary>Of a scene in memory.</summary>
    /// <exception cref="ArgumentException">The scene is of another size than the area.</exception>
    public static PassFacts Of(DatedScene scene, RunMask area)
    {
        ArgumentNullException.ThrowIfNull(scene);
        ArgumentNullException.ThrowIfNull(area);
        return (scene.Map.Width, scene.Map.Height) == (area.Width, area.Height)
            ? new(scene.Id, scene.Pass, scene.Time, PassCounts.Of(scene.Map, area), scene.TideMetres, scene.WaterB11)
            : throw new ArgumentException($"{scene.Id} has {scene.Map.Width} × {scene.Map.Height} pixels, the area {area.Width} × {area.Height}; both have to be on one grid.", nameof(scene));
    }
}
