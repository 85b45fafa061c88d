using System.Collections.Concurrent;
using CarbonApp.Engine.Kelp.Detection;
using CarbonApp.Engine.Kelp.Imagery;
using CarbonApp.Engine.Kelp.Masks;
using CarbonApp.Engine.Kelp.Radiometry;
using CarbonApp.Engine.Kelp.Scenes;
using static CarbonApp.Engine.Tests.Kelp.Detection.PlantedBeds;

namespace CarbonApp.Engine.Tests.Kelp.Detection;

public class CutsAndThreadsTests
{
    private static readonly Bed[] Beds = [new(420, 150, 20, 0.4), new(380.5, 20.5, 3, 0.3), new(470, 60, 8, 0.15), new(511, 255, 10, 0.5)];

    [Theory]
    [InlineData(512, 512, 0, 0, 1)]
    [InlineData(64, 64, 0, 0, 2)]
    [InlineData(77, 51, 13, 29, 3)]
    [InlineData(512, 7, 0, 3, 8)]
    public async Task DetectAsync_HoweverCutAndWithAnyThreads_IsTheSame(int blockWidth, int blockHeight, int firstColumn, int firstRow, int threads)
    {
        var (planted, _) = await PlantAsync(await RealScenes.LimassolInMemoryAsync(), Beds);
        var whole = await RealScenes.DetectAsync(planted, new DetectorOptions { Threads = 4 });
        var cut = new CutScene(planted, blockWidth, blockHeight, firstColumn, firstRow);
        var outcome = await KelpDetector.DetectAsync(
            cut, new DetectorOptions { Threads = threads }, WorkLimits.Default with { PixelsInMemory = 0 }, progress: null, TestContext.Current.CancellationToken);

        var scene = Assert.IsType<DetectionOutcome.Detected>(outcome).Scene;
        Assert.True(whole.Canopy.Surface > 1000);
        Assert.Equal(whole.Canopy, scene.Canopy);
        Assert.Equal(whole.Water, scene.Water);
        Assert.True(whole.Map.Mask.AsSpan().SequenceEqual(scene.Map.Mask));
        Assert.True(whole.Map.Cover.AsSpan().SequenceEqual(scene.Map.Cover));
    }

    [Fact]
    public async Task DetectAsync_NumbersWhereTheyAreOrCopied_IsTheSame()
    {
        var memory = await RealScenes.LimassolInMemoryAsync();
        var inPlace = await RealScenes.DetectAsync(memory);
        var outcome = await KelpDetector.DetectAsync(
            new CutScene(memory, 128, 96, 0, 0), new DetectorOptions(), WorkLimits.Default with { PixelsInMemory = 0 }, progress: null, TestContext.Current.CancellationToken);

        var copied = Assert.IsType<DetectionOutcome.Detected>(outcome).Scene;
        Assert.NotNull(memory.PaddedNumbersOf(SentinelBand.B04));
        Assert.Equal(copied.Water, inPlace.Water);
        Assert.True(copied.Map.Mask.AsSpan().SequenceEqual(inPlace.Map.Mask));
    }

    /// <summary>Of an inland block neither the bytes nor the decoding are needed; a block with any sea is read.</summary>
    [Fact]
    public async Task DetectAsync_BlocksOfLand_AreNotReadAtFullResolution()
    {
        const int Side = 32;
        const int Reach = 16;
        var cut = new CutScene(await RealScenes.LimassolInMemoryAsync(), Side, Side, 0, 0);
        var outcome = await KelpDetector.DetectAsync(
            cut, new DetectorOptions(), WorkLimits.Default with { PixelsInMemory = 0 }, progress: null, TestContext.Current.CancellationToken);

        var mask = Assert.IsType<DetectionOutcome.Detected>(outcome).Scene.Map.Mask;
        var unread = 0;
        for (var row = 0; row < cut.Height; row += Side)
        {
            for (var column = 0; column < cut.Width; column += Side)
            {
                if (IsLand(column - Reach, row - Reach, Side + 2 * Reach))
                {
                    Assert.DoesNotContain((SentinelBand.B08, column, row), cut.Reads);
                    unread++;
                }
                else if (!IsLand(column, row, Side))
                {
                    Assert.Contains((SentinelBand.B08, column, row), cut.Reads);
                }
            }
        }

        Assert.True(unread > 10, $"only {unread} blocks are land");

        bool IsLand(int left, int top, int side) => Enumerable.Range(0, side * side).All(at =>
            Math.Clamp(top + at / side, 0, cut.Height - 1) * cut.Width + Math.Clamp(left + at % side, 0, cut.Width - 1) is var pixel
            && mask[pixel].HasFlag(PixelMask.Land));
    }

    /// <summary>The same where the land is given; a channel as narrow as a pixel is sea.</summary>
    [Theory]
    [InlineData(2)]
    [InlineData(4)]
    public async Task DetectAsync_BlocksOfGivenLand_AreNotReadAndTheRestIsAsIfTheyWere(int overview)
    {
        const int Side = 32;
        var memory = await RealScenes.LimassolInMemoryAsync();
        var land = new BitMask(memory.Width, memory.Height);
        for (var row = 0; row < memory.Height; row++)
        {
            for (var column = 0; column < 256; column++)
            {
                land[column, row] = column != 131 && row != 307;
            }
        }

        var options = new DetectorOptions { Land = land };
        var cut = new CutScene(memory, Side, Side, 0, 0);
        var limits = WorkLimits.Default with { PixelsInMemory = 0, PixelsForHalf = overview == 2 ? long.MaxValue : 0 };
        var found = Assert.IsType<DetectionOutcome.Detected>(await KelpDetector.DetectAsync(cut, options, limits, progress: null, TestContext.Current.CancellationToken)).Scene;
        var whole = Assert.IsType<DetectionOutcome.Detected>(await KelpDetector.DetectAsync(memory, options, limits, progress: null, TestContext.Current.CancellationToken)).Scene;

        Assert.DoesNotContain((SentinelBand.B08, 32, 64), cut.Reads);
        Assert.Contains((SentinelBand.B08, 128, 64), cut.Reads);
        Assert.Contains((SentinelBand.B08, 32, 288), cut.Reads);
        Assert.InRange(cut.Reads.Count(read => read.Band == SentinelBand.B08 && read.Column < 256), 1, 70);
        Assert.Equal(whole.Water, found.Water);
        Assert.Equal(whole.Shares, found.Shares);
        Assert.True(whole.Map.Mask.AsSpan().SequenceEqual(found.Map.Mask));
        Assert.True(whole.Map.Cover.AsSpan().SequenceEqual(found.Map.Cover));
    }

    [Fact]
    public async Task DetectAsync_OverviewOf40Metres_FindsTheSameBeds()
    {
        var (planted, truth) = await PlantAsync(await RealScenes.LimassolInMemoryAsync(), [.. Beds.Where(bed => bed.Cover >= 0.3)]);
        var outcome = await KelpDetector.DetectAsync(
            planted, new DetectorOptions(), new WorkLimits(PixelsInMemory: 0, PixelsForHalf: 0), progress: null, TestContext.Current.CancellationToken);

        var scene = Assert.IsType<DetectionOutcome.Detected>(outcome).Scene;
        Assert.InRange((double)scene.Canopy.Surface / truth.Count(), 0.98, 1.02);
        Assert.All(Enumerable.Range(0, scene.Map.Mask.Length), at => Assert.True(!scene.Map.Mask[at].HasFlag(PixelMask.Kelp) || truth[at % 512, at / 512]));
    }

    [Fact]
    public async Task DetectAsync_Progress_RisesToOne()
    {
        var told = new List<double>();
        await KelpDetector.DetectAsync(new SyntheticSea(256, 600).ToScene(), progress: new Told(told), cancellationToken: TestContext.Current.CancellationToken);

        Assert.Equal(told.Order(), told);
        Assert.Equal(1, told[^1]);
        Assert.Equal(5, told.Count);
    }

    private sealed class Told(List<double> shares) : IProgress<double>
    {
        public void Report(double value) => shares.Add(value);
    }

    /// <summary>A scene with blocks of any size; a read that is not of whole blocks would decode one twice and fails.</summary>
    private sealed class CutScene(MemoryScene scene, int blockWidth, int blockHeight, int firstColumn, int firstRow) : ISceneBands
    {
        /// <summary>First pixels of the windows read at full resolution.</summary>
        public ConcurrentBag<(SentinelBand Band, int Column, int Row)> Reads { get; } = [];

        public int Width => scene.Width;

        public int Height => scene.Height;

        public BandLayout? LayoutOf(SentinelBand band) => scene.LayoutOf(band) is { } layout
            ? layout with { BlockWidth = blockWidth, BlockHeight = blockHeight, FirstColumn = firstColumn, FirstRow = firstRow }
            : null;

        public ValueTask ReadAsync(SentinelBand band, int decimation, PixelWindow window, Memory<ushort> destination, CancellationToken cancellationToken)
        {
            if (decimation == 1)
            {
                Reads.Add((band, window.Column, window.Row));
                Assert.True(window.Width <= blockWidth && window.Height <= blockHeight);
                Assert.True(window.Column == 0 || (window.Column - firstColumn) % blockWidth == 0);
                Assert.True(window.Row == 0 || (window.Row - firstRow) % blockHeight == 0);
            }

            return scene.ReadAsync(band, decimation, window, destination, cancellationToken);
        }
    }
}
