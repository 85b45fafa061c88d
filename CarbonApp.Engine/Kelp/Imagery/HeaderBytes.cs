namespace CarbonApp.Engine.Kelp.Imagery;

/// <summary>The bytes outside the pixels, read once. The first 32 KiB hold the whole header of most COGs; what lies elsewhere comes in
/// pieces of at least that size, the last of which is kept.</summary>
internal sealed class HeaderBytes(RangeReader read)
{
    internal const int ReadAheadBytes = 32 << 10;

    private byte[] _start = [];
    private byte[] _piece = [];
    private long _pieceOffset;
    private long _bytesRead;

    /// <summary>Bytes from <paramref name="offset"/> on, exactly <paramref name="length"/>; <paramref name="what"/> names them in errors.</summary>
    public async ValueTask<ReadOnlyMemory<byte>> GetAsync(long offset, int length, string what, CancellationToken cancellationToken)
    {
        if (offset is < 0 or > 1L << 60)
        {
            throw new TiffException($"{what} is said to lie at byte {unchecked((ulong)offset)}, beyond any file.");
        }

        if (_start.Length == 0)
        {
            _start = await LoadAsync(0, ReadAheadBytes, cancellationToken);
        }

        if (Within(_start, 0, offset, length))
        {
            return _start.AsMemory((int)offset, length);
        }

        if (!Within(_piece, _pieceOffset, offset, length))
        {
            _piece = await LoadAsync(offset, Math.Max(length, ReadAheadBytes), cancellationToken);
            _pieceOffset = offset;
        }

        return Within(_piece, _pieceOffset, offset, length)
            ? _piece.AsMemory((int)(offset - _pieceOffset), length)
            : throw new TiffException($"{what} needs {length} bytes from byte {offset} on, but the file ends at byte {offset + _piece.Length} or before: it is cut short or damaged.");
    }

    private static bool Within(byte[] bytes, long start, long offset, int length) => offset >= start && offset - start <= bytes.Length - length;

    private async ValueTask<byte[]> LoadAsync(long offset, int length, CancellationToken cancellationToken)
    {
        _bytesRead += length;
        if (_bytesRead > TiffLimits.MaxHeaderBytes)
        {
            throw new TiffException($"Reading the directories takes more than {TiffLimits.MaxHeaderBytes} bytes; at byte {offset} of the file the reader gave up.");
        }

        var bytes = new byte[length];
        var got = await read(offset, bytes, cancellationToken);
        return got == length ? bytes : bytes[..got];
    }
}
