using System.Buffers;
using System.IO.Compression;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace CarbonApp.Engine.Kelp.Imagery;

/// <summary>Cuts a raster into square tiles, padded with their last column and row, and deflates each behind its predictor.</summary>
internal static class BlockEncoder
{
    /// <summary>Tiles band after band, row after row; an empty one stands for a tile that has nothing but no data.</summary>
    public static byte[][] Encode<T>(CogRaster<T> raster, int tileSide, CancellationToken cancellationToken)
        where T : unmanaged, INumber<T>
    {
        var (across, down) = ((raster.Width + tileSide - 1) / tileSide, (raster.Height + tileSide - 1) / tileSide);
        var tiles = new byte[across * down * raster.Bands][];
        Parallel.For(0, tiles.Length, new ParallelOptions { CancellationToken = cancellationToken }, index =>
        {
            var (band, place) = Math.DivRem(index, across * down);
            var samples = ArrayPool<T>.Shared.Rent(tileSide * tileSide);
            var tile = samples.AsSpan(0, tileSide * tileSide);
            Cut(raster, band, place % across * tileSide, place / across * tileSide, tileSide, tile);
            tiles[index] = IsMissing(tile, raster.NoData) ? [] : Deflate(tile, tileSide);
            ArrayPool<T>.Shared.Return(samples);
        });
        return tiles;
    }

    private static void Cut<T>(CogRaster<T> raster, int band, int left, int top, int side, Span<T> tile)
        where T : unmanaged, INumber<T>
    {
        var width = Math.Min(side, raster.Width - left);
        for (var row = 0; row < side; row++)
        {
            var from = ((long)band * raster.Height + Math.Min(top + row, raster.Height - 1)) * raster.Width + left;
            var target = tile.Slice(row * side, side);
            raster.Samples.Span.Slice((int)from, width).CopyTo(target);
            target[width..].Fill(target[width - 1]);
        }
    }

    private static bool IsMissing<T>(ReadOnlySpan<T> tile, double? noData)
        where T : unmanaged, INumber<T>
    {
        if (noData is not { } value)
        {
            return false;
        }

        // Bit for bit, as a reader will put back; so a NaN of other bits or a negative zero is kept.
        var missing = T.CreateSaturating(value);
        var bytes = MemoryMarshal.AsBytes(tile);
        return bytes[..Unsafe.SizeOf<T>()].SequenceEqual(MemoryMarshal.AsBytes(new ReadOnlySpan<T>(in missing)))
            && bytes[Unsafe.SizeOf<T>()..].SequenceEqual(bytes[..^Unsafe.SizeOf<T>()]);
    }

    private static byte[] Deflate<T>(Span<T> tile, int side)
        where T : unmanaged, INumber<T>
    {
        var bytes = MemoryMarshal.AsBytes(tile);
        var rowBytes = bytes.Length / side;
        var scratch = ArrayPool<byte>.Shared.Rent(rowBytes);
        for (var at = 0; at < bytes.Length; at += rowBytes)
        {
            TakeDifferences<T>(bytes.Slice(at, rowBytes), scratch.AsSpan(0, rowBytes));
        }

        ArrayPool<byte>.Shared.Return(scratch);
        using var deflated = new MemoryStream(bytes.Length / 2);
        using (var deflater = new ZLibStream(deflated, CompressionLevel.Optimal, leaveOpen: true))
        {
            deflater.Write(bytes);
        }

        return deflated.ToArray();
    }

    private static void TakeDifferences<T>(Span<byte> row, Span<byte> scratch)
        where T : unmanaged, INumber<T>
    {
        switch (Unsafe.SizeOf<T>())
        {
            case var size when SampleTypes.Of<T>().IsFloat():
                Predictor.TakeFloatingPoint(row, scratch, size);
                break;
            case 1:
                Predictor.TakeDifferences(row);
                break;
            case 2:
                Predictor.TakeDifferences(MemoryMarshal.Cast<byte, ushort>(row));
                break;
            default:
                Predictor.TakeDifferences(MemoryMarshal.Cast<byte, uint>(row));
                break;
        }
    }
}
