using System.IO.Compression;
using System.Runtime.InteropServices;
using System.Text.Json;
using CarbonApp.Engine.Kelp.Tiles;
using CarbonApp.Engine.Tests.Oracles;

namespace CarbonApp.Engine.Tests.Kelp.Tiles;

public class PngEncoderTests
{
    [Theory]
    [InlineData(1, 1)]
    [InlineData(3, 2)]
    [InlineData(257, 129)]
    public void Encode_Colours_IsWhatGdalReads(int width, int height)
    {
        // Noise, a gradient, flat areas and rows like the one above: each filter is best somewhere.
        var random = new Random(width);
        Rgba[] pixels = [.. Enumerable.Range(0, width * height).Select(i => (i / width / 8 % 4) switch
        {
            0 => new Rgba((byte)random.Next(256), (byte)random.Next(256), (byte)random.Next(256), (byte)random.Next(256)),
            1 => new Rgba((byte)(i % width), (byte)(i % width * 2), (byte)(i / width), 255),
            2 => new Rgba((byte)((i % width * 7) ^ (i % 5)), (byte)((i % width) + (i / width * 3)), 9, 200),
            _ => new Rgba((byte)(i % width * 31), 7, (byte)(i % width * 17), 0),
        })];

        var read = Read(PngEncoder.Encode(pixels, width, height));

        Assert.Equal(4 * pixels.Length, read.Length);
        Assert.Equal(pixels, Enumerable.Range(0, pixels.Length).Select(i => new Rgba(read[i], read[i + pixels.Length], read[i + (2 * pixels.Length)], read[i + (3 * pixels.Length)])));
    }

    [Theory]
    [InlineData(1, 7, 3)]
    [InlineData(2, 9, 5)]
    [InlineData(16, 3, 1)]
    [InlineData(17, 8, 8)]
    [InlineData(256, 256, 256)]
    public void Encode_Palette_IsWhatGdalReads(int colours, int width, int height)
    {
        var random = new Random(colours);
        Rgba[] palette = [.. Enumerable.Range(0, colours).Select(i => new Rgba((byte)random.Next(256), (byte)i, (byte)random.Next(256), (byte)(i % 3 == 1 ? 255 : 50 + (i % 200))))];
        byte[] indices = [.. Enumerable.Range(0, width * height).Select(_ => (byte)random.Next(colours))];

        var png = PngEncoder.Encode(indices, palette, width, height);

        Assert.Equal(indices, Read(png));
        Assert.Equal(colours switch { <= 2 => 1, <= 4 => 2, <= 16 => 4, _ => 8 }, png[24]);
    }

    [Theory]
    [InlineData(3)]
    [InlineData(256)]
    public void Encode_Palette_HasItsColoursAndOpacities(int colours)
    {
        Rgba[] palette = [.. Enumerable.Range(0, colours).Select(i => new Rgba((byte)(i * 7), (byte)i, (byte)(255 - i), (byte)(i % 3 == 1 ? 255 : 50 + (i % 200))))];

        Assert.Equal(palette, PaletteOf(PngEncoder.Encode([1, 0], palette, 2, 1)).Take(colours));
    }

    [Fact]
    public void Encode_OpaquePalette_HasNoOpacities() =>
        Assert.Equal(-1, PngEncoder.Encode([0, 1], [new(1, 2, 3), new(4, 5, 6)], 2, 1).AsSpan().IndexOf("tRNS"u8));

    [Theory]
    [InlineData(CompressionLevel.NoCompression)]
    [InlineData(CompressionLevel.SmallestSize)]
    public void Encode_AnyLevel_IsThePicture(CompressionLevel level)
    {
        byte[] indices = [.. Enumerable.Range(0, 5_000).Select(i => (byte)(i / 100))];

        Assert.Equal(indices, Read(PngEncoder.Encode(indices, new Rgba[50], 100, 50, level)));
    }

    [Fact]
    public void Encode_WhatIsNoPicture_Throws()
    {
        Assert.ThrowsAny<ArgumentException>(() => PngEncoder.Encode(new Rgba[5], 2, 3));
        Assert.ThrowsAny<ArgumentException>(() => PngEncoder.Encode([], 0, 0));
        Assert.ThrowsAny<ArgumentException>(() => PngEncoder.Encode(new Rgba[1], 1 << 20, 1 << 20));
        Assert.ThrowsAny<ArgumentException>(() => PngEncoder.Encode([0, 3], new Rgba[3], 2, 1));
        Assert.ThrowsAny<ArgumentException>(() => PngEncoder.Encode([0], [], 1, 1));
        Assert.ThrowsAny<ArgumentException>(() => PngEncoder.Encode([0], new Rgba[257], 1, 1));
    }

    [Fact]
    public void Crc32_OfTheNineDigits_IsTheCheckValue() => Assert.Equal(0xCBF43926, Crc32.Of("1234"u8, "56789"u8));

    private static byte[] Read(byte[] png)
    {
        using var folder = new TemporaryFolder();
        File.WriteAllBytes(folder.File("picture.png"), png);
        return Gdal.Read<byte>(folder.File("picture.png"), 0, []);
    }

    private static IEnumerable<Rgba> PaletteOf(byte[] png)
    {
        using var folder = new TemporaryFolder();
        File.WriteAllBytes(folder.File("picture.png"), png);
        var table = JsonDocument.Parse(Gdal.Info("-json", folder.File("picture.png"))).RootElement.GetProperty("bands")[0].GetProperty("colorTable").GetProperty("entries");
        return table.EnumerateArray().Select(entry => MemoryMarshal.Cast<byte, Rgba>(entry.EnumerateArray().Select(v => v.GetByte()).ToArray())[0]).ToArray();
    }
}
