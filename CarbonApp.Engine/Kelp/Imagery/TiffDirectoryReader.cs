using System.Buffers.Binary;

namespace CarbonApp.Engine.Kelp.Imagery;

/// <summary>Walks the chain of directories of a classic TIFF (TIFF 6.0 section 2) or a BigTIFF.</summary>
internal sealed class TiffDirectoryReader
{
    private readonly HeaderBytes _header;
    private readonly bool _littleEndian;
    private readonly bool _big;

    private TiffDirectoryReader(HeaderBytes header, bool littleEndian, bool big) => (_header, _littleEndian, _big) = (header, littleEndian, big);

    /// <summary>Every directory in file order, and whether the file is little-endian.</summary>
    public static async ValueTask<(List<TiffDirectory> Directories, bool LittleEndian)> ReadAsync(RangeReader read, CancellationToken cancellationToken)
    {
        var header = new HeaderBytes(read);
        var start = await header.GetAsync(0, 8, "The TIFF header", cancellationToken);
        var littleEndian = start.Span[..2].SequenceEqual("II"u8);
        if (!littleEndian && !start.Span[..2].SequenceEqual("MM"u8))
        {
            throw new TiffException($"No TIFF: the first bytes are {Convert.ToHexString(start.Span[..4])}, not II or MM.");
        }

        var version = littleEndian ? BinaryPrimitives.ReadUInt16LittleEndian(start.Span[2..]) : BinaryPrimitives.ReadUInt16BigEndian(start.Span[2..]);
        var reader = new TiffDirectoryReader(header, littleEndian, version == 43);
        var first = version switch
        {
            42 => reader.UInt32(start.Span[4..]),
            43 => reader.Int64((await header.GetAsync(8, 8, "The BigTIFF header", cancellationToken)).Span),
            _ => throw new TiffException($"No TIFF: version {version} at byte 2, where 42 (TIFF) or 43 (BigTIFF) belongs."),
        };
        return (await reader.ReadChainAsync(first, cancellationToken), littleEndian);
    }

    private async ValueTask<List<TiffDirectory>> ReadChainAsync(long offset, CancellationToken cancellationToken)
    {
        var directories = new List<TiffDirectory>();
        var seen = new HashSet<long>();
        while (offset != 0)
        {
            if (!seen.Add(offset))
            {
                throw new TiffException($"The chain of directories comes back to byte {offset} after {directories.Count} of them: it never ends.");
            }

            if (directories.Count == TiffLimits.MaxDirectories)
            {
                throw new TiffException($"More than {TiffLimits.MaxDirectories} directories; the next one is at byte {offset}.");
            }

            (var directory, offset) = await ReadOneAsync(directories.Count, offset, cancellationToken);
            directories.Add(directory);
        }

        return directories.Count > 0 ? directories : throw new TiffException("The file has no directory, so it holds no image.");
    }

    private async ValueTask<(TiffDirectory Directory, long Next)> ReadOneAsync(int number, long offset, CancellationToken cancellationToken)
    {
        var (countBytes, entryBytes, linkBytes) = _big ? (8, 20, 8) : (2, 12, 4);
        var what = $"Directory {number}";
        var head = await _header.GetAsync(offset, countBytes, what, cancellationToken);
        var entries = _big ? Int64(head.Span) : UInt16(head.Span);
        if (entries is < 0 or > TiffLimits.MaxEntries)
        {
            throw new TiffException($"{what} at byte {offset} says it has {unchecked((ulong)entries)} entries; at most {TiffLimits.MaxEntries} are read.");
        }

        var directory = new TiffDirectory(number, _littleEndian);
        // Copied: reading a value that lies elsewhere may replace the piece this one is part of.
        var table = (await _header.GetAsync(offset + countBytes, (int)entries * entryBytes + linkBytes, what, cancellationToken)).ToArray();
        for (var at = 0; at < (int)entries * entryBytes; at += entryBytes)
        {
            await ReadFieldAsync(directory, table.AsMemory(at, entryBytes), cancellationToken);
        }

        var link = table.AsSpan((int)entries * entryBytes);
        return (directory, _big ? Int64(link) : UInt32(link));
    }

    private async ValueTask ReadFieldAsync(TiffDirectory directory, ReadOnlyMemory<byte> entry, CancellationToken cancellationToken)
    {
        var tag = (TiffTag)UInt16(entry.Span);
        int type = UInt16(entry.Span[2..]);
        var size = TiffDirectory.SizeOf(type);
        if (size == 0 || !Enum.IsDefined(tag))
        {
            return;
        }

        var count = _big ? Int64(entry.Span[4..]) : UInt32(entry.Span[4..]);
        var most = tag is TiffTag.StripOffsets or TiffTag.StripByteCounts or TiffTag.TileOffsets or TiffTag.TileByteCounts
            ? TiffLimits.MaxBlocks
            : TiffLimits.MaxTagBytes / size;
        if (count < 0 || count > most)
        {
            throw directory.Fault($"{tag} says it has {unchecked((ulong)count)} values; at most {most} are read.");
        }

        var place = entry[(_big ? 12 : 8)..];
        var length = (int)count * size;
        directory.Add(tag, type, (int)count, length <= place.Length
            ? place[..length]
            : await _header.GetAsync(_big ? Int64(place.Span) : UInt32(place.Span), length, $"Directory {directory.Number}: {tag}", cancellationToken));
    }

    private ushort UInt16(ReadOnlySpan<byte> bytes) => _littleEndian ? BinaryPrimitives.ReadUInt16LittleEndian(bytes) : BinaryPrimitives.ReadUInt16BigEndian(bytes);

    private uint UInt32(ReadOnlySpan<byte> bytes) => _littleEndian ? BinaryPrimitives.ReadUInt32LittleEndian(bytes) : BinaryPrimitives.ReadUInt32BigEndian(bytes);

    private long Int64(ReadOnlySpan<byte> bytes) => _littleEndian ? BinaryPrimitives.ReadInt64LittleEndian(bytes) : BinaryPrimitives.ReadInt64BigEndian(bytes);
}
