using System.Buffers.Binary;

namespace CarbonApp.Engine.Kelp.Imagery;

/// <summary>The header and the directories of a little-endian TIFF or BigTIFF, one after the other, each followed by its longer values.</summary>
internal sealed class TiffHeadWriter
{
    private readonly List<byte> _bytes = [];
    private readonly bool _big;

    public TiffHeadWriter(bool big)
    {
        _big = big;
        _bytes.AddRange("II"u8);
        Write(big ? 43 : 42, 2);
        if (big)
        {
            Write(8, 2);
            Write(0, 2);
        }

        Write(big ? 16 : 8, big ? 8 : 4);
    }

    public void Add(TiffFields fields, bool isLast)
    {
        var (countBytes, entryBytes, linkBytes, inlineBytes) = _big ? (8, 20, 8, 8) : (2, 12, 4, 4);
        var valuesAt = _bytes.Count + countBytes + entryBytes * fields.Count + linkBytes;
        var values = new List<byte>();
        Write(fields.Count, countBytes);
        foreach (var (tag, type, count, value) in fields.Encoded(_big))
        {
            Write((int)tag, 2);
            Write(type, 2);
            Write(count, _big ? 8 : 4);
            if (value.Length <= inlineBytes)
            {
                _bytes.AddRange(value);
                _bytes.AddRange(new byte[inlineBytes - value.Length]);
                continue;
            }

            Write(valuesAt + values.Count, inlineBytes);
            values.AddRange(value);
            // Values begin on even bytes.
            values.AddRange(new byte[values.Count & 1]);
        }

        var end = valuesAt + values.Count;
        var padding = (int)(end & 1);
        Write(isLast ? 0 : end + padding, linkBytes);
        _bytes.AddRange(values);
        _bytes.AddRange(new byte[padding]);
    }

    public byte[] ToArray() => [.. _bytes];

    private void Write(long value, int length)
    {
        Span<byte> bytes = stackalloc byte[8];
        BinaryPrimitives.WriteInt64LittleEndian(bytes, value);
        _bytes.AddRange(bytes[..length]);
    }
}
