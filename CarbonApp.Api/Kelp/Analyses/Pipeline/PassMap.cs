using System.IO.Compression;
using System.Runtime.InteropServices;
using CarbonApp.Engine.Kelp.Scenes;

namespace CarbonApp.Api.Kelp.Analyses.Pipeline;

/// <summary>Maps of passes as bytes, for the table that keeps them between attempts: mask, then cover, deflated.</summary>
internal static class PassMap
{
    public static byte[] Write(SceneMap map)
    {
        using var bytes = new MemoryStream();
        using (var deflate = new DeflateStream(bytes, CompressionLevel.Fastest, leaveOpen: true))
        {
            deflate.Write(MemoryMarshal.AsBytes(map.Mask.AsSpan()));
            deflate.Write(map.Cover);
        }

        return bytes.ToArray();
    }

    public static SceneMap Read(byte[] bytes, int width, int height)
    {
        var (mask, cover) = (new PixelMask[width * height], new byte[width * height]);
        using var deflate = new DeflateStream(new MemoryStream(bytes), CompressionMode.Decompress);
        deflate.ReadExactly(MemoryMarshal.AsBytes(mask.AsSpan()));
        deflate.ReadExactly(cover);
        return new SceneMap(width, height, mask, cover);
    }
}
