using System.Globalization;
using System.Runtime.InteropServices;
using CarbonApp.Engine.Kelp.Imagery;
using CarbonApp.Engine.Kelp.Projection;
using CarbonApp.Engine.Kelp.Tiles;
using CarbonApp.Engine.Tests.Oracles;

namespace CarbonApp.Engine.Tests.Kelp.Tiles;

public class TileRendererTests
{
    private static readonly UtmZone Zone29 = new(29, isNorth: true);

    public static TheoryData<int, double, double, double> Places => new()
    {
        { 29, -11.5, 24.8, 10 },
        { 10, -120.01, 34.4, 20 },
        { 60, 179.98, -17, 10 },
        { 33, 15.2, 79.5, 40 },
        { 19, -68.3, -54.9, 160 },
    };

    /// <summary>Every pixel's place is right to a thirty-second of the tile's pixel, at every zoom.</summary>
    [Theory]
    [MemberData(nameof(Places))]
    public void TileView_Pixels_LieWhereTheyDoExactly(int zoneNumber, double longitude, double latitude, double pixelMetres)
    {
        var grid = GridAt(new UtmZone(zoneNumber, latitude >= 0), longitude, latitude, pixelMetres, 700, 500);
        for (var zoom = 0; zoom <= 18; zoom += 2)
        {
            var tile = TileAt(zoom, longitude, latitude);
            var view = TileView.Of(tile, grid);
            var (columns, rows) = (new double[256], new double[256]);
            Array.Fill(columns, double.NaN);
            var perPixel = tile.PixelMetres * Math.Cos(latitude * Math.PI / 180) / pixelMetres;
            for (var row = 0; row < 256; row += 15)
            {
                view?.CopyRow(row, columns, rows);
                for (var column = 0; column < 256; column += 7)
                {
                    var exact = grid.ToPixel(grid.Zone.Project(tile.ToGlobe(column + 0.5, row + 0.5)));
                    if (double.IsNaN(columns[column]))
                    {
                        Assert.False(IsInside(exact, grid), $"{zoom}: {column}, {row} is in the raster and was left out");
                    }
                    else if (IsInside(exact, grid))
                    {
                        Assert.True(Math.Abs(exact.Column - columns[column]) < perPixel / 30 && Math.Abs(exact.Row - rows[column]) < perPixel / 30, $"{zoom}: {column}, {row}");
                    }
                }
            }
        }
    }

    [Theory]
    [MemberData(nameof(Places))]
    public async Task Nearest_Tile_IsGdalsWarp(int zoneNumber, double longitude, double latitude, double pixelMetres)
    {
        var grid = GridAt(new UtmZone(zoneNumber, latitude >= 0), longitude, latitude, pixelMetres, 300, 200);
        var random = new Random(1);
        byte[] samples = [.. Enumerable.Range(0, grid.Width * grid.Height).Select(_ => (byte)random.Next(1, 256))];
        var zoom = ZoomOf(pixelMetres, latitude);
        foreach (var tile in new[] { TileAt(zoom - 1, longitude, latitude), TileAt(zoom + 2, longitude + 0.004, latitude) })
        {
            var expected = await WarpAsync(grid, samples, tile, "near");

            var ours = Nearest(tile, grid, samples);

            // On the border between two pixels either may be taken.
            Assert.Contains(expected, v => v != 0);
            Assert.InRange(ours.Zip(expected).Count(pair => pair.First != pair.Second), 0, 256 * 256 / 100);
        }
    }

    [Theory]
    [MemberData(nameof(Places))]
    public async Task Bilinear_Tile_IsGdalsWarp(int zoneNumber, double longitude, double latitude, double pixelMetres)
    {
        var grid = GridAt(new UtmZone(zoneNumber, latitude >= 0), longitude, latitude, pixelMetres, 300, 200);
        float[] samples = [.. Enumerable.Range(0, grid.Width * grid.Height).Select(i => (i % 300 / 40) + (i / 300 % 50 > 44 ? 5 : 0f))];
        var tile = TileAt(ZoomOf(pixelMetres, latitude) + 2, longitude, latitude);
        var expected = await WarpAsync(grid, samples, tile, "bilinear", double.NaN);
        var scale = ColorScale.Sequential(0, 14);

        var ours = Bilinear(tile, grid, samples, scale);

        Assert.True(expected.Count(v => !float.IsNaN(v)) > 30_000);
        // A step is 14/254 = 0.055; a thirty-second of a pixel is a quarter of that one's thirty-second here, at slopes of up to 5.
        Assert.All(ours.Zip(expected).Where(pair => pair.First != 0 && !float.IsNaN(pair.Second)), pair => Assert.InRange(pair.First - scale.IndexOf(pair.Second), -2, 2));
        Assert.InRange(ours.Zip(expected).Count(pair => (pair.First == 0) != float.IsNaN(pair.Second)), 0, 256 * 256 / 100);
    }

    [Theory]
    [InlineData(60)]
    [InlineData(1)]
    public void Nearest_RasterAcrossTheAntimeridian_IsOnBothSidesOfTheMap(int zoneNumber)
    {
        var grid = GridAt(new UtmZone(zoneNumber, isNorth: false), 180, -17, 10, 400, 400);
        byte[] samples = [.. Enumerable.Range(0, 160_000).Select(i => (byte)(1 + (i % 400 / 2)))];
        var tile = TileAt(13, 179.999, -17);

        var (west, east) = (Nearest(tile, grid, samples), Nearest(new TileAddress(13, 0, tile.Y), grid, samples));

        // The columns go on from the last one of the map to its first.
        Assert.Equal(8191, tile.X);
        var row = (int)tile.ToPixel(new GeoPoint(180, -17)).Row;
        var (last, first) = (west[(row * 256) + 255], east[row * 256]);
        Assert.InRange(last, 98, 103);
        Assert.InRange(first - last, 0, 1);
        Assert.Null(TileView.Of(new TileAddress(13, 4000, tile.Y), grid));
    }

    [Fact]
    public void Nearest_WholeRasterOnAllItsTiles_ShowsEachPixelOnceAndItsArea()
    {
        var grid = GridAt(Zone29, -11.5, 24.8, 10, 300, 300);
        byte[] samples = [.. Enumerable.Repeat((byte)1, 90_000)];
        const int Zoom = 15;
        var first = TileAt(Zoom, -11.53, 24.83);

        var count = (from x in Enumerable.Range(0, 8) from y in Enumerable.Range(0, 8) select new TileAddress(Zoom, first.X + x, first.Y + y))
            .Sum(tile => Nearest(tile, grid, samples).Count(v => v == 1));

        var metres = first.PixelMetres * Math.Cos(24.8 * Math.PI / 180);
        Assert.Equal(9e6, count * metres * metres, 9e6 * 0.01);
    }

    [Fact]
    public void Bilinear_NoData_EndsThePictureAndTakesNoPart()
    {
        var grid = GridAt(Zone29, -11.5, 24.8, 10, 100, 100);
        // 5 wherever there is data: any colour but that of 5 would be of no data.
        float[] samples = [.. Enumerable.Range(0, 10_000).Select(i => (i / 7 % 3) == 0 ? float.NaN : 5f)];
        var tile = TileAt(16, -11.5, 24.8);
        var scale = ColorScale.Sequential(0, 10);

        var ours = Bilinear(tile, grid, samples, scale);
        var holes = Nearest(tile, grid, [.. samples.Select(v => float.IsNaN(v) ? (byte)0 : (byte)1)]);

        Assert.Equal(new byte[] { 0, scale.IndexOf(5) }, ours.Distinct().Order());
        Assert.Equal(holes.Select(v => v != 0), ours.Select(v => v != 0));
    }

    [Fact]
    public void Bilinear_NothingButNoData_IsTransparent()
    {
        var grid = GridAt(Zone29, -11.5, 24.8, 10, 100, 100);
        float[] samples = [.. Enumerable.Repeat(float.NaN, 10_000)];

        Assert.All(Bilinear(TileAt(15, -11.5, 24.8), grid, samples, ColorScale.Sequential(0, 1)), value => Assert.Equal(0, value));
    }

    [Fact]
    public void Colours_Reflectance_GoesThroughTheScreensCurve()
    {
        var grid = GridAt(Zone29, -11.5, 24.8, 10, 100, 100);
        var view = TileView.Of(TileAt(17, -11.5, 24.8), grid)!;
        float[] Band(float value) => [.. Enumerable.Repeat(value, (int)view.Window.Pixels)];

        var colours = TileRenderer.Colours(view, Band(0.3f), Band(0.3f * 0.214f), Band(-0.01f), white: 0.3);

        // 0.214 of the light is half of the byte's range (IEC 61966-2-1); less than none is black, more than white is white.
        Assert.Equal(new Rgba(255, 127, 0), colours[(128 * 256) + 128] with { Green = 127 });
        Assert.InRange(colours[(128 * 256) + 128].Green, 127, 128);
        Assert.Equal(255, TileRenderer.Colours(view, Band(2), Band(0), Band(0), 0.3)[(128 * 256) + 128].Red);
        Assert.Equal(Rgba.Transparent, TileRenderer.Colours(view, Band(0.1f), Band(float.NaN), Band(0.1f), 0.3)[(128 * 256) + 128]);
    }

    [Theory]
    [InlineData(9, 16)]
    [InlineData(12, 2)]
    [InlineData(13, 1)]
    [InlineData(18, 1)]
    [InlineData(0, 64)]
    public void OverviewFactor_Zoom_IsTheCoarsestThatIsFineEnough(int zoom, int expected) =>
        Assert.Equal(expected, TileView.OverviewFactor(TileAt(zoom, -11.5, 24.8), GridAt(Zone29, -11.5, 24.8, 10, 100, 100), most: 64));

    [Fact]
    public void Window_OfATileInside_IsASmallPartOfTheRaster()
    {
        var grid = GridAt(Zone29, -11.5, 24.8, 10, 10_980, 10_980);

        var window = TileView.Of(TileAt(14, -11.5, 24.8), grid)!.Window;

        // 256 pixels of 8.67 m are 222 of 10 m; turned by the convergence of the meridian, and four of margin.
        Assert.InRange(window.Width, 222, 240);
        Assert.InRange(window.Height, 222, 240);
    }

    [Theory]
    [InlineData(-1, 0, 0)]
    [InlineData(23, 0, 0)]
    [InlineData(1, 2, 0)]
    [InlineData(1, 0, -1)]
    public void TileAddress_NoSuchTile_Throws(int zoom, int x, int y) => Assert.Throws<ArgumentOutOfRangeException>(() => new TileAddress(zoom, x, y));

    [Fact]
    public void TileAddress_Corners_AreTheWorlds()
    {
        var world = new TileAddress(0, 0, 0);

        Assert.Equal(-180, world.ToGlobe(0, 0).LongitudeDegrees, 1e-12);
        Assert.Equal(85.0511287798066, world.ToGlobe(0, 0).LatitudeDegrees, 1e-10);
        Assert.Equal(180, world.ToGlobe(256, 256).LongitudeDegrees, 1e-12);
        Assert.Equal((128, 128), world.ToPixel(new GeoPoint(0, 0)));
    }

    [Fact]
    public void Nearest_WrongNumberOfSamples_Throws()
    {
        var view = TileView.Of(TileAt(14, -11.5, 24.8), GridAt(Zone29, -11.5, 24.8, 10, 100, 100))!;

        Assert.ThrowsAny<ArgumentException>(() => TileRenderer.Nearest(view, new byte[5], 0));
    }

    /// <summary>A raster around a place.</summary>
    private static UtmGrid GridAt(UtmZone zone, double longitude, double latitude, double pixelMetres, int width, int height)
    {
        var middle = zone.Project(new GeoPoint(longitude, latitude));
        return new UtmGrid(zone, Math.Round(middle.X) - (pixelMetres * width / 2), Math.Round(middle.Y) + (pixelMetres * height / 2), pixelMetres, width, height);
    }

    private static TileAddress TileAt(int zoom, double longitude, double latitude)
    {
        var (column, row) = new TileAddress(0, 0, 0).ToPixel(new GeoPoint(longitude, latitude));
        var tiles = 1 << zoom;
        return new TileAddress(zoom, Math.Min((int)(column / 256 * tiles), tiles - 1), (int)(row / 256 * tiles));
    }

    /// <summary>The zoom at which a pixel of the tile is about one of the raster.</summary>
    private static int ZoomOf(double pixelMetres, double latitude) => (int)Math.Round(Math.Log2(156_543 * Math.Cos(latitude * Math.PI / 180) / pixelMetres));

    private static bool IsInside((double Column, double Row) pixel, UtmGrid grid) =>
        pixel.Column >= 0 && pixel.Row >= 0 && pixel.Column < grid.Width && pixel.Row < grid.Height;

    private static byte[] Nearest(TileAddress tile, UtmGrid grid, byte[] samples)
    {
        var view = TileView.Of(tile, grid);
        return view is null ? new byte[65_536] : TileRenderer.Nearest(view, InWindow(view, samples), outside: 0);
    }

    private static byte[] Bilinear(TileAddress tile, UtmGrid grid, float[] samples, ColorScale scale)
    {
        var view = TileView.Of(tile, grid)!;
        return TileRenderer.Bilinear(view, InWindow(view, samples), scale);
    }

    /// <summary>Just the samples of the window, so that one read beyond it would show.</summary>
    private static T[] InWindow<T>(TileView view, T[] samples) => [.. Enumerable.Range(0, (int)view.Window.Pixels)
        .Select(i => samples[((view.Window.Row + (i / view.Window.Width)) * view.Grid.Width) + view.Window.Column + (i % view.Window.Width)])];

    private static async Task<T[]> WarpAsync<T>(UtmGrid grid, T[] samples, TileAddress tile, string resampling, double noData = 0)
        where T : unmanaged, System.Numerics.INumber<T>
    {
        using var folder = new TemporaryFolder();
        using (var file = File.Create(folder.File("raster.tif")))
        {
            await CogWriter.WriteAsync(file, new CogRaster<T>(grid.Width, grid.Height, samples, 1, grid.Transform, grid.Zone.Epsg, noData), OverviewResampling.Nearest);
        }

        var (west, north) = (-WebMercator.HalfWidthMetres + (tile.X * 256.0 * tile.PixelMetres), WebMercator.HalfWidthMetres - (tile.Y * 256.0 * tile.PixelMetres));
        string[] box = [.. new[] { west, north - (256 * tile.PixelMetres), west + (256 * tile.PixelMetres), north }.Select(v => v.ToString("R", CultureInfo.InvariantCulture))];
        Gdal.Warp("-of", "ENVI", "-t_srs", "EPSG:3857", "-te", box[0], box[1], box[2], box[3], "-ts", "256", "256", "-r", resampling, "-et", "0", "-ovr", "NONE",
            folder.File("raster.tif"), folder.File("tile.bin"));
        return MemoryMarshal.Cast<byte, T>(await File.ReadAllBytesAsync(folder.File("tile.bin"))).ToArray();
    }
}
