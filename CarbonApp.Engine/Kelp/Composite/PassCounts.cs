using CarbonApp.Engine.Kelp.Masks;
using CarbonApp.Engine.Kelp.Scenes;

namespace CarbonApp.Engine.Kelp.Composite;

/// <summary>What one date shows within the area, in pixels; cover in steps of 1/<see cref="SceneMap.FullCover"/>.</summary>
/// <param name="Area">Inside the area.</param>
/// <param name="WithData">With data.</param>
/// <param name="Sea">With data and no land.</param>
/// <param name="SeaSeen">Of these seen clearly.</param>
/// <param name="Kelp">With canopy at the surface.</param>
/// <param name="KelpCover">Their cover.</param>
/// <param name="NearSurfaceCover">Cover of canopy just below the surface.</param>
public readonly record struct PassCounts(long Area, long WithData, long Sea, long SeaSeen, long Kelp, long KelpCover, long NearSurfaceCover)
{
    /// <summary>Share of the area with data, 0 to 1.</summary>
    public double Coverage => Area == 0 ? 0 : (double)WithData / Area;

    /// <summary>Share of the sea with data that was seen, 0 to 1; null where there was none.</summary>
    public double? ValidShare => Sea == 0 ? null : (double)SeaSeen / Sea;

    /// <summary>Counts a map.</summary>
    /// <param name="map">Of a date, on the area's grid.</param>
    /// <param name="area">What counts.</param>
    public static PassCounts Of(SceneMap map, RunMask area)
    {
        ArgumentNullException.ThrowIfNull(map);
        ArgumentNullException.ThrowIfNull(area);
        var pixels = new long[256];
        var cover = new long[256];
        for (var row = 0; row < area.Height; row++)
        {
            foreach (var run in area.Runs(row))
            {
                for (var i = (row * map.Width) + run.Start; i < (row * map.Width) + run.End; i++)
                {
                    pixels[(byte)map.Mask[i]]++;
                    cover[(byte)map.Mask[i]] += map.Cover[i];
                }
            }
        }

        return new PassCounts(
            area.PixelCount,
            Sum(pixels, mask => (mask & PixelMask.NoData) == 0),
            Sum(pixels, mask => (mask & (PixelMask.NoData | PixelMask.Land)) == 0),
            Sum(pixels, mask => (mask & (DatedScene.Hidden | PixelMask.Land)) == 0),
            Sum(pixels, IsKelp),
            Sum(cover, IsKelp),
            Sum(cover, mask => (mask & (DatedScene.Hidden | PixelMask.Kelp)) == 0));
    }

    private static bool IsKelp(PixelMask mask) => (mask & (DatedScene.Hidden | PixelMask.Kelp)) == PixelMask.Kelp;

    private static long Sum(long[] ofMask, Func<PixelMask, bool> which) => Enumerable.Range(0, 256).Where(mask => which((PixelMask)mask)).Sum(mask => ofMask[mask]);
}
