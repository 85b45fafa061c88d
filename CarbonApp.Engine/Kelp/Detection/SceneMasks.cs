using System.Numerics;
using System.Numerics.Tensors;
using System.Runtime.InteropServices;
using CarbonApp.Engine.Kelp.Masks;
using CarbonApp.Engine.Kelp.Scenes;

namespace CarbonApp.Engine.Kelp.Detection;

/// <summary>From bands, classes and the overview's findings to flags at full resolution, row by row as the bands come in: which pixels are
/// searched and which are sampled as water.</summary>
internal sealed class SceneMasks
{
    /// <summary>Distance from land from which on water is sampled, pixels.</summary>
    private const int LandDistance = 2;

    /// <summary>Rows held of every mask; more than a step of the full stage and its windows reach, which are 418.</summary>
    private const int RowsHeld = 512;

    private static readonly ulong[] ByteOfBit = [.. Enumerable.Range(0, 256).Select(SpreadBits)];

    private readonly TestBands _bands;
    private readonly ClassMasks? _classes;
    private readonly int _classDecimation;
    private readonly OverviewFindings _overview;
    private readonly DetectorOptions _options;
    private readonly PixelMask[] _flags;
    private readonly BitMask _looksLikeLand;
    private readonly float _waterB11;
    private readonly Lock _gate = new();
    private SurfaceCounts _counts;

    public SceneMasks(TestBands bands, ClassMasks? classes, int classDecimation, OverviewFindings overview, DetectorOptions options, PixelMask[] flags)
    {
        (_bands, _classes, _classDecimation, _overview, _options, _flags) = (bands, classes, classDecimation, overview, options, flags);
        (_looksLikeLand, Land) = (New(), New());
        (Searched, Sample, Dry) = (New(), New(), New());
        _waterB11 = double.IsNaN(overview.MedianB11) ? 0 : Math.Max(0, (float)overview.MedianB11);
        BitMask New() => BitMask.OfLastRows(bands.Width, bands.Height, RowsHeld);
    }

    /// <summary>Rows past those asked for that <see cref="Advance"/> needs the bands of.</summary>
    public int Lookahead => 1 + Math.Max(LandDistance, _options.LandMarginPixels);

    /// <summary>Sea that is seen clearly.</summary>
    public BitMask Searched { get; }

    /// <summary>The part of it that is taken for water.</summary>
    public BitMask Sample { get; }

    /// <summary>Sea that looks like ground on this date; whether it falls dry with the tide only the other dates can tell.</summary>
    public BitMask Dry { get; }

    /// <summary>Land, lakes among it, without its margin.</summary>
    public BitMask Land { get; }

    /// <summary>How many pixels of the rows done are what. Counted here, while their words are at hand: a whole tile's flags are 120 MB.</summary>
    public SurfaceCounts Counts => _counts;

    /// <summary>Rows done.</summary>
    public int Done { get; private set; }

    private int LooksDone { get; set; }

    private int LandDone { get; set; }

    /// <summary>Fills masks and flags up to row <paramref name="to"/>; the bands have to hold <see cref="Lookahead"/> rows more.</summary>
    public void Advance(int to, CancellationToken cancellationToken)
    {
        var parallel = new ParallelOptions { MaxDegreeOfParallelism = _options.Threads, CancellationToken = cancellationToken };
        var (height, reach) = (_bands.Height, Lookahead - 1);
        var land = Math.Min(to + reach, height);
        if (_options.Land is null)
        {
            var looks = Math.Min(land + 1, height);
            Parallel.For(LooksDone, looks, parallel, row => SurfaceKernel.LandRow(_bands, row, _looksLikeLand.Row(row)));
            LooksDone = looks;
        }

        Parallel.For(LandDone, land, parallel, FindLand);
        LandDone = land;
        Parallel.For(Done, to, parallel, SetRow);
        Done = to;
    }

    /// <summary>Adds a flag to pixels of a row.</summary>
    public void AddFlags(int row, ReadOnlySpan<ulong> pixels, PixelMask flag)
    {
        var bytes = MemoryMarshal.AsBytes(_flags.AsSpan((row * _bands.Width), _bands.Width));
        for (var word = 0; word < pixels.Length; word++)
        {
            if (pixels[word] == 0)
            {
                continue;
            }

            for (var first = 0; first < 64 && (pixels[word] >> first) != 0; first += 8)
            {
                Add(bytes, (word << 6) + first, ByteOfBit[(byte)(pixels[word] >> first)] * (byte)flag);
            }
        }
    }

    private static void Add(Span<byte> bytes, int column, ulong flags)
    {
        if (column + 8 <= bytes.Length)
        {
            ref var eight = ref MemoryMarshal.AsRef<ulong>(bytes.Slice(column, 8));
            eight |= flags;
            return;
        }

        for (; column < bytes.Length; column++, flags >>= 8)
        {
            bytes[column] |= (byte)flags;
        }
    }

    private void FindLand(int row)
    {
        var land = Land.Row(row);
        if (_options.Land is { } given)
        {
            given.Row(row).CopyTo(land);
            return;
        }

        Span<ulong> zone = stackalloc ulong[land.Length];
        Morphology.MajorityAt(_looksLikeLand, row, land);
        MaskScale.CopyRow(_overview.SeaZone, row, _overview.Decimation, zone);
        for (var word = 0; word < land.Length; word++)
        {
            land[word] |= ~zone[word];
        }

        OrClasses(_classes?.Snow, row, land);
        land[^1] &= Land.LastWordBits;
    }

    private void SetRow(int row)
    {
        var length = Searched.WordsPerRow;
        Span<ulong> scratch = stackalloc ulong[8 * length];
        var noData = scratch[..length];
        var cloud = scratch.Slice(length, length);
        var shadow = scratch.Slice(2 * length, length);
        var land = scratch.Slice(3 * length, length);
        var near = scratch.Slice(4 * length, length);
        var excluded = scratch.Slice(5 * length, length);
        var work = scratch.Slice(6 * length, length);
        var zone = scratch.Slice(7 * length, length);
        scratch.Clear();
        SurfaceKernel.NoDataRow(_bands, row, noData);

        // Inland, where nothing is looked for, the numbers need not have been read.
        MaskScale.CopyRow(_overview.SeaZone, row, _overview.Decimation, zone);
        TensorPrimitives.BitwiseAnd<ulong>(noData, zone, noData);
        OrClasses(_classes?.NoData, row, noData);
        OrClasses(_classes?.Cloud, row, cloud);
        OrClasses(_classes?.Shadow, row, shadow);
        Morphology.DilateAt(Land, row, _options.LandMarginPixels, work, land);
        Morphology.DilateAt(Land, row, LandDistance, work, near);
        MaskScale.CopyRow(_overview.Excluded, row, _overview.Decimation, excluded);
        var searched = Searched.Row(row);
        var sample = Sample.Row(row);
        var deep = _options.TooDeep is { } tooDeep ? tooDeep.Row(row) : default;
        for (var word = 0; word < length; word++)
        {
            searched[word] = ~(noData[word] | cloud[word] | shadow[word] | land[word]);
            sample[word] = searched[word] & ~(near[word] | excluded[word]);
            searched[word] &= deep.IsEmpty ? ulong.MaxValue : ~deep[word];
        }

        Count(noData, cloud, shadow, land);
        searched[^1] &= Searched.LastWordBits;
        sample[^1] &= Sample.LastWordBits;
        var dry = Dry.Row(row);
        SurfaceKernel.DryRow(_bands, row, _waterB11, searched, dry);
        Sample.RemoveRow(row, dry);
        AddFlags(row, noData, PixelMask.NoData);
        AddFlags(row, cloud, PixelMask.Cloud);
        AddFlags(row, shadow, PixelMask.Shadow);
        AddFlags(row, land, PixelMask.Land);
        AddFlags(row, dry, PixelMask.Intertidal);
        AddFlags(row, deep, PixelMask.TooDeep);
    }

    private void Count(ReadOnlySpan<ulong> noData, ReadOnlySpan<ulong> cloud, ReadOnlySpan<ulong> shadow, ReadOnlySpan<ulong> land)
    {
        var row = default(SurfaceCounts);
        for (var word = 0; word < noData.Length; word++)
        {
            var all = word == noData.Length - 1 ? Searched.LastWordBits : ulong.MaxValue;
            var hidden = noData[word] | cloud[word] | shadow[word];
            row += new SurfaceCounts(
                BitOperations.PopCount(noData[word]), BitOperations.PopCount(hidden & ~noData[word]), BitOperations.PopCount(land[word] & ~hidden),
                BitOperations.PopCount(all & ~(hidden | land[word])), BitOperations.PopCount(all & ~land[word]));
        }

        lock (_gate)
        {
            _counts += row;
        }
    }

    private void OrClasses(BitMask? classes, int row, Span<ulong> target)
    {
        if (classes is null)
        {
            return;
        }

        Span<ulong> fine = stackalloc ulong[target.Length];
        MaskScale.CopyRow(classes, row, _classDecimation, fine);
        for (var word = 0; word < target.Length; word++)
        {
            target[word] |= fine[word];
        }

        target[^1] &= Searched.LastWordBits;
    }

    private static ulong SpreadBits(int bits)
    {
        var bytes = 0UL;
        for (var bit = 0; bit < 8; bit++)
        {
            bytes |= (ulong)(bits >> bit & 1) << (8 * bit);
        }

        return bytes;
    }
}
