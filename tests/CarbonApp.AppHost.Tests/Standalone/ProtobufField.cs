using System.Buffers.Binary;
using System.Text;

namespace CarbonApp.AppHost.Tests.Standalone;

/// <summary>A field of a protobuf message: a number, or bytes that are a text, an id or a message again.</summary>
internal readonly record struct ProtobufField(int Number, ulong Value, ReadOnlyMemory<byte> Bytes)
{
    private const int Varint = 0;
    private const int Fixed64 = 1;
    private const int Length = 2;
    private const int Fixed32 = 5;

    public string Text => Encoding.UTF8.GetString(Bytes.Span);

    public string Hex => Convert.ToHexStringLower(Bytes.Span);

    /// <summary>A whole message.</summary>
    public static ProtobufField Message(byte[] bytes) => new(0, 0, bytes);

    /// <summary>All fields at the end of a path of field numbers.</summary>
    public IEnumerable<ProtobufField> At(params IEnumerable<int> path) =>
        path.Aggregate<int, IEnumerable<ProtobufField>>([this], (fields, number) => fields.SelectMany(field => field.Read()).Where(field => field.Number == number));

    private List<ProtobufField> Read()
    {
        var fields = new List<ProtobufField>();
        for (var rest = Bytes; rest.Length > 0;)
        {
            var tag = ReadVarint(ref rest);
            var number = (int)(tag >> 3);
            fields.Add((tag & 7) switch
            {
                Varint => new(number, ReadVarint(ref rest), default),
                Fixed64 => new(number, BinaryPrimitives.ReadUInt64LittleEndian(Take(ref rest, 8).Span), default),
                Fixed32 => new(number, BinaryPrimitives.ReadUInt32LittleEndian(Take(ref rest, 4).Span), default),
                Length => new(number, 0, Take(ref rest, (int)ReadVarint(ref rest))),
                var other => throw new InvalidDataException($"field {number} has the wire type {other}"),
            });
        }

        return fields;
    }

    private static ulong ReadVarint(ref ReadOnlyMemory<byte> rest)
    {
        var value = 0UL;
        for (var shift = 0; ; shift += 7)
        {
            var next = Take(ref rest, 1).Span[0];
            value |= (ulong)(next & 0x7F) << shift;
            if (next < 0x80)
            {
                return value;
            }
        }
    }

    private static ReadOnlyMemory<byte> Take(ref ReadOnlyMemory<byte> rest, int length)
    {
        var taken = rest[..length];
        rest = rest[length..];
        return taken;
    }
}
