using System.Buffers;
using CarbonApp.Engine.Kelp.Imagery;
using CarbonApp.Engine.Kelp.Radiometry;
using CarbonApp.Engine.Kelp.Scenes;

namespace CarbonApp.Engine.Kelp.Detection;

/// <summary>Some rows of a band in memory: those being worked on and those around them. Read in strips of whole blocks, so that each block of a
/// file is decoded once, and let go from the top.</summary>
internal sealed class BandBuffer
{
    /// <summary>Numbers past a row's end that may be read, so that kernels need no rest loop.</summary>
    public const int Padding = 32;

    private readonly ISceneBands _scene;
    private readonly SentinelBand _band;
    private readonly BandLayout _layout;
    private readonly int _decimation;
    private readonly int _width;
    private readonly int _height;
    private ushort[] _rows = [];
    private int _first;
    private int _end;

    private BandBuffer(ISceneBands scene, SentinelBand band, BandLayout layout, int decimation, int unit)
    {
        (_scene, _band, _layout, _decimation) = (scene, band, layout, decimation);
        (_width, _height) = (Pixels(scene.Width, decimation), Pixels(scene.Height, decimation));
        (OffsetDn, Repeat, Stride) = (layout.OffsetDn, decimation / unit, (_width + Padding + 15) & ~15);
    }

    /// <summary>As <see cref="BandLayout.OffsetDn"/>.</summary>
    public int OffsetDn { get; }

    /// <summary>1, or 2 where a number stands for 2 × 2 pixels of the grid worked on.</summary>
    public int Repeat { get; }

    /// <summary>False for a band that the scene lacks: every row is ones, and what is made of it is not used.</summary>
    public bool IsPresent { get; private init; } = true;

    private int Stride { get; }

    /// <summary>A band at its own resolution, for work on the 10 m grid; of ones where the scene lacks it.</summary>
    public static BandBuffer Full(ISceneBands scene, SentinelBand band) =>
        scene.LayoutOf(band) is { } layout ? new(scene, band, layout, layout.Decimation, unit: 1) : Missing(scene, band, unit: 1);

    /// <summary>A band at the resolution of an overview, for work on the overview's grid.</summary>
    public static BandBuffer Overview(ISceneBands scene, SentinelBand band, int decimation) =>
        scene.LayoutOf(band) is { } layout
            ? new(scene, band, layout with { BlockWidth = 4096, BlockHeight = 512, FirstColumn = 0, FirstRow = 0 }, decimation, decimation)
            : Missing(scene, band, decimation);

    /// <summary>The numbers of a row of the grid worked on, one for every <see cref="Repeat"/> pixels, and padding.</summary>
    public ReadOnlySpan<ushort> Row(int row) => IsPresent ? _rows.AsSpan((row / Repeat - _first) * Stride, Stride) : _rows;

    /// <summary>Lets go of rows before <paramref name="from"/> and makes room for those up to <paramref name="to"/>; the reads that fill it
    /// are returned and may run at the same time.</summary>
    public List<Func<CancellationToken, ValueTask>> Advance(int from, int to)
    {
        var reads = new List<Func<CancellationToken, ValueTask>>();
        if (!IsPresent)
        {
            return reads;
        }

        var (keep, wanted) = (Math.Min(from / Repeat, _end), Math.Min(Pixels(to, Repeat), _height));
        var start = _end;
        while (_end < wanted)
        {
            _end = Boundary(_end, _layout.FirstRow, _layout.BlockHeight, _height);
        }

        MakeRoom(keep, start);
        for (var row = start; row < _end; row = Boundary(row, _layout.FirstRow, _layout.BlockHeight, _height))
        {
            var height = Boundary(row, _layout.FirstRow, _layout.BlockHeight, _height) - row;
            for (var column = 0; column < _width; column = Boundary(column, _layout.FirstColumn, _layout.BlockWidth, _width))
            {
                var window = new PixelWindow(column, row, Boundary(column, _layout.FirstColumn, _layout.BlockWidth, _width) - column, height);
                reads.Add(token => ReadAsync(window, token));
            }
        }

        return reads;
    }

    private static BandBuffer Missing(ISceneBands scene, SentinelBand band, int unit)
    {
        var buffer = new BandBuffer(scene, band, default, unit, unit) { IsPresent = false };
        buffer._rows = new ushort[buffer.Stride];
        buffer._rows.AsSpan().Fill(1);
        return buffer;
    }

    private void MakeRoom(int keep, int filled)
    {
        var needed = (_end - keep) * Stride;
        var (target, kept) = (_rows.Length < needed ? new ushort[needed] : _rows, (filled - keep) * Stride);
        if (kept > 0 && (keep != _first || target != _rows))
        {
            Array.Copy(_rows, (keep - _first) * Stride, target, 0, kept);
        }

        (_rows, _first) = (target, keep);
    }

    private async ValueTask ReadAsync(PixelWindow window, CancellationToken cancellationToken)
    {
        var buffer = ArrayPool<ushort>.Shared.Rent((int)window.Pixels);
        await _scene.ReadAsync(_band, _decimation, window, buffer, cancellationToken);
        for (var row = 0; row < window.Height; row++)
        {
            buffer.AsSpan(row * window.Width, window.Width).CopyTo(_rows.AsSpan((window.Row + row - _first) * Stride + window.Column));
        }

        ArrayPool<ushort>.Shared.Return(buffer);
    }

    private static int Boundary(int after, int first, int block, int end) =>
        Math.Min(after < first ? first : first + ((after - first) / block + 1) * block, end);

    private static int Pixels(int fine, int factor) => (fine + factor - 1) / factor;
}
