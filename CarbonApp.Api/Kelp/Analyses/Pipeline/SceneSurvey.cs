using System.Collections;
using CarbonApp.Api.Kelp.Catalog;
using CarbonApp.Engine.Kelp.Imagery;
using CarbonApp.Engine.Kelp.Scenes;

namespace CarbonApp.Api.Kelp.Analyses.Pipeline;

/// <summary>Looks at the classification of scenes, coarsely: how much of the area each shows. A tile's own cloud share says little of a strip of coast.</summary>
internal static class SceneSurvey
{
    /// <summary>Pixels along the longer side of the area that are enough for a share.</summary>
    private const int EnoughPixels = 256;

    /// <summary>Pixels of the area along one of the classification.</summary>
    private const int ClassPixels = 2;

    private const int AtOnce = 4;

    /// <summary>Fills in coverage and cloud; scenes that cannot be opened are left out with the reason.</summary>
    public static async Task LookAsync(
        ISceneCatalog catalog, IReadOnlyList<Granule> granules, ZoneGrids grids, double maxCloudShare, Action<int> done, CancellationToken cancellationToken)
    {
        var (step, asked) = Coarse(grids.Analysis);
        var looked = 0;
        await Parallel.ForEachAsync(
            granules,
            new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancellationToken },
            async (granule, token) =>
            {
                await LookAsync(catalog, granule, grids, step, asked, maxCloudShare, token);
                done(Interlocked.Increment(ref looked));
            });
    }

    private static async Task LookAsync(
        ISceneCatalog catalog, Granule granule, ZoneGrids grids, int step, int[] asked, double maxCloudShare, CancellationToken cancellationToken)
    {
        // Without a classification nothing says where clouds are; red tells at least where the scene has data.
        var band = granule.Item.Assets.ContainsKey(SentinelBand.Scl) ? SentinelBand.Scl : SentinelBand.B04;
        try
        {
            using var scene = await catalog.OpenAsync(granule.Item, [band], cancellationToken);
            var coarse = grids.Of(granule.Item).Utm.Overview(step);
            var numbers = new ushort[coarse.Width * coarse.Height];
            await scene.Reader.ReadAsync(band, coarse, new PixelWindow(0, 0, coarse.Width, coarse.Height), numbers, cancellationToken);
            granule.SurveyBytes = scene.Transfer.Bytes;
            numbers = grids.CarrierOf(granule.Item, step)?.Carry<ushort>(numbers, 0, cancellationToken) ?? numbers;
            Judge(granule, numbers, asked, band == SentinelBand.Scl, maxCloudShare);
        }
        catch (Exception e) when (e is SceneException or TiffException or CatalogException { IsTransient: false })
        {
            granule.LeaveOut(e.Message);
        }
    }

    private static void Judge(Granule granule, ushort[] numbers, int[] asked, bool isClasses, double maxCloudShare)
    {
        var (shown, covered, cloud) = (new BitArray(asked.Length), 0, 0);
        for (var i = 0; i < asked.Length; i++)
        {
            var number = numbers[asked[i]];
            shown[i] = number != 0;
            covered += number == 0 ? 0 : 1;
            cloud += isClasses && number != 0 && IsCloud(number) ? 1 : 0;
        }

        granule.Shown = shown;
        granule.CoverageShare = (double)covered / asked.Length;
        granule.CloudShare = isClasses && covered > 0 ? (double)cloud / covered : null;
        if (covered == 0)
        {
            granule.LeaveOut("it has no data over the area");
        }
        else if (granule.CloudShare > maxCloudShare)
        {
            granule.LeaveOut(FormattableString.Invariant($"{granule.CloudShare:P0} of the area is under cloud; at most {maxCloudShare:P0} is asked for"));
        }
    }

    /// <summary>Shadow, cloud and cirrus of the scene classification (Sentinel-2 Level-2A ATBD).</summary>
    private static bool IsCloud(ushort scl) => scl is 3 or 8 or 9 or 10;

    /// <summary>Pixels of the area along one that is coarse enough for few, and which of those are asked about.</summary>
    private static (int Step, int[] Asked) Coarse(AreaGrid area)
    {
        var step = ClassPixels;
        while (Math.Max(area.Utm.Width, area.Utm.Height) / step > EnoughPixels)
        {
            step *= 2;
        }

        var grid = area.Utm.Overview(step);
        int[] all = [.. Enumerable.Range(0, grid.Width * grid.Height)];
        int[] inside = [.. all.Where(i => area.Inside.Contains((i % grid.Width * step) + (step / 2), (i / grid.Width * step) + (step / 2)))];

        // An area narrower than the coarse pixels is as cloudy as its box.
        return (step, inside.Length > 0 ? inside : all);
    }
}
