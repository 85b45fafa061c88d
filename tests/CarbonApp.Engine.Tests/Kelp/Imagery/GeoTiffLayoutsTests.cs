using System.Runtime.InteropServices;
using CarbonApp.Engine.Kelp.Imagery;
using CarbonApp.Engine.Tests.Oracles;

namespace CarbonApp.Engine.Tests.Kelp.Imagery;

/// <summary>Every compression, predictor, sample type, byte order and layout that GDAL can write, read back bit for bit.</summary>
public class GeoTiffLayoutsTests
{
    private const int Width = 83;
    private const int Height = 61;

    /// <summary>Each value of each dimension at least twice; the rows are spread so that no two dimensions move together.</summary>
    public static TheoryData<string, string, int, bool, bool, bool, bool> Layouts => new()
    {
        // type, compression, predictor, big-endian, tiled, bands apart, BigTIFF
        { "Byte", "NONE", 1, false, true, false, false },
        { "Byte", "LZW", 2, true, false, false, true },
        { "Byte", "PACKBITS", 1, false, true, true, false },
        { "Byte", "DEFLATE", 2, true, true, false, false },
        { "UInt16", "DEFLATE", 2, false, true, true, true },
        { "UInt16", "LZW", 1, true, true, false, false },
        { "UInt16", "NONE", 1, true, false, true, true },
        { "UInt16", "DEFLATE", 2, true, false, true, false },
        { "Int16", "PACKBITS", 1, true, false, false, false },
        { "Int16", "LZW", 2, false, true, true, false },
        { "UInt32", "DEFLATE", 1, true, true, true, false },
        { "UInt32", "LZW", 2, true, false, false, false },
        { "Int32", "DEFLATE", 2, false, false, true, true },
        { "Int32", "NONE", 1, false, true, false, false },
        { "Float32", "DEFLATE", 3, false, true, true, false },
        { "Float32", "LZW", 3, true, false, false, true },
        { "Float32", "DEFLATE", 2, true, true, false, false },
        { "Float64", "DEFLATE", 3, true, true, true, false },
        { "Float64", "LZW", 3, false, false, false, false },
        { "Float64", "PACKBITS", 1, true, true, true, true },
    };

    [Theory]
    [MemberData(nameof(Layouts))]
    public async Task Read_LayoutWrittenByGdal_IsTheSamples(string type, string compression, int predictor, bool bigEndian, bool tiled, bool apart, bool big)
    {
        using var folder = new TemporaryFolder();
        var (samples, source) = await SourceAsync(folder, type);
        var path = folder.File("layout.tif");
        string[] options =
        [
            $"COMPRESS={compression}", $"ENDIANNESS={(bigEndian ? "BIG" : "LITTLE")}", $"INTERLEAVE={(apart ? "BAND" : "PIXEL")}", $"BIGTIFF={(big ? "YES" : "NO")}",
            .. compression is "LZW" or "DEFLATE" ? new[] { $"PREDICTOR={predictor}" } : [],
            .. tiled ? new[] { "TILED=YES", "BLOCKXSIZE=32", "BLOCKYSIZE=16" } : ["BLOCKYSIZE=7"],
        ];
        Gdal.Translate(["-of", "GTiff", .. options.SelectMany(o => new[] { "-co", o }), source, path]);

        var tiff = await Bytes.OfFile(path).OpenAsync();

        var image = tiff.Images[0];
        Assert.Equal((bigEndian, tiled, apart, predictor), (!image.LittleEndian, image.Tiled, image.BandsApart, image.Predictor));
        if (bigEndian && predictor == 3)
        {
            // libtiff 4.5 swaps these samples' bytes once too often when it writes: GDAL does not read its own file back as it was.
            samples = Gdal.Read<byte>(path, 0, []);
        }

        Assert.Equal(samples, await Samples.ReadAllAsync(tiff, 0));
        await ReadsTheSameThroughWindowsAsync(tiff, samples);
    }

    [Fact]
    public async Task Read_SignedBytes_KeepTheirSign()
    {
        var samples = new sbyte[] { -128, -1, 0, 127 };
        using var file = new MemoryStream();
        await CogWriter.WriteAsync(file, new CogRaster<sbyte>(2, 2, samples), OverviewResampling.Nearest, 16);

        var back = new sbyte[4];
        await (await new Bytes(file.ToArray()).OpenAsync()).ReadAsync<sbyte>(0, 0, new PixelWindow(0, 0, 2, 2), back);

        Assert.Equal(samples, back);
    }

    /// <summary>3 MB in one strip a band: read in pieces, so that a window of one row does not fetch it all.</summary>
    [Theory]
    [InlineData("BAND")]
    [InlineData("PIXEL")]
    public async Task Read_OneRawStrip_IsReadInPieces(string interleave)
    {
        using var folder = new TemporaryFolder();
        var (source, path) = (folder.File("source.tif"), folder.File("strip.tif"));
        ushort[] samples = [.. Enumerable.Range(0, 2 * 1000 * 1501).Select(i => (ushort)(i * 31))];
        using (var file = File.Create(source))
        {
            await CogWriter.WriteAsync(file, new CogRaster<ushort>(1000, 1501, samples, 2), OverviewResampling.Nearest);
        }

        Gdal.Translate("-co", "BLOCKYSIZE=1501", "-co", $"INTERLEAVE={interleave}", source, path);
        var bytes = Bytes.OfFile(path);
        var tiff = await bytes.OpenAsync();

        Assert.Equal(MemoryMarshal.AsBytes(samples.AsSpan()).ToArray(), await Samples.ReadAllAsync(tiff, 0));
        bytes.Requests.Clear();
        var row = new ushort[1000];
        await tiff.ReadAsync<ushort>(0, 1, new PixelWindow(0, 1499, 1000, 1), row);
        Assert.Equal(samples[((1501 + 1499) * 1000)..][..1000], row);
        Assert.InRange(bytes.Requests.Sum(r => r.Length), 1, 1 << 20);
    }

    [Fact]
    public async Task Read_MaskOfGdal_IsWhereDataIs()
    {
        using var folder = new TemporaryFolder();
        var (_, source) = await SourceAsync(folder, "Byte");
        var path = folder.File("mask.tif");
        Gdal.Translate("--config", "GDAL_TIFF_INTERNAL_MASK", "YES", "-of", "GTiff", "-b", "1", "-b", "2", "-mask", "2", "-co", "TILED=YES", source, path);

        var tiff = await Bytes.OfFile(path).OpenAsync();

        var mask = new byte[Width * Height];
        await tiff.ReadMaskAsync(0, PixelWindow.Whole(tiff.Masks[0]), mask);
        Assert.Contains((byte)0, mask);
        Assert.Equal(Gdal.Read<byte>(path, 0, ["mask"]).Select(m => m != 0), mask.Select(m => m != 0));
    }

    [Fact]
    public async Task Open_GdalScaleOffsetAndPixelIsPoint_AreRead()
    {
        using var folder = new TemporaryFolder();
        var (_, source) = await SourceAsync(folder, "UInt16");
        var path = folder.File("point.tif");
        Gdal.Translate("-a_scale", "0.0001", "-a_offset", "-0.1", "-mo", "AREA_OR_POINT=Point", "-a_nodata", "0", source, path);

        var tiff = await Bytes.OfFile(path).OpenAsync();

        Assert.Equal([new(0.0001, -0.1), new(0.0001, -0.1)], tiff.Scales);
        Assert.Equal(new GeoReference(32636, new GeoTransform(500_000, 10, 0, 3_800_000, 0, -10), PixelIsPoint: true), tiff.Reference);
    }

    [Fact]
    public async Task Open_Cog_TakesOneRequestAndAWindowTakesAsFew()
    {
        using var file = new MemoryStream();
        await CogWriter.WriteAsync(file, new CogRaster<byte>(600, 600, new byte[600 * 600]), OverviewResampling.Nearest, 64);
        var bytes = new Bytes(file.ToArray());
        var tiff = await bytes.OpenAsync();
        Assert.Equal([(0L, 32 << 10)], bytes.Requests);

        await tiff.ReadAsync<byte>(0, 0, new PixelWindow(60, 60, 100, 100), new byte[10_000]);

        Assert.Equal(2, bytes.Requests.Count);
    }

    [Fact]
    public async Task Read_WindowOutsideWrongTypeOrSmallBuffer_Throws()
    {
        using var file = new MemoryStream();
        await CogWriter.WriteAsync(file, new CogRaster<byte>(4, 4, new byte[16]), OverviewResampling.Nearest, 16);
        var tiff = await new Bytes(file.ToArray()).OpenAsync();

        await Assert.ThrowsAnyAsync<ArgumentException>(() => tiff.ReadAsync<byte>(0, 0, new PixelWindow(1, 0, 4, 4), new byte[16]).AsTask());
        await Assert.ThrowsAnyAsync<ArgumentException>(() => tiff.ReadAsync<ushort>(0, 0, new PixelWindow(0, 0, 4, 4), new ushort[16]).AsTask());
        await Assert.ThrowsAnyAsync<ArgumentException>(() => tiff.ReadAsync<byte>(0, 0, new PixelWindow(0, 0, 4, 4), new byte[15]).AsTask());
        await Assert.ThrowsAnyAsync<ArgumentException>(() => tiff.ReadAsync<byte>(0, 1, new PixelWindow(0, 0, 4, 4), new byte[16]).AsTask());
        await Assert.ThrowsAnyAsync<ArgumentException>(() => tiff.ReadAsync<byte>(1, 0, new PixelWindow(0, 0, 4, 4), new byte[16]).AsTask());
    }

    private static async Task ReadsTheSameThroughWindowsAsync(GeoTiff tiff, byte[] samples)
    {
        var size = samples.Length / (2 * Width * Height);
        foreach (var window in new PixelWindow[] { new(0, 0, 1, 1), new(31, 15, 2, 2), new(40, 5, 43, 56), new(82, 60, 1, 1) })
        {
            var rows = from band in new[] { 1, 0 } from row in Enumerable.Range(window.Row, window.Height) select ((band * Height + row) * Width + window.Column) * size;
            Assert.Equal(rows.SelectMany(at => samples.AsSpan(at, window.Width * size).ToArray()), await Samples.ReadAsync(tiff, 0, [1, 0], window));
        }
    }

    /// <summary>Two bands whose samples have every byte of their type in use, runs among noise, written by our own writer.</summary>
    private static async Task<(byte[] Samples, string Path)> SourceAsync(TemporaryFolder folder, string type)
    {
        var random = new Random(3);
        int[] values = [.. Enumerable.Range(0, 2 * Width * Height).Select(i => i % 97 < 30 ? 0 : random.Next(int.MinValue, int.MaxValue))];
        var path = folder.File("source.tif");
        using var file = File.Create(path);
        return (type switch
        {
            "Byte" => await WriteAsync(file, values, v => (byte)v),
            "UInt16" => await WriteAsync(file, values, v => (ushort)v),
            "Int16" => await WriteAsync(file, values, v => (short)v),
            "UInt32" => await WriteAsync(file, values, v => (uint)v),
            "Int32" => await WriteAsync(file, values, v => v),
            "Float32" => await WriteAsync(file, values, v => v / 3f),
            _ => await WriteAsync(file, values, v => v / 3d),
        }, path);
    }

    private static async Task<byte[]> WriteAsync<T>(Stream file, int[] values, Func<int, T> sample)
        where T : unmanaged, System.Numerics.INumber<T>
    {
        T[] samples = [.. values.Select(sample)];
        var raster = new CogRaster<T>(Width, Height, samples, 2, new GeoTransform(500_000, 10, 0, 3_800_000, 0, -10), 32636);
        await CogWriter.WriteAsync(file, raster, OverviewResampling.Nearest);
        return MemoryMarshal.AsBytes(samples.AsSpan()).ToArray();
    }
}
