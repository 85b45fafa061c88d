using CarbonApp.Engine.Kelp.Scenes;

namespace CarbonApp.Engine.Kelp.Detection;

/// <summary>Share of a pixel under canopy: half the matched filter's answer, half the share of full canopy's FAI. The filter is exact where the
/// water's noise is; FAI is what survives where the filter's covariance is not well known.</summary>
internal static class CanopyCover
{
    /// <summary>Least cover that is mapped; below, a pixel's noise is as large (practical limit on real water: .13 to .15).</summary>
    public const float LeastMapped = 0.1f;

    /// <summary>Share 0 to 1 as <see cref="SceneMap.Cover"/> holds it; never 0, which means none.</summary>
    public static byte ToCode(float share) => (byte)Math.Max(1, (int)(share * SceneMap.FullCover + 0.5f));
}
