using CarbonApp.Engine.Kelp.Masks;
using CarbonApp.Engine.Kelp.Scenes;

namespace CarbonApp.Api.Kelp.Analyses.Pipeline;

/// <summary>Counts what the pixels of a composite are.</summary>
internal static class MaskCounts
{
    private const PixelMask Hidden = PixelMask.NoData | PixelMask.Cloud | PixelMask.Shadow | PixelMask.Glint;

    public static AnalysisMasks Of(SceneMap map, RunMask inside)
    {
        var (pixels, near) = (new long[256], 0L);
        for (var row = 0; row < map.Height; row++)
        {
            foreach (var run in inside.Runs(row))
            {
                for (var i = (row * map.Width) + run.Start; i < (row * map.Width) + run.End; i++)
                {
                    pixels[(byte)map.Mask[i]]++;
                    near += map.Cover[i] > 0 && (map.Mask[i] & PixelMask.Kelp) == 0 ? 1 : 0;
                }
            }
        }

        return new AnalysisMasks
        {
            TotalPixels = inside.PixelCount,
            ValidPixels = Sum(mask => (mask & Hidden) == 0),
            WaterPixels = Sum(mask => (mask & (Hidden | PixelMask.Land | PixelMask.Intertidal)) == 0),
            KelpPixels = Sum(mask => (mask & PixelMask.Kelp) != 0),
            NearSurfacePixels = near,
            LandPixels = Sum(mask => (mask & PixelMask.Land) != 0),
            IntertidalPixels = Sum(mask => (mask & PixelMask.Intertidal) != 0),
            CloudPixels = Sum(mask => (mask & PixelMask.Cloud) != 0),
            ShadowPixels = Sum(mask => (mask & (PixelMask.Shadow | PixelMask.Cloud)) == PixelMask.Shadow),
            GlintPixels = Sum(mask => (mask & PixelMask.Glint) != 0),
            TooDeepPixels = Sum(mask => (mask & PixelMask.TooDeep) != 0),
            NoDataPixels = Sum(mask => (mask & PixelMask.NoData) != 0),
        };

        long Sum(Func<PixelMask, bool> which) => Enumerable.Range(0, 256).Where(mask => which((PixelMask)mask)).Sum(mask => pixels[mask]);
    }
}
