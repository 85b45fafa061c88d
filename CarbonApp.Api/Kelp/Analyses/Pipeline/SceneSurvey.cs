using CarbonApp.Api.Kelp.Catalog;
using CarbonApp.Engine.Kelp.Imagery;
using CarbonApp.Engine.Kelp.Projection;
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
        ISceneCatalog catalog, IReadOnlyList<Granule> granules, AreaGrid area, double maxCloudShare, Action<int> done, CancellationToken cancellationToken)
    {
        var (coarse, inside) = Coarse(area);
        var looked = 0;
        await Parallel.ForEachAsync(
            granules,
            new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancellationToken },
            async (granule, token) =>
            {
                await LookAsync(catalog, granule, coarse, inside, maxCloudShare, token);
                done(Interlocked.Increment(ref looked));
            });
    }

    private static async Task LookAsync(
        ISceneCatalog catalog, Granule granule, UtmGrid coarse, bool[] inside, double maxCloudShare, CancellationToken cancellationToken)
    {
        // Without a classification nothing says where clouds are; red tells at least where the scene has data.
        var band = granule.Item.Assets.ContainsKey(SentinelBand.Scl) ? SentinelBand.Scl : SentinelBand.B04;
        try
        {
            using var scene = await catalog.OpenAsync(granule.Item, [band], cancellationToken);
            var numbers = new ushort[coarse.Width * coarse.Height];
            await scene.Reader.ReadAsync(band, coarse, new PixelWindow(0, 0, coarse.Width, coarse.Height), numbers, cancellationToken);
            granule.SurveyBytes = scene.Transfer.Bytes;
            Judge(granule, numbers, inside, band == SentinelBand.Scl, maxCloudShare);
        }
        catch (Exception e) when (e is SceneException or TiffException or CatalogException { IsTransient: false })
        {
            granule.LeaveOut(e.Message);
        }
    }

    private static void Judge(Granule granule, ushort[] numbers, bool[] inside, bool isClasses, double maxCloudShare)
    {
        var (asked, covered, cloud) = (0, 0, 0);
        for (var i = 0; i < numbers.Length; i++)
        {
            if (inside[i])
            {
                asked++;
                covered += numbers[i] == 0 ? 0 : 1;
                cloud += isClasses && numbers[i] != 0 && IsCloud(numbers[i]) ? 1 : 0;
            }
        }

        granule.CoverageShare = asked == 0 ? 0 : (double)covered / asked;
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

    /// <summary>The area in pixels coarse enough to be few, and which of them are asked about.</summary>
    private static (UtmGrid Grid, bool[] Inside) Coarse(AreaGrid area)
    {
        var step = ClassPixels;
        while (Math.Max(area.Utm.Width, area.Utm.Height) / step > EnoughPixels)
        {
            step *= 2;
        }

        var grid = area.Utm.Overview(step);
        var inside = new bool[grid.Width * grid.Height];
        var any = false;
        for (var i = 0; i < inside.Length; i++)
        {
            var (row, column) = Math.DivRem(i, grid.Width);
            inside[i] = area.Inside.Contains((column * step) + (step / 2), (row * step) + (step / 2));
            any |= inside[i];
        }

        // An area narrower than the coarse pixels is as cloudy as its box.
        return (grid, any ? inside : [.. inside.Select(_ => true)]);
    }
}
