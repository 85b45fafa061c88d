using CarbonApp.Engine.Kelp.Masks;
using CarbonApp.Engine.Kelp.Scenes;
using static CarbonApp.Engine.Tests.Kelp.Detection.PlantedBeds;

namespace CarbonApp.Engine.Tests.Kelp.Detection;

public class PlantedBedsTests
{
    // All on the chip's open sea, 60 m and more from land.
    [Theory]
    [InlineData(2, 0.3)]
    [InlineData(2, 0.6)]
    [InlineData(5, 0.3)]
    [InlineData(5, 0.6)]
    [InlineData(10, 0.3)]
    [InlineData(10, 1)]
    [InlineData(20, 0.3)]
    [InlineData(20, 0.6)]
    [InlineData(50, 0.3)]
    [InlineData(50, 0.6)]
    [InlineData(70, 0.3)]
    [InlineData(70, 0.6)]
    [InlineData(70, 1)]
    public async Task DetectAsync_PlantedBeds_AreFoundWholeAndAlone(int radius, double cover)
    {
        var found = await SearchAsync(radius, cover);

        TestContext.Current.TestOutputHelper?.WriteLine($"{found}");
        Assert.InRange(found.Recall, 0.99, 1);
        Assert.Equal(0, found.FalseObjects);
        Assert.InRange(found.AreaRatio, 0.98, 1.02);
        Assert.InRange(found.CoverError, 0, cover <= 0.3 ? 0.035 : cover <= 0.6 ? 0.065 : 0.12);
    }

    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(5)]
    public async Task DetectAsync_ThinPlantedBeds_AreFoundMostly(int radius)
    {
        var found = await SearchAsync(radius, 0.15);

        TestContext.Current.TestOutputHelper?.WriteLine($"{found}");
        Assert.InRange(found.Recall, 0.85, 1);
        Assert.Equal(0, found.FalseObjects);
    }

    private static async Task<Found> SearchAsync(int radius, double cover)
    {
        var (planted, truth) = await PlantAsync(await RealScenes.LimassolInMemoryAsync(), Beds(radius, cover));
        var scene = await RealScenes.DetectAsync(planted);
        var (hits, all, extent, squares) = (0, 0, 0, 0.0);
        for (var row = 0; row < truth.Height; row++)
        {
            for (var column = 0; column < truth.Width; column++)
            {
                var at = row * truth.Width + column;
                var kelp = scene.Map.Mask[at].HasFlag(PixelMask.Kelp);
                extent += kelp ? 1 : 0;
                if (truth[column, row])
                {
                    all++;
                    hits += kelp ? 1 : 0;
                    squares += kelp ? Math.Pow(scene.Map.Cover[at] / 250.0 - cover, 2) : 0;
                }
            }
        }

        return new Found((double)hits / all, FalseObjects(scene.Map, truth), (double)extent / all, Math.Sqrt(squares / hits), scene.Canopy.Trace);
    }

    private static int FalseObjects(SceneMap map, BitMask truth)
    {
        var kelp = new BitMask(map.Width, map.Height);
        for (var at = 0; at < map.Mask.Length; at++)
        {
            kelp[at % map.Width, at / map.Width] = map.Mask[at].HasFlag(PixelMask.Kelp);
        }

        return BitComponents.Of(kelp, diagonally: true).Runs
            .GroupBy(run => run.Component)
            .Count(component => component.All(run => Enumerable.Range(run.Start, run.Length).All(column => !truth[column, run.Row])));
    }

    private static List<Bed> Beds(int radius, double cover) => radius switch
    {
        <= 10 => [.. from column in Enumerable.Range(0, 4) from row in Enumerable.Range(0, 4) select new Bed(375.3 + 33 * column, 24.2 + 55 * row, radius, cover)],
        <= 20 => [new(400, 40, radius, cover), new(470, 120, radius, cover), new(380.5, 180.5, radius, cover)],
        <= 50 => [new(420, 150, radius, cover)],
        _ => [new(425, 110, radius, cover)],
    };

    private sealed record Found(double Recall, int FalseObjects, double AreaRatio, double CoverError, long Trace);
}
