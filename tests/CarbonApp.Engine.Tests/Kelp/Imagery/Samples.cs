using System.Runtime.InteropServices;
using CarbonApp.Engine.Kelp.Imagery;

namespace CarbonApp.Engine.Tests.Kelp.Imagery;

/// <summary>Reads of any sample type as bytes, so that one test serves all and NaN equals itself.</summary>
internal static class Samples
{
    public static async Task<byte[]> ReadAllAsync(GeoTiff tiff, int level)
    {
        var image = tiff.Images[level];
        return await ReadAsync(tiff, level, [.. Enumerable.Range(0, image.Bands)], PixelWindow.Whole(image));
    }

    public static Task<byte[]> ReadAsync(GeoTiff tiff, int level, int[] bands, PixelWindow window) => tiff.Images[level].SampleType switch
    {
        SampleType.U8 or SampleType.Bit => ReadAsync<byte>(tiff, level, bands, window),
        SampleType.I8 => ReadAsync<sbyte>(tiff, level, bands, window),
        SampleType.U16 => ReadAsync<ushort>(tiff, level, bands, window),
        SampleType.I16 => ReadAsync<short>(tiff, level, bands, window),
        SampleType.U32 => ReadAsync<uint>(tiff, level, bands, window),
        SampleType.I32 => ReadAsync<int>(tiff, level, bands, window),
        SampleType.F32 => ReadAsync<float>(tiff, level, bands, window),
        _ => ReadAsync<double>(tiff, level, bands, window),
    };

    private static async Task<byte[]> ReadAsync<T>(GeoTiff tiff, int level, int[] bands, PixelWindow window)
        where T : unmanaged, System.Numerics.INumberBase<T>
    {
        var samples = new T[bands.Length * window.Pixels];
        await tiff.ReadAsync<T>(level, bands, window, samples);
        return MemoryMarshal.AsBytes(samples.AsSpan()).ToArray();
    }
}
