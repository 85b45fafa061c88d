using System.Buffers.Binary;
using System.IO.Compression;

namespace CarbonApp.Api.Tests.Kelp;

/// <summary>Reads the PNGs that the Api writes (ISO/IEC 15948): colours with opacity at 8 bits. Written apart from the encoder.</summary>
internal sealed class Png
{
    private readonly byte[] _pixels;

    private Png(int width, int height, byte[] pixels) => (Width, Height, _pixels) = (width, height, pixels);

    public int Width { get; }

    public int Height { get; }

    /// <summary>Red, green, blue, opacity.</summary>
    public (byte R, byte G, byte B, byte A) this[int x, int y]
    {
        get
        {
            var at = ((y * Width) + x) * 4;
            return (_pixels[at], _pixels[at + 1], _pixels[at + 2], _pixels[at + 3]);
        }
    }

    /// <summary>Pixels that are not wholly clear.</summary>
    public int Shown => Enumerable.Range(0, Width * Height).Count(i => _pixels[(4 * i) + 3] > 0);

    /// <summary>Different colours.</summary>
    public int Colours => Enumerable.Range(0, Width * Height).Select(i => BitConverter.ToInt32(_pixels, 4 * i)).Distinct().Count();

    public static Png Read(byte[] file)
    {
        Assert.Equal([0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A], file[..8]);
        using var data = new MemoryStream();
        var (width, height) = (0, 0);
        for (var at = 8; at < file.Length;)
        {
            var length = BinaryPrimitives.ReadInt32BigEndian(file.AsSpan(at));
            var type = System.Text.Encoding.ASCII.GetString(file, at + 4, 4);
            var content = file.AsSpan(at + 8, length);
            if (type == "IHDR")
            {
                (width, height) = (BinaryPrimitives.ReadInt32BigEndian(content), BinaryPrimitives.ReadInt32BigEndian(content[4..]));
                Assert.Equal((8, 6), (content[8], content[9]));
            }
            else if (type == "IDAT")
            {
                data.Write(content);
            }

            at += 12 + length;
        }

        data.Position = 0;
        using var inflated = new ZLibStream(data, CompressionMode.Decompress);
        using var rows = new MemoryStream();
        inflated.CopyTo(rows);
        return new Png(width, height, Unfilter(rows.ToArray(), width, height));
    }

    private static byte[] Unfilter(byte[] rows, int width, int height)
    {
        var (stride, pixels) = (width * 4, new byte[width * height * 4]);
        for (var y = 0; y < height; y++)
        {
            var filter = rows[y * (stride + 1)];
            for (var x = 0; x < stride; x++)
            {
                var (left, up, corner) = (x >= 4 ? pixels[(y * stride) + x - 4] : 0, y > 0 ? pixels[((y - 1) * stride) + x] : 0, x >= 4 && y > 0 ? pixels[((y - 1) * stride) + x - 4] : 0);
                var predicted = filter switch { 0 => 0, 1 => left, 2 => up, 3 => (left + up) / 2, 4 => Paeth(left, up, corner), _ => throw new InvalidDataException($"filter {filter}") };
                pixels[(y * stride) + x] = (byte)(rows[(y * (stride + 1)) + 1 + x] + predicted);
            }
        }

        return pixels;
    }

    private static int Paeth(int left, int up, int corner)
    {
        var guess = left + up - corner;
        var (a, b, c) = (Math.Abs(guess - left), Math.Abs(guess - up), Math.Abs(guess - corner));
        return a <= b && a <= c ? left : b <= c ? up : corner;
    }
}
