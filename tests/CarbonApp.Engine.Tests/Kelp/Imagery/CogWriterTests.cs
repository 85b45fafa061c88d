using System.Numerics;
using System.Runtime.InteropServices;
using System.Text.Json;
using CarbonApp.Engine.Kelp.Imagery;
using CarbonApp.Engine.Tests.Oracles;

namespace CarbonApp.Engine.Tests.Kelp.Imagery;

public class CogWriterTests
{
    private static readonly GeoTransform Utm = new(500_000, 10, 0, 3_800_000, 0, -10);

    [Fact]
    public Task Write_UInt8_ReadsBackHereAndInGdal() => RoundTripAsync<byte>(0, v => (byte)v);

    [Fact]
    public Task Write_Int16_ReadsBackHereAndInGdal() => RoundTripAsync<short>(-9999, v => (short)v);

    [Fact]
    public Task Write_UInt16_ReadsBackHereAndInGdal() => RoundTripAsync<ushort>(null, v => (ushort)v);

    [Fact]
    public Task Write_Int32_ReadsBackHereAndInGdal() => RoundTripAsync<int>(int.MinValue, v => v * 7919);

    [Fact]
    public Task Write_Float32_ReadsBackHereAndInGdal() => RoundTripAsync<float>(double.NaN, v => v % 50 == 0 ? float.NaN : v / 7f);

    [Fact]
    public Task Write_Float64_ReadsBackHereAndInGdal() => RoundTripAsync<double>(-1e30, v => v / 7d);

    [Fact]
    public async Task Write_AsBigTiff_ReadsBackInGdal()
    {
        var raster = Raster<ushort>(100, 70, 1, 0, v => (ushort)v);
        using var folder = new TemporaryFolder();
        var path = folder.File("big.tif");
        using (var file = File.Create(path))
        {
            await CogWriter.WriteAsync(file, raster, OverviewResampling.Nearest, 64, mostClassicBytes: 0, CancellationToken.None);
        }

        Assert.Equal(43, File.ReadAllBytes(path)[2]);
        Assert.Equal(raster.Samples.ToArray(), Gdal.Read<ushort>(path, 0, []));
    }

    [Fact]
    public async Task Write_TilesOfNoData_AreLeftOut()
    {
        var samples = new float[64 * 64];
        samples.AsSpan().Fill(float.NaN);
        samples[0] = 1;
        using var file = new MemoryStream();

        await CogWriter.WriteAsync(file, new CogRaster<float>(64, 64, samples, NoData: double.NaN), OverviewResampling.Average, 32);

        var tiff = await new Bytes(file.ToArray()).OpenAsync();
        Assert.Equal([false, true, true, true], tiff.Images[0].BlockBytes.Select(bytes => bytes == 0));
        var back = new float[64 * 64];
        await tiff.ReadAsync<float>(0, 0, PixelWindow.Whole(tiff.Images[0]), back);
        Assert.Equal(samples, back);
    }

    [Fact]
    public void Halve_Average_IsTheMeanOfWhatHasData()
    {
        short[] samples =
        [
            1, 2, 9,
            4, -9, -9,
            -9, -9, 7,
        ];

        var halved = Overviews.Halve(new CogRaster<short>(3, 3, samples, NoData: -9), OverviewResampling.Average);

        // (1 + 2 + 4) / 3 = 2.33; 9 alone; nothing; 7 alone.
        Assert.Equal([2, 9, -9, 7], halved.Samples.ToArray());
    }

    [Fact]
    public void Halve_Nearest_IsTheUpperLeft()
    {
        var halved = Overviews.Halve(new CogRaster<byte>(3, 2, new byte[] { 1, 2, 3, 4, 5, 6 }), OverviewResampling.Nearest);

        Assert.Equal([1, 3], halved.Samples.ToArray());
    }

    [Fact]
    public async Task Write_TooFewSamples_Throws() =>
        await Assert.ThrowsAnyAsync<ArgumentException>(() => CogWriter.WriteAsync(Stream.Null, new CogRaster<byte>(3, 3, new byte[8]), OverviewResampling.Nearest));

    private static async Task RoundTripAsync<T>(double? noData, Func<int, T> sample)
        where T : unmanaged, INumber<T>
    {
        var raster = Raster(171, 130, 2, noData, sample);
        using var folder = new TemporaryFolder();
        var path = folder.File("raster.tif");
        using (var file = File.Create(path))
        {
            await CogWriter.WriteAsync(file, raster, OverviewResampling.Average, tileSide: 64);
        }

        var expected = MemoryMarshal.AsBytes(raster.Samples.Span).ToArray();
        var tiff = await Bytes.OfFile(path).OpenAsync();
        Assert.Equal(expected, await Samples.ReadAllAsync(tiff, 0));
        Assert.Equal((32636, Utm, noData), (tiff.Reference.Epsg, tiff.Reference.Transform, tiff.NoData));
        Assert.Equal([(171, 130), (86, 65), (43, 33)], tiff.Images.Select(i => (i.Width, i.Height)));

        Assert.Equal(expected, Gdal.Read<byte>(path, 0, []));
        Assert.Equal(await Samples.ReadAllAsync(tiff, 1), Gdal.Read<byte>(path, 1, []));
        var info = JsonDocument.Parse(Gdal.Info("-json", path)).RootElement;
        Assert.Equal([500_000, 10, 0, 3_800_000, 0, -10], info.GetProperty("geoTransform").EnumerateArray().Select(v => v.GetDouble()));
        Assert.Equal(32636, info.GetProperty("stac").GetProperty("proj:epsg").GetInt32());
        Assert.Equal(2, info.GetProperty("bands")[0].GetProperty("overviews").GetArrayLength());
        Assert.Equal(noData is not null, info.GetProperty("bands")[0].TryGetProperty("noDataValue", out _));
    }

    private static CogRaster<T> Raster<T>(int width, int height, int bands, double? noData, Func<int, T> sample)
        where T : unmanaged, INumber<T>
    {
        var random = new Random(5);
        T[] samples = [.. Enumerable.Range(0, width * height * bands).Select(i => sample(i / 9 + random.Next(40)))];
        return new CogRaster<T>(width, height, samples, bands, Utm, 32636, noData);
    }
}
