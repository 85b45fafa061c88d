namespace CarbonApp.Engine.Kelp.Detection;

/// <summary>Pixels by what they are.</summary>
/// <param name="NoData">Without data.</param>
/// <param name="Clouded">Under cloud or shadow, with data.</param>
/// <param name="Land">Land that is seen.</param>
/// <param name="Sea">Sea that is seen.</param>
/// <param name="NotLand">All that is not known to be land, seen or not.</param>
internal readonly record struct SurfaceCounts(long NoData, long Clouded, long Land, long Sea, long NotLand)
{
    public static SurfaceCounts operator +(SurfaceCounts one, SurfaceCounts other) => new(
        one.NoData + other.NoData, one.Clouded + other.Clouded, one.Land + other.Land, one.Sea + other.Sea, one.NotLand + other.NotLand);
}
