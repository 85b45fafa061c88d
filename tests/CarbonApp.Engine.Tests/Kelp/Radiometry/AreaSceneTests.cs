using CarbonApp.Engine.Kelp.Imagery;
using CarbonApp.Engine.Kelp.Projection;
using CarbonApp.Engine.Kelp.Radiometry;
using CarbonApp.Engine.Kelp.Scenes;
using CarbonApp.Engine.Tests.Kelp.Imagery;

namespace CarbonApp.Engine.Tests.Kelp.Radiometry;

/// <summary>A scene of two files, 10 m and 20 m, over areas that lie on their pixels, between them, and beyond the scene.</summary>
public class AreaSceneTests
{
    private const double West = 500_000;
    private const double North = 4_000_000;
    private const int Width = 96;
    private const int Height = 64;

    private static readonly ushort[] Red = Numbers(Width, Height, 1);
    private static readonly ushort[] Swir = Numbers(Width / 2, Height / 2, 2);

    [Theory]
    [InlineData(16)]
    [InlineData(512)]
    public async Task Read_AnyDecimation_IsTheMeanOfTheFinestPixels(int tileSide)
    {
        // With tiles of 16 the file has overviews, with tiles of 512 it has none: the numbers are the same.
        var (column, row) = (8, 4);
        var scene = await OpenAsync(column, row, 40, 32, tileSide);

        Assert.Equal((1, -1000), (scene.LayoutOf(SentinelBand.B04)!.Value.Decimation, scene.LayoutOf(SentinelBand.B04)!.Value.OffsetDn));
        Assert.Equal(2, scene.LayoutOf(SentinelBand.B11)!.Value.Decimation);
        Assert.Null(scene.LayoutOf(SentinelBand.B05));
        await ReadsAsync(scene, SentinelBand.B04, 1, 40, 32, (x, y) => Red[((row + y) * Width) + column + x]);
        await ReadsAsync(scene, SentinelBand.B11, 2, 20, 16, (x, y) => Swir[(((row / 2) + y) * Width / 2) + (column / 2) + x]);
        await ReadsAsync(scene, SentinelBand.B04, 2, 20, 16, (x, y) => Mean(Red, Width, column + (2 * x), row + (2 * y)));
        await ReadsAsync(scene, SentinelBand.B11, 4, 10, 8, (x, y) => Mean(Swir, Width / 2, (column / 2) + (2 * x), (row / 2) + (2 * y)));
    }

    [Fact]
    public async Task Read_AreaBetweenCoarsePixels_RepeatsThem()
    {
        var scene = await OpenAsync(9, 5, 20, 20, 16);

        Assert.Equal(1, scene.LayoutOf(SentinelBand.B11)!.Value.Decimation);
        await ReadsAsync(scene, SentinelBand.B11, 1, 20, 20, (x, y) => Swir[((5 + y) / 2 * (Width / 2)) + ((9 + x) / 2)]);
    }

    [Fact]
    public async Task Read_BeyondTheScene_IsNoData()
    {
        var scene = await OpenAsync(-20, -10, 40, 20, 16);

        await ReadsAsync(scene, SentinelBand.B04, 1, 40, 20, (x, y) => x < 20 || y < 10 ? (ushort)0 : Red[((y - 10) * Width) + x - 20]);
    }

    [Fact]
    public async Task Construct_AreaOfAnotherZoneOrScale_IsRefused()
    {
        var reader = await ReaderAsync(16, new BandScale(0.0001, -0.1));
        var odd = await ReaderAsync(16, new BandScale(0.001, 0));
        var grid = new UtmGrid(new UtmZone(36, true), West, North, 10, 8, 8);

        Assert.Throws<SceneException>(() => new AreaScene(reader, grid with { Zone = new UtmZone(35, true) }));
        Assert.Throws<SceneException>(() => new AreaScene(reader, grid with { PixelMetres = 20 }));
        Assert.Throws<SceneException>(() => new AreaScene(odd, grid));
    }

    private static async Task ReadsAsync(AreaScene scene, SentinelBand band, int decimation, int width, int height, Func<int, int, ushort> expected)
    {
        // In two windows, so that windows that do not begin at the corner are read too.
        foreach (var window in new[] { new PixelWindow(0, 0, width, height / 2), new PixelWindow(3, height / 2, width - 3, height - (height / 2)) })
        {
            var numbers = new ushort[window.Pixels];
            await scene.ReadAsync(band, decimation, window, numbers, CancellationToken.None);
            for (var i = 0; i < numbers.Length; i++)
            {
                var (row, column) = Math.DivRem(i, window.Width);
                Assert.True(expected(column + window.Column, row + window.Row) == numbers[i], $"{band} at {decimation}: ({column + window.Column}, {row + window.Row}) is {numbers[i]}");
            }
        }
    }

    private static async Task<AreaScene> OpenAsync(int column, int row, int width, int height, int tileSide) => new(
        await ReaderAsync(tileSide, new BandScale(0.0001, -0.1)), new UtmGrid(new UtmZone(36, true), West + (10 * column), North - (10 * row), 10, width, height));

    private static async Task<SceneReader> ReaderAsync(int tileSide, BandScale scale)
    {
        var files = new Dictionary<string, Bytes>
        {
            ["red"] = await FileAsync(Red, Width, Height, 10, tileSide),
            ["swir"] = await FileAsync(Swir, Width / 2, Height / 2, 20, tileSide),
        };
        var item = new SceneItem
        {
            Id = "made",
            AcquiredAt = new(2024, 8, 5, 8, 26, 1, TimeSpan.Zero),
            Footprint = SceneFootprint.Of(new(32, 34, 34, 37)),
            Assets = new Dictionary<SentinelBand, SceneAsset>
            {
                [SentinelBand.B04] = new() { Band = SentinelBand.B04, Href = "red", Scale = scale, Rule = OffsetRule.RasterBands },
                [SentinelBand.B11] = new() { Band = SentinelBand.B11, Href = "swir", Scale = scale, Rule = OffsetRule.RasterBands },
            },
        };
        return await SceneReader.OpenAsync(item, (asset, _) => ValueTask.FromResult<RangeReader>(files[asset.Href].ReadAsync), [SentinelBand.B04, SentinelBand.B11]);
    }

    private static async Task<Bytes> FileAsync(ushort[] numbers, int width, int height, double pixel, int tileSide)
    {
        using var file = new MemoryStream();
        await CogWriter.WriteAsync(file, new CogRaster<ushort>(width, height, numbers, 1, new GeoTransform(West, pixel, 0, North, 0, -pixel), 32636, 0), OverviewResampling.Average, tileSide);
        return new Bytes(file.ToArray());
    }

    /// <summary>The mean rounded half up of four numbers, all of them data.</summary>
    private static ushort Mean(ushort[] numbers, int width, int column, int row) => (ushort)((numbers[(row * width) + column] + numbers[(row * width) + column + 1]
        + numbers[((row + 1) * width) + column] + numbers[((row + 1) * width) + column + 1] + 2) / 4);

    /// <summary>Multiples of four, so that every mean is whole and no rounding can hide.</summary>
    private static ushort[] Numbers(int width, int height, int seed)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, width * height).Select(_ => (ushort)(4 * random.Next(1, 2_000)))];
    }
}
