using CarbonApp.Engine.Kelp.Detection;
using CarbonApp.Engine.Kelp.Imagery;
using CarbonApp.Engine.Kelp.Radiometry;
using CarbonApp.Engine.Kelp.Scenes;
using CarbonApp.Engine.Tests.Kelp.Detection;

namespace CarbonApp.Engine.Tests.Kelp.Radiometry;

public class CloudSkippingSceneTests
{
    private const int Side = 2048;
    private const int Sea = 160;

    /// <summary>Real water repeated over 2048², half of it under thick cloud with ragged edges, and a bed in the open half: the same map, bit for
    /// bit, with less read.</summary>
    [Fact]
    public async Task Detect_HalfUnderCloud_IsTheSameWithTheCloudUnread()
    {
        var scene = await CloudyAsync(new Random(7), column => column < Side / 2);
        var skipping = Assert.IsType<CloudSkippingScene>(await CloudSkippingScene.OpenAsync(new Windows(scene)));

        var whole = await RealScenes.DetectAsync(new Windows(scene));
        var less = await RealScenes.DetectAsync(skipping);

        Assert.True(whole.Map.Mask.AsSpan().Contains(PixelMask.Kelp), "the bed is not found");
        Assert.Equal(Seen(whole), Seen(less));
        Assert.True(whole.Map.Cover.AsSpan().SequenceEqual(less.Map.Cover));
        // Six bands are read whole; of the eight blocks of 512² in the left half two columns are skipped, but for the one at the cloud's edge.
        Assert.InRange(skipping.SkippedPixels, 4L * 512 * Side, 9L * 512 * 2 * Side);
    }

    [Fact]
    public async Task Read_WindowWithOneClearPixelInReach_IsReadAndOneWithoutIsNot()
    {
        var memory = new MemoryScene(400, 400);
        var classes = Enumerable.Repeat((ushort)9, 400 * 400).ToArray();
        classes[10 * 400 + 10] = 6;
        memory.Add(SentinelBand.Scl, classes, 0);
        memory.Add(SentinelBand.B04, Enumerable.Repeat((ushort)1500, 400 * 400).ToArray(), -1000);
        var scene = await CloudSkippingScene.OpenAsync(memory);
        var numbers = new ushort[16];

        foreach (var (column, expected) in new[] { (0, 1500), (40, 1500), (48, 1), (396, 1) })
        {
            await scene.ReadAsync(SentinelBand.B04, 1, new PixelWindow(column, 0, 4, 4), numbers, CancellationToken.None);
            Assert.All(numbers, n => Assert.Equal(expected, n));
        }

        await scene.ReadAsync(SentinelBand.B04, 2, new PixelWindow(100, 100, 4, 4), numbers, CancellationToken.None);
        Assert.All(numbers, n => Assert.Equal(1500, n));
    }

    [Fact]
    public async Task Open_SceneWithoutClassification_IsTheSceneItself()
    {
        var memory = new MemoryScene(4, 4);
        memory.Add(SentinelBand.B04, new ushort[16], 0);

        Assert.Same(memory, await CloudSkippingScene.OpenAsync(memory));
    }

    /// <summary>The flags, but for missing numbers below a cloud, which are not looked for where the cloud is not read.</summary>
    private static byte[] Seen(SceneDetection found) =>
        [.. found.Map.Mask.Select(m => (byte)((m & (PixelMask.Cloud | PixelMask.Shadow)) != 0 ? m & ~PixelMask.NoData : m))];

    private static async Task<MemoryScene> CloudyAsync(Random random, Func<int, bool> cloudy)
    {
        var limassol = await RealScenes.LimassolInMemoryAsync();
        var beds = new[] { new PlantedBeds.Bed(1700, 1200, 8, 0.6) };
        var scene = new MemoryScene(Side, Side);
        foreach (var band in KelpDetector.Bands.Where(b => limassol.LayoutOf(b) is not null))
        {
            var numbers = new ushort[512 * 512];
            await limassol.ReadAsync(band, 1, new PixelWindow(0, 0, 512, 512), numbers, CancellationToken.None);
            scene.Add(band, Repeat(numbers), limassol.LayoutOf(band)!.Value.OffsetDn);
        }

        var classes = new ushort[Side * Side];
        await scene.ReadAsync(SentinelBand.Scl, 1, new PixelWindow(0, 0, Side, Side), classes, CancellationToken.None);
        for (var row = 0; row < Side; row++)
        {
            var edge = random.Next(-20, 20);
            for (var column = 0; column < Side; column++)
            {
                classes[row * Side + column] = cloudy(column + edge) ? (ushort)(row % 7 == 0 ? 3 : 8 + row % 3) : classes[row * Side + column];
            }
        }

        scene.Add(SentinelBand.Scl, classes, 0);
        return (await PlantedBeds.PlantAsync(scene, beds)).Scene;
    }

    /// <summary>The open sea of the chip, in its upper right corner, side by side and mirrored so that no seam is made.</summary>
    private static ushort[] Repeat(ushort[] chip)
    {
        var all = new ushort[Side * Side];
        for (var row = 0; row < Side; row++)
        {
            for (var column = 0; column < Side; column++)
            {
                all[row * Side + column] = chip[Mirror(row) * 512 + 512 - Sea + Mirror(column)];
            }
        }

        return all;

        static int Mirror(int at) => at / Sea % 2 == 0 ? at % Sea : Sea - 1 - at % Sea;
    }

    /// <summary>Hides that the scene is in memory: detection would read it at once.</summary>
    private sealed class Windows(MemoryScene scene) : ISceneBands
    {
        public int Width => scene.Width;

        public int Height => scene.Height;

        public BandLayout? LayoutOf(SentinelBand band) => scene.LayoutOf(band);

        public ValueTask ReadAsync(SentinelBand band, int decimation, PixelWindow window, Memory<ushort> destination, CancellationToken cancellationToken) =>
            scene.ReadAsync(band, decimation, window, destination, cancellationToken);
    }
}
