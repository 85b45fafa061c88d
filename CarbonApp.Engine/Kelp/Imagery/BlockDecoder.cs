using System.Buffers;
using System.Buffers.Binary;
using System.IO.Compression;
using System.Runtime.InteropServices;

namespace CarbonApp.Engine.Kelp.Imagery;

/// <summary>From the encoded bytes of a tile or strip to samples in the machine's byte order, row by row.</summary>
internal static class BlockDecoder
{
    /// <summary>Fills <paramref name="output"/>, the bytes of the whole block. <paramref name="input"/> is an array's part because the
    /// inflater reads a stream.</summary>
    public static void Decode(TiffImage image, ArraySegment<byte> input, Span<byte> output, in BlockRequest block)
    {
        var written = Decompress(image, input, output, block);
        if (written != output.Length)
        {
            throw Fault(image, block, written < 0 ? "holds an impossible code" : $"holds {written} bytes, {output.Length} are needed");
        }

        if (image.Predictor == 3)
        {
            UndoFloatingPoint(image, output);
            return;
        }

        if (image.LittleEndian != BitConverter.IsLittleEndian)
        {
            ReverseBytes(output, image.SampleType.Bits());
        }

        if (image.Predictor == 2)
        {
            UndoDifferences(image, output);
        }
    }

    public static TiffException Fault(TiffImage image, in BlockRequest block, string what) =>
        image.Fault($"the block in column {block.Column}, row {block.Row} ({block.Length} bytes at {block.Offset}) {what}: the file is damaged.");

    private static int Decompress(TiffImage image, ArraySegment<byte> input, Span<byte> output, in BlockRequest block)
    {
        switch (image.Compression)
        {
            case TiffCompression.None:
                var length = Math.Min(input.Count, output.Length);
                input.AsSpan(0, length).CopyTo(output);
                return length;
            case TiffCompression.Lzw when LzwDecoder.IsOldBitOrder(input):
                throw Fault(image, block, "is LZW of the kind of before 1988, low bit first, which is not read");
            case TiffCompression.Lzw:
                return LzwDecoder.Decode(input, output);
            case TiffCompression.PackBits:
                return PackBitsDecoder.Decode(input, output);
            default:
                return Inflate(image, input, output, block);
        }
    }

    private static int Inflate(TiffImage image, ArraySegment<byte> input, Span<byte> output, in BlockRequest block)
    {
        if (NativeInflater.TryInflate(input, output))
        {
            return output.Length;
        }

        try
        {
            using var inflater = new ZLibStream(new MemoryStream(input.Array!, input.Offset, input.Count, writable: false), CompressionMode.Decompress);
            return inflater.ReadAtLeast(output, output.Length, throwOnEndOfStream: false);
        }
        catch (InvalidDataException fault)
        {
            throw new TiffException(Fault(image, block, "does not inflate").Message, fault);
        }
    }

    private static void UndoFloatingPoint(TiffImage image, Span<byte> output)
    {
        var scratch = ArrayPool<byte>.Shared.Rent(image.RowBytes);
        for (var at = 0; at < output.Length; at += image.RowBytes)
        {
            Predictor.UndoFloatingPoint(output.Slice(at, image.RowBytes), scratch, image.SamplesPerBlockPixel, image.SampleType.Bits() / 8);
        }

        ArrayPool<byte>.Shared.Return(scratch);
    }

    private static void UndoDifferences(TiffImage image, Span<byte> output)
    {
        for (var at = 0; at < output.Length; at += image.RowBytes)
        {
            var row = output.Slice(at, image.RowBytes);
            switch (image.SampleType.Bits())
            {
                case 8:
                    Predictor.UndoDifferences(row, image.SamplesPerBlockPixel);
                    break;
                case 16:
                    Predictor.UndoDifferences(MemoryMarshal.Cast<byte, ushort>(row), image.SamplesPerBlockPixel);
                    break;
                case 32:
                    Predictor.UndoDifferences(MemoryMarshal.Cast<byte, uint>(row), image.SamplesPerBlockPixel);
                    break;
                default:
                    Predictor.UndoDifferences(MemoryMarshal.Cast<byte, ulong>(row), image.SamplesPerBlockPixel);
                    break;
            }
        }
    }

    private static void ReverseBytes(Span<byte> bytes, int bits)
    {
        switch (bits)
        {
            case 16:
                var shorts = MemoryMarshal.Cast<byte, ushort>(bytes);
                BinaryPrimitives.ReverseEndianness(shorts, shorts);
                break;
            case 32:
                var ints = MemoryMarshal.Cast<byte, uint>(bytes);
                BinaryPrimitives.ReverseEndianness(ints, ints);
                break;
            case 64:
                var longs = MemoryMarshal.Cast<byte, ulong>(bytes);
                BinaryPrimitives.ReverseEndianness(longs, longs);
                break;
            default:
                break;
        }
    }
}
