using System.Buffers.Binary;
using System.Text;

namespace CarbonApp.Engine.Kelp.Imagery;

/// <summary>One image file directory: the tags this reader knows, with their raw values.</summary>
internal sealed class TiffDirectory(int number, bool littleEndian)
{
    private readonly Dictionary<TiffTag, (int Type, int Count, ReadOnlyMemory<byte> Data)> _fields = [];

    /// <summary>Place in the file's chain, from 0; names the directory in errors.</summary>
    public int Number => number;

    /// <summary>Bytes of one value of a TIFF field type; 0 for an unknown one, which TIFF 6.0 tells readers to skip.</summary>
    public static int SizeOf(int type) => type switch
    {
        1 or 2 or 6 or 7 => 1,
        3 or 8 => 2,
        4 or 9 or 11 or 13 => 4,
        5 or 10 or 12 or 16 or 17 or 18 => 8,
        _ => 0,
    };

    public void Add(TiffTag tag, int type, int count, ReadOnlyMemory<byte> data) => _fields[tag] = (type, count, data);

    public bool Has(TiffTag tag) => _fields.ContainsKey(tag);

    public TiffException Fault(string message) => new($"Directory {number}: {message}");

    /// <summary>The first value of an integer tag; <paramref name="absent"/> when there is no such tag.</summary>
    public long Integer(TiffTag tag, long absent) => Has(tag) ? Integer(tag, 0, _fields[tag]) : absent;

    /// <summary>The first value of an integer tag that must be there, within limits.</summary>
    public int Integer(TiffTag tag, int least, int most)
    {
        if (!Has(tag))
        {
            throw Fault($"no {tag}, which an image cannot do without.");
        }

        return Checked(tag, Integer(tag, 0), least, most);
    }

    /// <summary>As above, with a default.</summary>
    public int Integer(TiffTag tag, int absent, int least, int most) => Checked(tag, Integer(tag, (long)absent), least, most);

    public long[] Integers(TiffTag tag)
    {
        if (!_fields.TryGetValue(tag, out var field))
        {
            return [];
        }

        var values = new long[field.Count];
        for (var i = 0; i < values.Length; i++)
        {
            values[i] = Integer(tag, i, field);
        }

        return values;
    }

    public double[] Doubles(TiffTag tag)
    {
        if (!_fields.TryGetValue(tag, out var field))
        {
            return [];
        }

        if (field.Type != 12)
        {
            throw Fault($"{tag} has field type {field.Type}; only 12 (double) makes sense.");
        }

        var values = new double[field.Count];
        for (var i = 0; i < values.Length; i++)
        {
            var bytes = field.Data.Span.Slice(i * 8, 8);
            values[i] = littleEndian ? BinaryPrimitives.ReadDoubleLittleEndian(bytes) : BinaryPrimitives.ReadDoubleBigEndian(bytes);
        }

        return values;
    }

    /// <summary>Text up to its first NUL; null when there is no such tag.</summary>
    public string? Text(TiffTag tag)
    {
        if (!_fields.TryGetValue(tag, out var field))
        {
            return null;
        }

        var bytes = field.Data.Span;
        var end = bytes.IndexOf((byte)0);
        return Encoding.UTF8.GetString(end < 0 ? bytes : bytes[..end]);
    }

    private int Checked(TiffTag tag, long value, int least, int most) => value >= least && value <= most
        ? (int)value
        : throw Fault($"{tag} is {value}; it has to be {least} to {most}.");

    private long Integer(TiffTag tag, int index, (int Type, int Count, ReadOnlyMemory<byte> Data) field)
    {
        if (index >= field.Count)
        {
            throw Fault($"{tag} has no value.");
        }

        var size = SizeOf(field.Type);
        var bytes = field.Data.Span.Slice(index * size, size);
        return field.Type switch
        {
            1 => bytes[0],
            3 => littleEndian ? BinaryPrimitives.ReadUInt16LittleEndian(bytes) : BinaryPrimitives.ReadUInt16BigEndian(bytes),
            4 or 13 => littleEndian ? BinaryPrimitives.ReadUInt32LittleEndian(bytes) : BinaryPrimitives.ReadUInt32BigEndian(bytes),
            16 or 18 => littleEndian ? BinaryPrimitives.ReadInt64LittleEndian(bytes) : BinaryPrimitives.ReadInt64BigEndian(bytes),
            _ => throw Fault($"{tag} has field type {field.Type}; an unsigned integer is needed."),
        };
    }
}
