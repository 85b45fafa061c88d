using CarbonApp.Engine.Kelp.Detection;
using CarbonApp.Engine.Kelp.Imagery;
using CarbonApp.Engine.Kelp.Radiometry;
using CarbonApp.Engine.Kelp.Scenes;
using CarbonApp.Engine.Tests.Kelp.Detection;
using CarbonApp.Engine.Tests.Kelp.Imagery;
using CarbonApp.Tests.Shared;

namespace CarbonApp.Engine.Tests.Kelp.Radiometry;

public class SceneReadingTests
{
    [Theory]
    [InlineData(1195, -1000, 0.0195)]
    [InlineData(988, -1000, -0.0012)]
    [InlineData(1, -1000, -0.0999)]
    [InlineData(65535, -1000, 6.4535)]
    [InlineData(195, 0, 0.0195)]
    public void Of_DigitalNumber_KeepsNegativeReflectance(ushort number, int offset, double expected) =>
        Assert.Equal(expected, SurfaceReflectance.Of(number, offset), 1e-6);

    [Fact]
    public void OfRow_Zero_IsNoData()
    {
        var row = new float[3];
        SurfaceReflectance.OfRow([0, 1000, 999], -1000, row);
        Assert.Equal([float.NaN, 0f, -0.0001f], row);
    }

    [Theory]
    [InlineData(0.0195, true)]
    [InlineData(0.1195, false)]
    [InlineData(-0.0805, false)]
    [InlineData(double.NaN, true)]
    public void Believes_MedianOfWater_WithinLimitsOnly(double median, bool believed) => Assert.Equal(believed, OffsetGuard.Believes(median));

    // Even and odd starts, windows over the edges, 10 and 20 m bands, pixels of 10, 20 and 40 m.
    [Theory]
    [InlineData(SentinelBand.B04, 1, 100, 200, 60, 50)]
    [InlineData(SentinelBand.B04, 2, 101, 203, 61, 51)]
    [InlineData(SentinelBand.B04, 4, 100, 200, 64, 52)]
    [InlineData(SentinelBand.B11, 1, 101, 200, 60, 51)]
    [InlineData(SentinelBand.B11, 2, 101, 203, 61, 51)]
    [InlineData(SentinelBand.B11, 2, 100, 200, 61, 51)]
    [InlineData(SentinelBand.Scl, 2, 100, 200, 61, 51)]
    [InlineData(SentinelBand.B04, 1, -7, -5, 30, 30)]
    [InlineData(SentinelBand.B11, 2, 1080, 1090, 40, 30)]
    [InlineData(SentinelBand.B04, 1, 2000, 2000, 30, 30)]
    public async Task ReadAsync_WindowOfTheScene_IsWhatItsFileSays(SentinelBand band, int decimation, int column, int row, int width, int height)
    {
        var area = new PixelWindow(column, row, width, height);
        var scene = await RealScenes.DesertCoastAsync(area);
        var (across, down) = ((width + decimation - 1) / decimation, (height + decimation - 1) / decimation);
        var window = new PixelWindow(1, 2, across - 3, down - 4);
        var read = new ushort[window.Pixels];
        await scene.ReadAsync(band, decimation, window, read, CancellationToken.None);

        var file = await Bytes.OfFile(SharedData.File($"kelp/sentinel2-scene-29RKH/{band.ToString().ToUpperInvariant()}.tif")).OpenAsync();
        var own = 1098 / file.Images[0].Width;
        var (level, aligned) = (decimation == own ? 0 : decimation / own == 2 ? 1 : 2, column % decimation == 0 && row % decimation == 0);
        var full = await WholeAsync(file, decimation < own || !aligned ? 0 : level);
        for (var at = 0; at < read.Length; at++)
        {
            var (x, y) = (window.Column + at % window.Width, window.Row + at / window.Width);
            var expected = decimation < own
                ? full(x + column >> 1, y + row >> 1)
                : aligned ? full(x + column / decimation, y + row / decimation) : MeanOfFour(full, own, x, y, column, row);
            Assert.Equal(expected, read[at]);
        }
    }

    [Fact]
    public async Task LayoutOf_BandsOfBothSizes_SaysHowTheyAreStored()
    {
        var even = await RealScenes.DesertCoastAsync(new PixelWindow(100, 200, 600, 600));
        Assert.Equal(new BandLayout(1, 0, 512, 512, 412, 312), even.LayoutOf(SentinelBand.B04));
        Assert.Equal(new BandLayout(2, 0, 512, 512, 462, 412), even.LayoutOf(SentinelBand.B11));
        Assert.Null(even.LayoutOf(SentinelBand.B12));
        var odd = await RealScenes.DesertCoastAsync(new PixelWindow(101, 200, 600, 600));
        Assert.Equal(new BandLayout(1, 0, 1024, 1024, 923, 824), odd.LayoutOf(SentinelBand.B11));
    }

    [Fact]
    public async Task GeoTiffScene_FilesThatDoNotFit_AreRefused()
    {
        var coarse = new SceneFile(await Bytes.OfFile(SharedData.File("kelp/sentinel2-scene-29RKH/B09.tif")).OpenAsync(), 0, 0);
        var fine = new SceneFile(await Bytes.OfFile(SharedData.File("kelp/sentinel2-scene-29RKH/B04.tif")).OpenAsync(), 0, 0);
        var files = new Dictionary<SentinelBand, SceneFile> { [SentinelBand.B04] = fine, [SentinelBand.B06] = coarse };
        Assert.Contains("183", Assert.Throws<ArgumentException>(() => new GeoTiffScene(files, new PixelWindow(0, 0, 10, 10))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ReadAsync_MemoryScene_HalvesByTheMeanOfWhatHasData()
    {
        var scene = new MemoryScene(3, 3);
        scene.Add(SentinelBand.B04, [10, 0, 7, 20, 31, 0, 5, 6, 9], 0);
        scene.Add(SentinelBand.Scl, [8, 6, 6, 6, 6, 6, 3, 6, 4], 0);
        var read = new ushort[4];
        await scene.ReadAsync(SentinelBand.B04, 2, new PixelWindow(0, 0, 2, 2), read, CancellationToken.None);
        Assert.Equal(new ushort[] { 20, 7, 6, 9 }, read);
        await scene.ReadAsync(SentinelBand.Scl, 2, new PixelWindow(0, 0, 2, 2), read, CancellationToken.None);
        Assert.Equal(new ushort[] { 8, 6, 3, 4 }, read);
    }

    [Fact]
    public void Add_WrongNumberOfPixels_Throws() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new MemoryScene(3, 3).Add(SentinelBand.B05, new ushort[9], 0, decimation: 2));

    private static ushort MeanOfFour(Func<int, int, ushort> full, int own, int x, int y, int column, int row)
    {
        var four = own == 2
            ? new[] { (0, 0), (1, 0), (0, 1), (1, 1) }.Select(at => full(2 * x + at.Item1 + column >> 1, 2 * y + at.Item2 + row >> 1))
            : new[] { (0, 0), (1, 0), (0, 1), (1, 1) }.Select(at => full(2 * x + at.Item1 + column, 2 * y + at.Item2 + row));
        var data = four.Where(number => number != 0).Select(number => (int)number).ToArray();
        return data.Length == 0 ? (ushort)0 : (ushort)((data.Sum() + data.Length / 2) / data.Length);
    }

    private static async Task<Func<int, int, ushort>> WholeAsync(GeoTiff file, int level)
    {
        var image = file.Images[level];
        var samples = new ushort[image.Width * image.Height];
        if (image.SampleType == SampleType.U8)
        {
            var bytes = new byte[samples.Length];
            await file.ReadAsync<byte>(level, 0, PixelWindow.Whole(image), bytes);
            samples = [.. bytes];
        }
        else
        {
            await file.ReadAsync<ushort>(level, 0, PixelWindow.Whole(image), samples);
        }

        return (x, y) => x < 0 || y < 0 || x >= image.Width || y >= image.Height ? (ushort)0 : samples[y * image.Width + x];
    }

    [Fact]
    public async Task LoadAsync_BandsThatWaitForANetwork_AreAskedForTogether()
    {
        var far = new MeetingScene(new SyntheticSea(64, 64).ToScene(), KelpDetector.Bands.Count);

        var near = await MemoryScene.LoadAsync(far, KelpDetector.Bands, threads: 1, TestContext.Current.CancellationToken).WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);

        Assert.All(KelpDetector.Bands, band => Assert.NotNull(near.LayoutOf(band)));
    }

    /// <summary>A scene whose reads end when so many have begun.</summary>
    private sealed class MeetingScene(MemoryScene scene, int reads) : ISceneBands
    {
        private readonly TaskCompletionSource _all = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private int _begun;

        public int Width => scene.Width;

        public int Height => scene.Height;

        public BandLayout? LayoutOf(SentinelBand band) => scene.LayoutOf(band);

        public async ValueTask ReadAsync(SentinelBand band, int decimation, PixelWindow window, Memory<ushort> destination, CancellationToken cancellationToken)
        {
            if (Interlocked.Increment(ref _begun) == reads)
            {
                _all.SetResult();
            }

            await _all.Task.WaitAsync(cancellationToken);
            await scene.ReadAsync(band, decimation, window, destination, cancellationToken);
        }
    }
}
