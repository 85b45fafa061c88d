using CarbonApp.Engine.Grid.Signals;
using CarbonApp.Engine.Grid.Signals.Import;

namespace CarbonApp.Api.Grid.Imports;

/// <summary>How far an import has come: counted over the whole file, also over the part an earlier attempt stored.</summary>
internal sealed class ImportProgress
{
    private const ulong FnvOffset = 14_695_981_039_346_656_037;
    private const ulong FnvPrime = 1_099_511_628_211;

    private ulong _digest = FnvOffset;

    /// <summary>Slots gone through; slot n of a file is always the same, which is what resuming rests on.</summary>
    public long Slots { get; private set; }

    /// <summary>Digest (FNV-1a over words) of those slots: enough to notice another file, not to stop a forger.</summary>
    public long Digest => (long)_digest;

    /// <summary>Earliest start, Unix seconds; null before the first slot.</summary>
    public long? From { get; private set; }

    /// <summary>Latest end, Unix seconds; null before the first slot.</summary>
    public long? To { get; private set; }

    public void Add(in ImportedSlot slot)
    {
        Slots++;
        Mix((ulong)slot.ZoneIndex);
        Mix((ulong)slot.StartUnixSeconds);
        Mix((ulong)slot.Seconds);
        Mix(BitConverter.DoubleToUInt64Bits(slot.GramsPerKilowattHour));
        From = Math.Min(From ?? long.MaxValue, slot.StartUnixSeconds);
        To = Math.Max(To ?? long.MinValue, slot.StartUnixSeconds + slot.Seconds);
    }

    /// <summary>What can be told and stored of this moment.</summary>
    public ImportState At(SignalFileReader file, double seconds) => new(
        file.RowsRead, Slots, Digest, file.Gaps, file.RowsRejected, [.. file.Errors], [.. file.Zones], From, To, seconds);

    private void Mix(ulong word) => _digest = (_digest ^ word) * FnvPrime;
}

/// <summary>A moment of an import, written together with the slots it counts.</summary>
internal sealed record ImportState(
    long RowsRead, long Slots, long Digest, long Gaps, long RowsRejected, IReadOnlyList<RowError> Errors, IReadOnlyList<ZoneId> Zones,
    long? FromUnixSeconds, long? ToUnixSeconds, double Seconds);
