using System.Text;
using CarbonApp.Engine.Grid.Signals;

namespace CarbonApp.Api.Grid.Sources.Caching;

/// <summary>
/// A signal in about 14 bytes per slot: provenances once, then per slot its start and length in seconds as variable-length
/// integers, its value and the number of its provenance. Gaps are not written.
/// </summary>
internal sealed class SignalCodec : IFeedCodec<CarbonSignal>
{
    public static SignalCodec Instance { get; } = new();

    public byte[] Encode(CarbonSignal value)
    {
        using var stream = new MemoryStream();
        using var writer = new BinaryWriter(stream, Encoding.UTF8);
        WriteBasis(writer, value.Basis);
        var provenances = value.Provenances;
        writer.Write7BitEncodedInt(provenances.Count);
        foreach (var provenance in provenances)
        {
            writer.Write(provenance.Source);
            writer.Write((byte)provenance.Status);
            writer.Write(provenance.IssuedAt.UtcTicks);
        }

        WriteSlots(writer, value, provenances);
        writer.Flush();
        return stream.ToArray();
    }

    public CarbonSignal Decode(ReadOnlySpan<byte> bytes)
    {
        try
        {
            using var reader = new BinaryReader(new MemoryStream(bytes.ToArray()), Encoding.UTF8);
            var basis = ReadBasis(reader);
            var provenances = new SignalProvenance[CheckedCount(reader)];
            for (var i = 0; i < provenances.Length; i++)
            {
                provenances[i] = new SignalProvenance(reader.ReadString(), Defined((SignalStatus)reader.ReadByte()), new DateTimeOffset(reader.ReadInt64(), TimeSpan.Zero));
            }

            return CarbonSignal.FromSlots(basis, ReadSlots(reader, provenances));
        }
        catch (Exception exception) when (exception is IOException or ArgumentException or IndexOutOfRangeException or DecoderFallbackException)
        {
            throw new FormatException("The bytes are not a signal.", exception);
        }
    }

    private static void WriteBasis(BinaryWriter writer, SignalBasis basis)
    {
        writer.Write(basis.Zone.Value);
        writer.Write((byte)basis.Kind);
        writer.Write((byte)basis.Factor);
    }

    private static SignalBasis ReadBasis(BinaryReader reader) =>
        new(ZoneId.Parse(reader.ReadString()), Defined((SignalKind)reader.ReadByte()), Defined((EmissionFactor)reader.ReadByte()));

    private static void WriteSlots(BinaryWriter writer, CarbonSignal value, IReadOnlyList<SignalProvenance> provenances)
    {
        var known = value.Slots.Where(s => !s.IsGap).ToArray();
        writer.Write7BitEncodedInt(known.Length);
        var last = 0L;
        foreach (var slot in known)
        {
            var start = slot.Start.ToUnixTimeSeconds();
            writer.Write7BitEncodedInt64(start - last);
            writer.Write7BitEncodedInt64((slot.End - slot.Start).Ticks / TimeSpan.TicksPerSecond);
            writer.Write(slot.GramsPerKilowattHour);
            writer.Write7BitEncodedInt(IndexOf(provenances, slot.Provenance));
            last = start;
        }
    }

    private static List<SignalSlot> ReadSlots(BinaryReader reader, SignalProvenance[] provenances)
    {
        var count = CheckedCount(reader);
        var slots = new List<SignalSlot>(count);
        var start = 0L;
        for (var i = 0; i < count; i++)
        {
            start += reader.Read7BitEncodedInt64();
            var from = DateTimeOffset.FromUnixTimeSeconds(start);
            var length = TimeSpan.FromSeconds(reader.Read7BitEncodedInt64());
            slots.Add(new SignalSlot(from, from + length, reader.ReadDouble(), provenances[reader.Read7BitEncodedInt()]));
        }

        return slots;
    }

    private static T Defined<T>(T value)
        where T : struct, Enum =>
        Enum.IsDefined(value) ? value : throw new FormatException($"{value} is not a {typeof(T).Name}.");

    private static int CheckedCount(BinaryReader reader)
    {
        var count = reader.Read7BitEncodedInt();
        return count >= 0 && count <= reader.BaseStream.Length ? count : throw new FormatException($"{count} entries cannot fit into {reader.BaseStream.Length} bytes.");
    }

    private static int IndexOf(IReadOnlyList<SignalProvenance> provenances, SignalProvenance? provenance)
    {
        for (var i = 0; i < provenances.Count; i++)
        {
            if (provenances[i] == provenance)
            {
                return i;
            }
        }

        throw new ArgumentException("A known slot has no provenance: a source must say where every value comes from.");
    }
}
