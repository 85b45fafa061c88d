using System.Numerics;
using CarbonApp.Engine.Kelp.Imagery;
using CarbonApp.Engine.Kelp.Radiometry;
using CarbonApp.Engine.Kelp.Scenes;

namespace CarbonApp.Engine.Kelp.Detection;

/// <summary>Some rows of a band in memory: those being worked on and those around them. Read in strips of whole blocks, so that each block of a
/// file is decoded once, and let go from the top.</summary>
internal sealed class BandBuffer
{
    private readonly ISceneBands _scene;
    private readonly SentinelBand _band;
    private readonly BandLayout _layout;
    private readonly int _decimation;
    private readonly int _width;
    private readonly int _height;
    private readonly RowChunks _pool;
    private readonly int _chunkRows;
    private readonly ulong _perChunkRow;
    private readonly int _repeatShift;
    private readonly int _stride;
    private readonly ushort[]?[] _chunks;
    private int _firstChunk;
    private int _end;

    private BandBuffer(ISceneBands scene, SentinelBand band, BandLayout layout, int decimation, int unit, RowChunks pool)
    {
        (_scene, _band, _layout, _decimation, _pool) = (scene, band, layout, decimation, pool);
        (_width, _height) = (Pixels(scene.Width, decimation), Pixels(scene.Height, decimation));
        (OffsetDn, Repeat, _stride) = (layout.OffsetDn, decimation / unit, (_width + MemoryScene.Padding + 15) & ~15);
        _repeatShift = BitOperations.Log2((uint)Repeat);
        _chunkRows = RowChunks.RowsOf(_stride, _height);
        _perChunkRow = uint.MaxValue / (uint)_chunkRows + 1;
        _chunks = new ushort[]?[ChunkOf(_height - 1) + 1];
    }

    /// <summary>All rows where they are, without a copy: past a row's end lies the next one, or the padding.</summary>
    private BandBuffer(MemoryScene scene, SentinelBand band, BandLayout layout, ushort[] numbers)
    {
        (_scene, _band, _layout, _decimation, _pool) = (scene, band, layout, layout.Decimation, null!);
        (_width, _height) = (Pixels(scene.Width, _decimation), Pixels(scene.Height, _decimation));
        (OffsetDn, Repeat, _stride) = (layout.OffsetDn, _decimation, _width);
        (_repeatShift, _chunkRows, _chunks) = (BitOperations.Log2((uint)Repeat), _height, [numbers]);
        (_end, _firstChunk) = (_height, 1);
    }

    /// <summary>As <see cref="BandLayout.OffsetDn"/>.</summary>
    public int OffsetDn { get; }

    /// <summary>1, or 2 where a number stands for 2 × 2 pixels of the grid worked on.</summary>
    public int Repeat { get; }

    /// <summary>False for a band that the scene lacks: every row is ones, and what is made of it is not used.</summary>
    public bool IsPresent { get; private init; } = true;

    /// <summary>A band at its own resolution, for work on the 10 m grid; of ones where the scene lacks it.</summary>
    public static BandBuffer Full(ISceneBands scene, SentinelBand band, RowChunks pool) => scene.LayoutOf(band) switch
    {
        null => Missing(scene, band, unit: 1, pool),
        { } layout when scene is MemoryScene memory && memory.PaddedNumbersOf(band) is { } numbers => new(memory, band, layout, numbers),
        { } layout => new(scene, band, layout, layout.Decimation, unit: 1, pool),
    };

    /// <summary>A band at the resolution of an overview, for work on the overview's grid.</summary>
    public static BandBuffer Overview(ISceneBands scene, SentinelBand band, int decimation, RowChunks pool) =>
        scene.LayoutOf(band) is { } layout
            ? new(scene, band, layout with { BlockWidth = 1024, BlockHeight = 1024, FirstColumn = 0, FirstRow = 0 }, decimation, decimation, pool)
            : Missing(scene, band, decimation, pool);

    /// <summary>The numbers of a row of the grid worked on, one for every <see cref="Repeat"/> pixels, and padding.</summary>
    public ReadOnlySpan<ushort> Row(int row) => IsPresent ? RowAt(row >> _repeatShift) : _chunks[0];

    /// <summary>Where <see cref="Row"/> finds its numbers, for loops over many rows at once.</summary>
    public RowPlace PlaceOf(int row)
    {
        var (own, chunk) = (row >> _repeatShift, ChunkOf(row >> _repeatShift));
        return IsPresent ? new(_chunks[chunk]!, (own - chunk * _chunkRows) * _stride, _repeatShift) : new(_chunks[0]!, 0, 0);
    }

    /// <summary>Lets go of rows before <paramref name="from"/> and makes room for those up to <paramref name="to"/>; the reads that fill it
    /// are returned and may run at the same time.</summary>
    public List<Func<CancellationToken, ValueTask>> Advance(int from, int to)
    {
        var reads = new List<Func<CancellationToken, ValueTask>>();
        if (!IsPresent)
        {
            return reads;
        }

        for (var keep = ChunkOf(Math.Min(from / Repeat, _end)); _firstChunk < keep; _firstChunk++)
        {
            Release(_firstChunk);
        }

        for (var wanted = Math.Min(Pixels(to, Repeat), _height); _end < wanted;)
        {
            var end = Boundary(_end, _layout.FirstRow, _layout.BlockHeight, _height);
            AddReads(_end, end, reads);
            _end = end;
        }

        return reads;
    }

    /// <summary>Gives all rows back; none may be asked for any more.</summary>
    public void Release()
    {
        for (; IsPresent && _firstChunk < _chunks.Length; _firstChunk++)
        {
            Release(_firstChunk);
        }
    }

    private static BandBuffer Missing(ISceneBands scene, SentinelBand band, int unit, RowChunks pool)
    {
        var buffer = new BandBuffer(scene, band, default, unit, unit, pool) { IsPresent = false };
        buffer._chunks[0] = new ushort[buffer._stride];
        buffer._chunks[0].AsSpan().Fill(1);
        return buffer;
    }

    private void Release(int chunk)
    {
        if (_chunks[chunk] is { } done)
        {
            _pool.Return(done);
            _chunks[chunk] = null;
        }
    }

    private void AddReads(int row, int end, List<Func<CancellationToken, ValueTask>> reads)
    {
        for (var chunk = ChunkOf(row); chunk <= ChunkOf(end - 1); chunk++)
        {
            _chunks[chunk] ??= _pool.Rent(_stride * _chunkRows);
        }

        for (var column = 0; column < _width; column = Boundary(column, _layout.FirstColumn, _layout.BlockWidth, _width))
        {
            var window = new PixelWindow(column, row, Boundary(column, _layout.FirstColumn, _layout.BlockWidth, _width) - column, end - row);
            reads.Add(token => ReadAsync(window, token));
        }
    }

    private async ValueTask ReadAsync(PixelWindow window, CancellationToken cancellationToken)
    {
        var buffer = _pool.Rent((int)window.Pixels);
        await _scene.ReadAsync(_band, _decimation, window, buffer, cancellationToken);
        for (var row = 0; row < window.Height; row++)
        {
            buffer.AsSpan(row * window.Width, window.Width).CopyTo(RowAt(window.Row + row)[window.Column..]);
        }

        _pool.Return(buffer);
    }

    private Span<ushort> RowAt(int row)
    {
        var chunk = ChunkOf(row);
        return _chunks[chunk].AsSpan((row - chunk * _chunkRows) * _stride, _stride);
    }

    /// <summary>A division by the rows of a chunk, as a product: exact up to a million rows of at most 4,096 a chunk (Granlund and Montgomery 1994).
    /// All rows of what lies in one chunk are in the first.</summary>
    private int ChunkOf(int row) => (int)((ulong)(uint)row * _perChunkRow >> 32);

    private static int Boundary(int after, int first, int block, int end) =>
        Math.Min(after < first ? first : first + ((after - first) / block + 1) * block, end);

    private static int Pixels(int fine, int factor) => (fine + factor - 1) / factor;
}
