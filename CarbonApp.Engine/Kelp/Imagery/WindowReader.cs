using System.Buffers;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace CarbonApp.Engine.Kelp.Imagery;

/// <summary>One read of a window: which blocks it touches, the requests that fetch them, and the samples' way into the caller's buffer.</summary>
internal sealed class WindowReader<T>(TiffImage image, int[] bands, PixelWindow window, Memory<T> destination, T missing)
    where T : unmanaged, INumberBase<T>
{
    public async ValueTask ReadAsync(RangeReader read, int requestsInFlight, CancellationToken cancellationToken)
    {
        var blocks = TouchedBlocks();
        var ranges = BlockRangePlanner.Plan(CollectionsMarshal.AsSpan(blocks));
        if (ranges.Count == 0)
        {
            return;
        }

        var bytesPerRange = ranges.Max(range => (long)range.Length) + (long)image.RowBytes * image.BlockHeight;
        var atOnce = (int)Math.Clamp(TiffLimits.MaxBytesInFlight / bytesPerRange, 1, requestsInFlight);
        if (atOnce == 1 || ranges.Count == 1)
        {
            foreach (var range in ranges)
            {
                await ReadRangeAsync(read, range, blocks, cancellationToken);
            }

            return;
        }

        var parallel = new ParallelOptions { MaxDegreeOfParallelism = atOnce, CancellationToken = cancellationToken };
        await Parallel.ForEachAsync(ranges, parallel, (range, token) => ReadRangeAsync(read, range, blocks, token));
    }

    /// <summary>The blocks that have bytes; the missing ones of a sparse file are filled at once.</summary>
    private List<BlockRequest> TouchedBlocks()
    {
        var blocks = new List<BlockRequest>();
        var blocksPerPlane = image.BlocksAcross * image.BlocksDown;
        for (var plane = 0; plane < (image.BandsApart ? bands.Length : 1); plane++)
        {
            for (var row = window.Row / image.BlockHeight; row * image.BlockHeight < window.Row + window.Height; row++)
            {
                for (var column = window.Column / image.BlockWidth; column * image.BlockWidth < window.Column + window.Width; column++)
                {
                    var index = (image.BandsApart ? bands[plane] * blocksPerPlane : 0) + row * image.BlocksAcross + column;
                    Add(blocks, image.BlockOffsets[index], image.BlockBytes[index], new BlockRequest(0, 0, column, row, image.BandsApart ? plane : -1));
                }
            }
        }

        return blocks;
    }

    private void Add(List<BlockRequest> blocks, long offset, long bytes, BlockRequest block)
    {
        if (bytes == 0)
        {
            CopyRows(block, default);
            return;
        }

        if (!image.Compression.IsRead())
        {
            throw image.Fault($"compression {image.Compression.Describe()} is not read; none, LZW, Deflate and PackBits are. Convert with: gdal_translate -of COG -co COMPRESS=DEFLATE");
        }

        var decoded = (long)image.RowBytes * image.RowsOf(block.Row);
        if (offset is <= 0 or > 1L << 60 || bytes < 0 || (image.Compression != TiffCompression.None && bytes > 2 * decoded + 4096))
        {
            throw image.Fault($"the block in column {block.Column}, row {block.Row} is said to be {unchecked((ulong)bytes)} bytes at {unchecked((ulong)offset)}, which cannot be: decoded it has {decoded}.");
        }

        if (bytes * image.Compression.MaxExpansion() < decoded - 16)
        {
            throw image.Fault($"the block in column {block.Column}, row {block.Row} would need {decoded} bytes, but the {bytes} bytes at {offset} cannot hold so many in compression {image.Compression.Describe()}.");
        }

        blocks.Add(block with { Offset = offset, Length = (int)(image.Compression == TiffCompression.None ? Math.Min(bytes, decoded) : bytes) });
    }

    private async ValueTask ReadRangeAsync(RangeReader read, BlockRange range, List<BlockRequest> blocks, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var encoded = ArrayPool<byte>.Shared.Rent(range.Length);
        var decoded = ArrayPool<byte>.Shared.Rent(image.RowBytes * image.BlockHeight);
        try
        {
            var got = await read(range.Offset, encoded.AsMemory(0, range.Length), cancellationToken);
            foreach (ref readonly var block in CollectionsMarshal.AsSpan(blocks).Slice(range.First, range.Count))
            {
                cancellationToken.ThrowIfCancellationRequested();
                var start = (int)(block.Offset - range.Offset);
                if (start + block.Length > got)
                {
                    throw BlockDecoder.Fault(image, block, $"ends past the file, whose last byte is {range.Offset + got - 1} or before");
                }

                var samples = decoded.AsSpan(0, image.RowBytes * image.RowsOf(block.Row));
                BlockDecoder.Decode(image, new ArraySegment<byte>(encoded, start, block.Length), samples, block);
                CopyRows(block, samples);
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(encoded);
            ArrayPool<byte>.Shared.Return(decoded);
        }
    }

    /// <summary>Copies what a block and the window share; no samples means that the block is missing.</summary>
    private void CopyRows(in BlockRequest block, ReadOnlySpan<byte> samples)
    {
        var (left, top) = (block.Column * image.BlockWidth, block.Row * image.BlockHeight);
        var (firstColumn, firstRow) = (Math.Max(left, window.Column), Math.Max(top, window.Row));
        var width = Math.Min(left + image.BlockWidth, window.Column + window.Width) - firstColumn;
        var endRow = Math.Min(top + image.BlockHeight, window.Row + window.Height);
        var (firstPlane, endPlane) = block.Plane < 0 ? (0, bands.Length) : (block.Plane, block.Plane + 1);
        // All bands of a row while it is near: a block is larger than what is.
        for (var row = firstRow; row < endRow; row++)
        {
            for (var plane = firstPlane; plane < endPlane; plane++)
            {
                var at = (long)plane * window.Pixels + (long)(row - window.Row) * window.Width + (firstColumn - window.Column);
                var target = destination.Span.Slice((int)at, width);
                if (samples.IsEmpty)
                {
                    target.Fill(missing);
                }
                else
                {
                    CopyRow(samples.Slice((row - top) * image.RowBytes, image.RowBytes), firstColumn - left, block.Plane < 0 ? bands[plane] : 0, target);
                }
            }
        }
    }

    private void CopyRow(ReadOnlySpan<byte> row, int column, int band, Span<T> target)
    {
        var stride = image.SamplesPerBlockPixel;
        if (image.SampleType == SampleType.Bit)
        {
            for (var i = 0; i < target.Length; i++)
            {
                var bit = (column + i) * stride + band;
                target[i] = T.CreateTruncating((row[bit >> 3] >> (7 - (bit & 7))) & 1);
            }

            return;
        }

        var source = MemoryMarshal.Cast<byte, T>(row)[(column * stride + band)..];
        if (stride == 1)
        {
            source[..target.Length].CopyTo(target);
            return;
        }

        ref var from = ref MemoryMarshal.GetReference(source[..((target.Length - 1) * stride + 1)]);
        for (var i = 0; i < target.Length; i++, from = ref Unsafe.Add(ref from, stride))
        {
            target[i] = from;
        }
    }
}
