using System.Buffers.Binary;
using System.IO.Compression;
using System.Runtime.InteropServices;

namespace CarbonApp.Engine.Kelp.Tiles;

/// <summary>Writes PNG (ISO/IEC 15948): colours with opacity at 8 bits, or a palette with opacity at the fewest bits that hold its size.</summary>
public static class PngEncoder
{
    /// <summary>Pixels of a picture at most.</summary>
    public const int MostPixels = 1 << 26;

    private static readonly byte[] Signature = [0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A];

    /// <summary>Encodes colours.</summary>
    /// <param name="pixels">Row after row.</param>
    /// <param name="width">Columns.</param>
    /// <param name="height">Rows.</param>
    /// <param name="level">Of the compression.</param>
    /// <exception cref="ArgumentException">Not width × height pixels, none, or more than <see cref="MostPixels"/>.</exception>
    public static byte[] Encode(ReadOnlySpan<Rgba> pixels, int width, int height, CompressionLevel level = CompressionLevel.Fastest)
    {
        Check(pixels.Length, width, height);
        return Write(width, height, bits: 8, ColourType.Rgba, [], PngFilter.Apply(MemoryMarshal.AsBytes(pixels), width * 4, bytesPerPixel: 4), level);
    }

    /// <summary>Encodes places in a palette. Rows are not filtered: neighbouring places are not neighbouring numbers (section 12.7).</summary>
    /// <param name="indices">Row after row.</param>
    /// <param name="palette">1 to 256 colours.</param>
    /// <param name="width">Columns.</param>
    /// <param name="height">Rows.</param>
    /// <param name="level">Of the compression.</param>
    /// <exception cref="ArgumentException">Not width × height pixels, none, or more than <see cref="MostPixels"/>; no colour, or more than 256; a pixel beyond the palette.</exception>
    public static byte[] Encode(ReadOnlySpan<byte> indices, ReadOnlySpan<Rgba> palette, int width, int height, CompressionLevel level = CompressionLevel.Fastest)
    {
        Check(indices.Length, width, height);
        ArgumentOutOfRangeException.ThrowIfZero(palette.Length, nameof(palette));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(palette.Length, 256, nameof(palette));
        if (palette.Length < 256 && indices.ContainsAnyInRange((byte)palette.Length, byte.MaxValue))
        {
            throw new ArgumentException($"A pixel points beyond the {palette.Length} colours of the palette.", nameof(indices));
        }

        var bits = palette.Length switch { <= 2 => 1, <= 4 => 2, <= 16 => 4, _ => 8 };
        return Write(width, height, bits, ColourType.Palette, palette, Packed(indices, width, height, bits), level);
    }

    private static byte[] Write(int width, int height, int bits, ColourType type, ReadOnlySpan<Rgba> palette, ReadOnlySpan<byte> rows, CompressionLevel level)
    {
        using var file = new MemoryStream();
        file.Write(Signature);
        Span<byte> header = stackalloc byte[13];
        BinaryPrimitives.WriteInt32BigEndian(header, width);
        BinaryPrimitives.WriteInt32BigEndian(header[4..], height);
        (header[8], header[9], header[10], header[11], header[12]) = ((byte)bits, (byte)type, 0, 0, 0);
        WriteChunk(file, "IHDR"u8, header);
        WritePalette(file, palette);
        WriteChunk(file, "IDAT"u8, Compressed(rows, level));
        WriteChunk(file, "IEND"u8, []);
        return file.ToArray();
    }

    private static void WritePalette(MemoryStream file, ReadOnlySpan<Rgba> palette)
    {
        if (palette.IsEmpty)
        {
            return;
        }

        var (colours, opacities) = (new byte[3 * palette.Length], new byte[palette.Length]);
        for (var i = 0; i < palette.Length; i++)
        {
            (colours[3 * i], colours[(3 * i) + 1], colours[(3 * i) + 2], opacities[i]) = (palette[i].Red, palette[i].Green, palette[i].Blue, palette[i].Alpha);
        }

        WriteChunk(file, "PLTE"u8, colours);
        // Colours behind the last that is not opaque need no entry.
        var lastClear = opacities.AsSpan().LastIndexOfAnyExcept(byte.MaxValue);
        if (lastClear >= 0)
        {
            WriteChunk(file, "tRNS"u8, opacities.AsSpan(0, lastClear + 1));
        }
    }

    private static void WriteChunk(MemoryStream file, ReadOnlySpan<byte> type, ReadOnlySpan<byte> data)
    {
        Span<byte> number = stackalloc byte[4];
        BinaryPrimitives.WriteInt32BigEndian(number, data.Length);
        file.Write(number);
        file.Write(type);
        file.Write(data);
        BinaryPrimitives.WriteUInt32BigEndian(number, Crc32.Of(type, data));
        file.Write(number);
    }

    private static ReadOnlySpan<byte> Compressed(ReadOnlySpan<byte> rows, CompressionLevel level)
    {
        var compressed = new MemoryStream();
        using (var zlib = new ZLibStream(compressed, level, leaveOpen: true))
        {
            zlib.Write(rows);
        }

        return compressed.GetBuffer().AsSpan(0, (int)compressed.Length);
    }

    /// <summary>Pixels of less than a byte share bytes, the leftmost in the high bits; a byte of filter type, 0, goes before each row.</summary>
    private static byte[] Packed(ReadOnlySpan<byte> indices, int width, int height, int bits)
    {
        var rowBytes = ((width * bits) + 7) / 8;
        var packed = new byte[(rowBytes + 1) * height];
        for (var row = 0; row < height; row++)
        {
            var source = indices.Slice(row * width, width);
            var target = packed.AsSpan((row * (rowBytes + 1)) + 1, rowBytes);
            if (bits == 8)
            {
                source.CopyTo(target);
                continue;
            }

            for (var i = 0; i < width; i++)
            {
                var bit = i * bits;
                target[bit >> 3] |= (byte)(source[i] << (8 - bits - (bit & 7)));
            }
        }

        return packed;
    }

    private static void Check(int pixels, int width, int height)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(width, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(height, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan((long)width * height, MostPixels, nameof(width));
        ArgumentOutOfRangeException.ThrowIfNotEqual(pixels, width * height, nameof(pixels));
    }

    /// <summary>Table 11.1.</summary>
    private enum ColourType : byte
    {
        Palette = 3,
        Rgba = 6,
    }
}
