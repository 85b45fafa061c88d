using CarbonApp.Engine.Kelp.Imagery;
using CarbonApp.Engine.Kelp.Projection;
using CarbonApp.Engine.Kelp.Scenes;
using CarbonApp.Engine.Tests.Kelp.Imagery;

namespace CarbonApp.Engine.Tests.Kelp.Scenes;

public class SceneReaderTests
{
    private const double West = 600_000;
    private const double North = 5_000_000;
    private static readonly UtmZone Zone = new(10, isNorth: true);

    [Fact]
    public async Task Read_TwentyMetreBandOnTenMetres_RepeatsEveryPixelFourTimes()
    {
        var reader = await OpenAsync((SentinelBand.B11, 20, 2, 2, [1, 2, 3, 4]));

        Assert.Equal(
            [1, 1, 2, 2,
             1, 1, 2, 2,
             3, 3, 4, 4,
             3, 3, 4, 4],
            await ReadAsync(reader, SentinelBand.B11, new UtmGrid(Zone, West, North, 10, 4, 4)));
    }

    [Fact]
    public async Task Read_AreaThatStartsBetweenTwoPixelsAndReachesPastTheScene_IsCutAndFilledWithNoData()
    {
        var reader = await OpenAsync((SentinelBand.B11, 20, 2, 2, [1, 2, 3, 4]));

        Assert.Equal(
            [0, 0, 0, 0, 0, 0,
             0, 1, 1, 2, 2, 0,
             0, 1, 1, 2, 2, 0],
            await ReadAsync(reader, SentinelBand.B11, new UtmGrid(Zone, West - 10, North + 10, 10, 6, 3)));
        Assert.All(await ReadAsync(reader, SentinelBand.B11, new UtmGrid(Zone, West + 1000, North, 10, 3, 3)), n => Assert.Equal(0, n));
    }

    /// <summary>Windows of areas anywhere around and across the scene, in pixels from half to four times the band's: each number is that of the file's
    /// pixel, at the level whose pixels are not larger, that the middle lies in.</summary>
    [Fact]
    public async Task Read_RandomAreas_AreTheNearestSamplesOfTheRightLevel()
    {
        var random = new Random(31);
        var numbers = new ushort[1200 * 1100];
        random.NextBytes(System.Runtime.InteropServices.MemoryMarshal.AsBytes(numbers.AsSpan()));
        var reader = await OpenAsync((SentinelBand.B04, 10, 1200, 1100, numbers));
        var half = Thinned(numbers, 1200, 1100);
        var quarter = Thinned(half, 600, 550);
        for (var round = 0; round < 60; round++)
        {
            var pixel = random.GetItems([5.0, 10, 20, 40], 1)[0];
            var grid = new UtmGrid(Zone, West + 10 * random.Next(-300, 1300), North - 10 * random.Next(-300, 1200), pixel, random.Next(1, 200), random.Next(1, 200));
            var (samples, width, height, size) = pixel switch { < 20 => (numbers, 1200, 1100, 10), < 40 => (half, 600, 550, 20), _ => (quarter, 300, 275, 40) };
            var read = await ReadAsync(reader, SentinelBand.B04, grid);

            for (var i = 0; i < read.Length; i++)
            {
                var column = (int)Math.Floor((grid.WestMetres - West + (i % grid.Width + 0.5) * pixel) / size);
                var row = (int)Math.Floor((North - grid.NorthMetres + (i / grid.Width + 0.5) * pixel) / size);
                Assert.Equal(column >= 0 && column < width && row >= 0 && row < height ? samples[row * width + column] : 0, read[i]);
            }
        }
    }

    [Fact]
    public async Task Read_WindowOfAGrid_IsThatPartOfIt()
    {
        var reader = await OpenAsync((SentinelBand.B04, 10, 3, 2, [1, 2, 3, 4, 5, 6]));
        var part = new ushort[2];

        await reader.ReadAsync(SentinelBand.B04, reader.Grid, new PixelWindow(1, 1, 2, 1), part);

        Assert.Equal([5, 6], part);
    }

    [Fact]
    public async Task Read_ClassesOfSixteenBits_ComeAsBytes()
    {
        var reader = await OpenAsync((SentinelBand.Scl, 10, 2, 1, [6, 9]));
        var classes = new byte[2];

        await reader.ReadAsync(SentinelBand.Scl, reader.Grid, new PixelWindow(0, 0, 2, 1), classes);

        Assert.Equal([6, 9], classes);
    }

    [Fact]
    public async Task Open_BandsOfTwoSizes_HaveTheGridOfTheFinest()
    {
        var reader = await OpenAsync((SentinelBand.B11, 20, 2, 2, [1, 2, 3, 4]), (SentinelBand.B04, 10, 4, 4, [.. Enumerable.Repeat((ushort)1, 16)]));

        Assert.Equal(new UtmGrid(Zone, West, North, 10, 4, 4), reader.Grid);
        Assert.True(reader.HasLevel(SentinelBand.B11, 20));
        Assert.False(reader.HasLevel(SentinelBand.B11, 10));
    }

    [Fact]
    public async Task Read_GridOfAnotherZone_IsRefused()
    {
        var reader = await OpenAsync((SentinelBand.B04, 10, 1, 1, [1]));

        Assert.Contains("own zone only", (await Assert.ThrowsAsync<SceneException>(() => ReadAsync(reader, SentinelBand.B04, reader.Grid with { Zone = new UtmZone(11, isNorth: true) }))).Message, StringComparison.Ordinal);
        await Assert.ThrowsAsync<ArgumentException>(() => ReadAsync(reader, SentinelBand.B08, reader.Grid));
    }

    [Theory]
    [InlineData("undecided", "nothing tells the offset")]
    [InlineData("jp2", "JPEG 2000")]
    [InlineData("band", "band 3 of a file that has 1")]
    [InlineData("absent", "none of the bands")]
    [InlineData("zone", "no UTM zone")]
    [InlineData("size", "not square")]
    public async Task Open_SceneThatCannotBeUsed_NamesWhy(string fault, string named)
    {
        var item = Item();
        var asset = item.Assets[SentinelBand.B04];
        asset = fault switch
        {
            "undecided" => asset with { Rule = OffsetRule.Undecided },
            "jp2" => asset with { MediaType = "image/jp2" },
            "band" => asset with { FileBand = 2 },
            _ => asset,
        };
        var file = await CogAsync(1, 1, [1], new GeoTransform(West, 10, 0, North, 0, fault == "size" ? -20 : -10), fault == "zone" ? 4326 : 32610);

        var refusal = await Assert.ThrowsAsync<SceneException>(async () => await SceneReader.OpenAsync(
            item with { Assets = new Dictionary<SentinelBand, SceneAsset> { [SentinelBand.B04] = asset } },
            (_, _) => ValueTask.FromResult<RangeReader>(file.ReadAsync), [fault == "absent" ? SentinelBand.B08 : SentinelBand.B04]));

        Assert.Contains(named, refusal.Message, StringComparison.Ordinal);
        Assert.StartsWith("Scene a", refusal.Message, StringComparison.Ordinal);
    }

    private static SceneItem Item() => SharedItems.Parse(SharedItems.Item("\"s2:processing_baseline\":\"05.09\""));

    /// <summary>A scene of files made here; a large one gets its overviews, each the upper left of every four.</summary>
    private static async Task<SceneReader> OpenAsync(params (SentinelBand Band, double PixelM, int Width, int Height, ushort[] Numbers)[] bands)
    {
        var (assets, files) = (new Dictionary<SentinelBand, SceneAsset>(), new Dictionary<string, Bytes>());
        foreach (var (band, pixel, width, height, numbers) in bands)
        {
            assets[band] = Item().Assets[SentinelBand.B04] with { Band = band, Href = band.ToString() };
            files[band.ToString()] = await CogAsync(width, height, numbers, new GeoTransform(West, pixel, 0, North, 0, -pixel), 32610);
        }

        return await SceneReader.OpenAsync(Item() with { Assets = assets }, (asset, _) => ValueTask.FromResult<RangeReader>(files[asset.Href].ReadAsync), assets.Keys);
    }

    private static async Task<Bytes> CogAsync(int width, int height, ushort[] numbers, GeoTransform transform, int epsg)
    {
        using var file = new MemoryStream();
        await CogWriter.WriteAsync(file, new CogRaster<ushort>(width, height, numbers, Transform: transform, Epsg: epsg), OverviewResampling.Nearest);
        return new Bytes(file.ToArray());
    }

    private static async Task<ushort[]> ReadAsync(SceneReader reader, SentinelBand band, UtmGrid grid)
    {
        var numbers = Enumerable.Repeat((ushort)77, grid.Width * grid.Height).ToArray();
        await reader.ReadAsync(band, grid, new PixelWindow(0, 0, grid.Width, grid.Height), numbers);
        return numbers;
    }

    /// <summary>The upper left of every four.</summary>
    private static ushort[] Thinned(ushort[] numbers, int width, int height) =>
        [.. Enumerable.Range(0, height / 2).SelectMany(y => Enumerable.Range(0, width / 2).Select(x => numbers[2 * y * width + 2 * x]))];
}
