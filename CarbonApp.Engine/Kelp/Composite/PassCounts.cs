using CarbonApp.Engine.Kelp.Masks;
using CarbonApp.Engine.Kelp.Scenes;

namespace CarbonApp.Engine.Kelp.Composite;

/// <summary>What one date shows within the area, in pixels; cover in steps of 1/<see cref="SceneMap.FullCover"/>.</summary>
internal readonly record struct PassCounts(long Area, long WithData, long Sea, long SeaSeen, long Kelp, long KelpCover, long NearSurfaceCover)
{
    public double Coverage => Area == 0 ? 0 : (double)WithData / Area;

    public double? ValidShare => Sea == 0 ? null : (double)SeaSeen / Sea;

    public static PassCounts Of(SceneMap map, RunMask area)
    {
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
