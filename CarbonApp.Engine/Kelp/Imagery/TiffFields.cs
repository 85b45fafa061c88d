using System.Buffers.Binary;
using System.Text;

namespace CarbonApp.Engine.Kelp.Imagery;

/// <summary>The tags of one directory to be written; in the order added, which has to be that of their numbers (TIFF 6.0 section 2).</summary>
internal sealed class TiffFields
{
    /// <summary>Offsets and sizes have no type yet: it is 4 (LONG) in a classic file, 16 (LONG8) in a big one.</summary>
    private const int Offsets = 0;

    private readonly List<(TiffTag Tag, int Type, double[] Values)> _fields = [];

    public int Count => _fields.Count;

    public void AddShorts(TiffTag tag, IEnumerable<int> values) => _fields.Add((tag, 3, [.. values.Select(v => (double)v)]));

    public void AddLong(TiffTag tag, long value) => _fields.Add((tag, 4, [value]));

    /// <summary>Exact up to 2^53, far above any file.</summary>
    public void AddOffsets(TiffTag tag, IEnumerable<long> values) => _fields.Add((tag, Offsets, [.. values.Select(v => (double)v)]));

    public void AddDoubles(TiffTag tag, double[] values) => _fields.Add((tag, 12, values));

    public void AddText(TiffTag tag, string text) => _fields.Add((tag, 2, [.. Encoding.ASCII.GetBytes(text + '\0').Select(b => (double)b)]));

    /// <summary>Every field as tag, type, count and little-endian value bytes.</summary>
    public IEnumerable<(TiffTag Tag, int Type, int Count, byte[] Value)> Encoded(bool big)
    {
        foreach (var (tag, given, values) in _fields)
        {
            var type = given != Offsets ? given : big ? 16 : 4;
            var size = TiffDirectory.SizeOf(type);
            var bytes = new byte[values.Length * size];
            for (var i = 0; i < values.Length; i++)
            {
                var place = bytes.AsSpan(i * size, size);
                switch (type)
                {
                    case 2:
                        place[0] = (byte)values[i];
                        break;
                    case 3:
                        BinaryPrimitives.WriteUInt16LittleEndian(place, (ushort)values[i]);
                        break;
                    case 4:
                        BinaryPrimitives.WriteUInt32LittleEndian(place, (uint)values[i]);
                        break;
                    case 12:
                        BinaryPrimitives.WriteDoubleLittleEndian(place, values[i]);
                        break;
                    default:
                        BinaryPrimitives.WriteInt64LittleEndian(place, (long)values[i]);
                        break;
                }
            }

            yield return (tag, type, values.Length, bytes);
        }
    }
}
