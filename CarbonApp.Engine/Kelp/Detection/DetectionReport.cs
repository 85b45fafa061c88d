using System.Globalization;
using System.Numerics;
using CarbonApp.Engine.Kelp.Radiometry;
using CarbonApp.Engine.Kelp.Scenes;
using CarbonApp.Engine.Kelp.Water;

namespace CarbonApp.Engine.Kelp.Detection;

/// <summary>From finished stages to what is told about a scene.</summary>
internal static class DetectionReport
{
    /// <summary>Median B11 of water above which glint or haze is worth a word; the composite weighs it anyway.</summary>
    private const double GlintB11 = 0.04;

    public static DetectionOutcome Implausible(ISceneBands scene, OverviewFindings overview)
    {
        var offset = scene.LayoutOf(SentinelBand.B11)!.Value.OffsetDn;
        return new DetectionOutcome.ImplausibleRadiometry(overview.MedianB11, overview.WaterPixels, string.Create(
            CultureInfo.InvariantCulture,
            $"Open water has a median reflectance of {overview.MedianB11:0.0000} in B11 with offset {offset}; {OffsetGuard.Lowest:0.00} to {OffsetGuard.Highest:0.00} is possible. The offset of the scene's processing baseline is taken wrongly (−1000 since 04.00, 0 before or where the catalogue has applied it), or glint covers the water: check the item's metadata, or choose another date."));
    }

    public static SceneDetection Of(ISceneBands scene, DetectorOptions options, OverviewFindings overview, FullStage full, SceneMap map)
    {
        var water = Water(scene, full, overview);
        var shares = Shares(full.Counts, map.Mask.Length);
        var canopy = Canopy(full, map);
        return new SceneDetection(map, shares, canopy, water, [.. Warnings(scene, options, overview, full, water, canopy)]);
    }

    private static AreaShares Shares(SurfaceCounts counts, long pixels)
    {
        double all = pixels;
        return new AreaShares(counts.NotLand == 0 ? 0 : (double)counts.Sea / counts.NotLand, counts.Clouded / all, counts.NoData / all, counts.Land / all, counts.Sea / all);
    }

    private static CanopyPixels Canopy(FullStage full, SceneMap map)
    {
        var (surface, cover) = (0L, 0L);
        for (var row = 0; row < map.Height; row++)
        {
            var words = full.Surface.Row(row);
            for (var word = words.IndexOfAnyExcept(0UL); word >= 0 && word < words.Length; word++)
            {
                for (var bits = words[word]; bits != 0; bits &= bits - 1, surface++)
                {
                    cover += map.Cover[(row * map.Width) + (word << 6) + BitOperations.TrailingZeroCount(bits)];
                }
            }
        }

        return new CanopyPixels(surface, (double)cover / SceneMap.FullCover, full.NearSurface.Count(), full.Trace);
    }

    private static WaterStatistics Water(ISceneBands scene, FullStage full, OverviewFindings overview)
    {
        var (shares, spread) = (new List<float>(), full.Spread);
        for (var down = 0; down < full.Model.Down; down++)
        {
            for (var across = 0; across < full.Model.Across; across++)
            {
                if (full.Model.IsKnown(across, down))
                {
                    shares.Add(full.Model.Block(across, down)[WaterBlock.SampleShare]);
                }
            }
        }

        return new WaterStatistics(
            spread.Fai,
            scene.LayoutOf(SentinelBand.B06) is null ? double.NaN : spread.Kd,
            shares.Count == 0 ? double.NaN : shares.Average(),
            overview.MedianB11,
            shares.Count,
            shares.Count(share => share < WaterStatistics.FewShare));
    }

    private static IEnumerable<DetectionWarning> Warnings(
        ISceneBands scene, DetectorOptions options, OverviewFindings overview, FullStage full, WaterStatistics water, CanopyPixels canopy)
    {
        foreach (var (band, lost) in PartsLost(options))
        {
            if (scene.LayoutOf(band) is null)
            {
                yield return new(DetectionWarningKind.MissingBand, $"{band} is missing: {lost}.");
            }
        }

        if (scene.LayoutOf(SentinelBand.Scl) is null)
        {
            yield return new(DetectionWarningKind.NoClasses, "The scene classification (SCL) is missing: clouds and their shadows were not masked.");
        }

        if (!overview.HasSea)
        {
            yield return new(DetectionWarningKind.NoSea, "No sea was found in the area.");
        }

        if (double.IsNaN(water.MedianB11))
        {
            yield return new(DetectionWarningKind.RadiometryUnchecked, $"Whether the offset is right could not be checked: {overview.WaterPixels} pixels of open water were seen in B11, {OffsetGuard.FewestPixels} are needed.");
        }
        else if (water.MedianB11 > GlintB11)
        {
            yield return new(DetectionWarningKind.Glint, string.Create(CultureInfo.InvariantCulture, $"Water is bright at 1614 nm (median {water.MedianB11:0.000}): sun glint or haze hides thin canopy."));
        }

        if (water.BlocksWithFew > 0)
        {
            yield return new(DetectionWarningKind.FewWaterPixels, string.Create(CultureInfo.InvariantCulture, $"Under {WaterStatistics.FewShare:P0} of the sea around was clean water in {water.BlocksWithFew} of {water.Blocks} blocks of 320 m; canopy is told less surely there."));
        }

        if (full.Unknown > 0)
        {
            yield return new(DetectionWarningKind.WaterUnknown, $"{full.Unknown} pixels of sea have fewer than {BlockGrid.FewestPixels} pixels of clean water within 2.5 km and count as no data.");
        }

        if (canopy.Trace > 0)
        {
            yield return new(DetectionWarningKind.Trace, string.Create(CultureInfo.InvariantCulture, $"{canopy.Trace} pixels show a trace of canopy, below {CanopyCover.LeastMapped:P0} cover, and are not mapped."));
        }
    }

    private static IEnumerable<(SentinelBand Band, string Lost)> PartsLost(DetectorOptions options)
    {
        yield return (SentinelBand.B05, "canopy was not told from land plants and mud by B05/B06, and none was looked for below the surface");
        yield return (SentinelBand.B06, "the kelp difference KD and the red edge were not tested, and canopy below the surface was not looked for");
        yield return (SentinelBand.B11, "FAI is taken without its short-wave end, and foam, boats and what falls dry are not told apart by it");
        yield return (SentinelBand.B03, options.Land is null ? "land was told from water by B11 alone, and what falls dry not at all" : "what falls dry was not told");
    }
}
