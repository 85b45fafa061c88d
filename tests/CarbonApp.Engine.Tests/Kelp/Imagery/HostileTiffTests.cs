using System.Buffers.Binary;
using CarbonApp.Engine.Kelp.Imagery;
using CarbonApp.Tests.Shared;

namespace CarbonApp.Engine.Tests.Kelp.Imagery;

/// <summary>Damaged and malicious files: a <see cref="TiffException"/> or, where the damage hits only samples, an answer; never anything else.</summary>
public class HostileTiffTests
{
    public static TheoryData<string> RealFiles =>
    [
        "cog-files/cogeotiff__big_cog.tiff", "cog-files/openlayers__elevation-i16.tif", "cog-files/openlayers__not-a-cog.tif",
        "cog-files/openlayers__sentinel-b04.tif", "cog-files/riotiler__cog_nodata_nan.tif", "cog-files/cogeotiff__be_cog.tiff",
        "canopy-maps/cedros_roi.tif", "sentinel2-scene-29RKH/B01.tif", "sentinel2-scene-29RKH/SCL.tif",
    ];

    [Theory]
    [MemberData(nameof(RealFiles))]
    public async Task Read_FileCutAnywhere_ThrowsTiffExceptionOrAnswers(string file)
    {
        var whole = File.ReadAllBytes(SharedData.File($"kelp/{file}"));
        var faults = 0;

        for (var part = 0; part < 64; part++)
        {
            faults += await FaultsAsync(whole[..(int)((long)whole.Length * part / 64)]) ? 1 : 0;
        }

        Assert.InRange(faults, 32, 64);
    }

    [Theory]
    [MemberData(nameof(RealFiles))]
    public async Task Read_FileWithBytesChanged_ThrowsTiffExceptionOrAnswers(string file)
    {
        var whole = File.ReadAllBytes(SharedData.File($"kelp/{file}"));
        var random = new Random(17);
        var faults = 0;

        for (var round = 0; round < 120; round++)
        {
            var damaged = whole.ToArray();
            for (var change = 0; change < 1 + round % 8; change++)
            {
                // Two in three hit the directories, where damage does most.
                var reach = round % 3 == 0 ? damaged.Length : Math.Min(damaged.Length, 1500);
                damaged[random.Next(reach)] = (byte)random.Next(256);
            }

            faults += await FaultsAsync(damaged) ? 1 : 0;
        }

        Assert.InRange(faults, 1, 120);
    }

    [Fact]
    public async Task Open_ChainThatComesBack_SaysSo() => await RefusedAsync(Tiff(next: 8), "never ends");

    [Fact]
    public async Task Open_ChainOfManyDirectories_SaysTheLimit()
    {
        var file = new byte[8 + 100 * 6];
        "II*\0"u8.CopyTo(file);
        for (var at = 8; at + 6 <= file.Length; at += 6)
        {
            BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(at + 2), at + 6);
        }

        file[4] = 8;
        await RefusedAsync(file, "More than 64 directories");
    }

    [Fact]
    public async Task Open_HugeTagCount_SaysTheLimit() => await RefusedAsync(Tiff(offsetsCount: uint.MaxValue), "StripOffsets says it has 4294967295 values");

    [Fact]
    public async Task Open_HugeWidth_SaysTheLimit() => await RefusedAsync(Tiff(width: uint.MaxValue), "ImageWidth is 4294967295");

    [Fact]
    public async Task Open_NoWidth_SaysSo() => await RefusedAsync(Tiff(width: 0), "ImageWidth is 0");

    [Fact]
    public async Task Open_StripBeyondTheLimit_SaysTheRemedy() => await RefusedAsync(Tiff(width: 1 << 20, height: 1 << 20, compression: 8), "512 × 512");

    [Fact]
    public async Task Open_DirectoryPastTheEnd_SaysWhere() => await RefusedAsync([.. "II*\0"u8, 0, 0, 0, 0x40], "byte 1073741824");

    [Fact]
    public async Task Open_Empty_SaysSo() => await RefusedAsync([], "The TIFF header");

    [Fact]
    public async Task Open_Png_SaysItIsNoTiff() => await RefusedAsync([0x89, .. "PNG\r\n"u8, 0x1A, 0x0A], "No TIFF");

    [Fact]
    public async Task Read_StripPastTheEnd_SaysWhere() => await ReadRefusedAsync(Tiff(offset: 1 << 30), "at 1073741824");

    [Fact]
    public async Task Read_RawStripShorterThanItsRows_IsRefused() => await ReadRefusedAsync(Tiff(width: 2000, height: 2000), "cannot hold so many");

    /// <summary>One deflated byte cannot become 16 MB, so no memory is taken for it.</summary>
    [Fact]
    public async Task Read_BlockThatCannotInflateToItsSize_IsRefusedUnread()
    {
        var bytes = new Bytes(Tiff(width: 4096, height: 4096, compression: 8));
        var tiff = await bytes.OpenAsync();

        var fault = await Assert.ThrowsAsync<TiffException>(() => tiff.ReadAsync<byte>(0, 0, new PixelWindow(0, 0, 1, 1), new byte[1]).AsTask());

        Assert.Contains("cannot hold so many", fault.Message, StringComparison.Ordinal);
        Assert.Single(bytes.Requests);
    }

    [Theory]
    [InlineData(5)]
    [InlineData(8)]
    [InlineData(32773)]
    public async Task Read_BlockOfNoise_IsRefused(ushort compression) => await ReadRefusedAsync(Tiff(width: 40, compression: compression), "the file is damaged");

    private static async Task RefusedAsync(byte[] file, string expected)
    {
        var fault = await Assert.ThrowsAsync<TiffException>(() => new Bytes(file).OpenAsync().AsTask());
        Assert.Contains(expected, fault.Message, StringComparison.Ordinal);
    }

    private static async Task ReadRefusedAsync(byte[] file, string expected)
    {
        var tiff = await new Bytes(file).OpenAsync();
        var fault = await Assert.ThrowsAsync<TiffException>(() => Samples.ReadAllAsync(tiff, 0));
        Assert.Contains(expected, fault.Message, StringComparison.Ordinal);
    }

    /// <summary>Opens the file and reads the first 2,000 × 2,000 pixels of every level and mask; any other exception fails the test.</summary>
    private static async Task<bool> FaultsAsync(byte[] file)
    {
        try
        {
            var tiff = await new Bytes(file).OpenAsync();
            for (var level = 0; level < tiff.Images.Count; level++)
            {
                var image = tiff.Images[level];
                await Samples.ReadAsync(tiff, level, [image.Bands - 1], new PixelWindow(0, 0, Math.Min(image.Width, 2000), Math.Min(image.Height, 2000)));
            }

            return false;
        }
        catch (TiffException fault)
        {
            Assert.NotEmpty(fault.Message);
            return true;
        }
    }

    /// <summary>A gray image of bytes in one strip of 4 bytes of noise, classic and little-endian, with one thing wrong at a time.</summary>
    private static byte[] Tiff(
        uint width = 2, uint height = 2, ushort compression = 1, uint offsetsCount = 1, uint offset = 4, uint next = 0)
    {
        (TiffTag Tag, ushort Type, uint Count, uint Value)[] entries =
        [
            (TiffTag.ImageWidth, 4, 1, width), (TiffTag.ImageLength, 4, 1, height), (TiffTag.BitsPerSample, 3, 1, 8), (TiffTag.Compression, 3, 1, compression),
            (TiffTag.StripOffsets, 4, offsetsCount, offset), (TiffTag.StripByteCounts, 4, 1, compression == 1 ? 4u : 32u),
        ];
        var file = new byte[8 + 2 + 12 * entries.Length + 4];
        "II*\0"u8.CopyTo(file);
        BinaryPrimitives.WriteUInt32LittleEndian(file.AsSpan(4), 8);
        BinaryPrimitives.WriteUInt16LittleEndian(file.AsSpan(8), (ushort)entries.Length);
        for (var i = 0; i < entries.Length; i++)
        {
            var entry = file.AsSpan(10 + 12 * i);
            BinaryPrimitives.WriteUInt16LittleEndian(entry, (ushort)entries[i].Tag);
            BinaryPrimitives.WriteUInt16LittleEndian(entry[2..], entries[i].Type);
            BinaryPrimitives.WriteUInt32LittleEndian(entry[4..], entries[i].Count);
            BinaryPrimitives.WriteUInt32LittleEndian(entry[8..], entries[i].Value);
        }

        BinaryPrimitives.WriteUInt32LittleEndian(file.AsSpan(^4), next);
        return file;
    }
}
