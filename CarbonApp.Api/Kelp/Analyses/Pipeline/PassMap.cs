using System.IO.Compression;
using System.Runtime.InteropServices;
using CarbonApp.Engine.Kelp.Scenes;

namespace CarbonApp.Api.Kelp.Analyses.Pipeline;

/// <summary>Maps of passes as bytes, for the table that keeps them until the analysis is complete: strip after strip, each its mask, then its cover, deflated
/// by itself, so that one is read without the rest.</summary>
internal static class PassMap
{
    private const int StripPixels = 1 << 20;

    /// <summary>Rows of a strip: about a megapixel.</summary>
    public static int StripRowsOf(int width) => Math.Max(1, StripPixels / width);

    /// <summary>The strips one after another, and the bytes of each.</summary>
    public static (byte[] Bytes, int[] Lengths) Write(SceneMap map)
    {
        using var bytes = new MemoryStream();
        var (rows, lengths) = (StripRowsOf(map.Width), new List<int>());
        for (var row = 0; row < map.Height; row += rows)
        {
            var (before, start, pixels) = (bytes.Length, row * map.Width, Math.Min(rows, map.Height - row) * map.Width);
            using (var deflate = new DeflateStream(bytes, CompressionLevel.Fastest, leaveOpen: true))
            {
                deflate.Write(MemoryMarshal.AsBytes(map.Mask.AsSpan(start, pixels)));
                deflate.Write(map.Cover.AsSpan(start, pixels));
            }

            lengths.Add((int)(bytes.Length - before));
        }

        return (bytes.ToArray(), [.. lengths]);
    }

    /// <summary>One strip.</summary>
    public static SceneMap Read(byte[] strip, int width, int rows)
    {
        var (mask, cover) = (new PixelMask[width * rows], new byte[width * rows]);
        using var deflate = new DeflateStream(new MemoryStream(strip), CompressionMode.Decompress);
        deflate.ReadExactly(MemoryMarshal.AsBytes(mask.AsSpan()));
        deflate.ReadExactly(cover);
        return new SceneMap(width, rows, mask, cover);
    }
}
