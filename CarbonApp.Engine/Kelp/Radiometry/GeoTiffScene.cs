using System.Buffers;
using CarbonApp.Engine.Kelp.Imagery;
using CarbonApp.Engine.Kelp.Scenes;

namespace CarbonApp.Engine.Kelp.Radiometry;

/// <summary>A window of a scene whose bands are GeoTIFFs of one grid: those of the most columns have pixels of "10 m", those of half as many "20 m".
/// Overviews serve coarser reads where they fit the window, else the mean is taken here.</summary>
public sealed class GeoTiffScene : ISceneBands
{
    private readonly IReadOnlyDictionary<SentinelBand, SceneFile> _files;
    private readonly PixelWindow _area;
    private readonly int _gridWidth;

    /// <summary>A window of a scene.</summary>
    /// <param name="files">Its bands.</param>
    /// <param name="area">Pixels of the 10 m grid; may reach past the scene, where nothing is seen.</param>
    /// <exception cref="ArgumentException">No file, an empty area, samples that are neither bytes nor unsigned 16-bit numbers, or pixels of another
    /// size than one or two of the finest.</exception>
    public GeoTiffScene(IReadOnlyDictionary<SentinelBand, SceneFile> files, PixelWindow area)
    {
        ArgumentNullException.ThrowIfNull(files);
        ArgumentOutOfRangeException.ThrowIfZero(files.Count, nameof(files));
        ArgumentOutOfRangeException.ThrowIfLessThan(area.Width, 1, nameof(area));
        ArgumentOutOfRangeException.ThrowIfLessThan(area.Height, 1, nameof(area));
        (_files, _area, _gridWidth) = (files, area, files.Values.Max(file => file.Tiff.Images[0].Width));
        foreach (var (band, file) in files)
        {
            Check(band, file);
        }
    }

    /// <inheritdoc/>
    public int Width => _area.Width;

    /// <inheritdoc/>
    public int Height => _area.Height;

    /// <summary>All of the grid that the files lie on.</summary>
    public static PixelWindow WholeOf(IEnumerable<SceneFile> files) => PixelWindow.Whole(files.Select(file => file.Tiff.Images[0]).MaxBy(image => image.Width)!);

    /// <inheritdoc/>
    public BandLayout? LayoutOf(SentinelBand band)
    {
        if (!_files.TryGetValue(band, out var file))
        {
            return null;
        }

        var (image, own) = (file.Tiff.Images[0], OwnDecimation(file));
        var (width, height) = (image.BlockWidth, Math.Min(image.BlockHeight, image.Tiled ? int.MaxValue : 512));
        if (!StartsOnPixel(own))
        {
            (own, width, height) = (own / 2, width * 2, height * 2);
        }

        return new BandLayout(own, file.OffsetDn, width, height, FirstBoundary(_area.Column / own, width), FirstBoundary(_area.Row / own, height));
    }

    /// <inheritdoc/>
    public async ValueTask ReadAsync(SentinelBand band, int decimation, PixelWindow window, Memory<ushort> destination, CancellationToken cancellationToken)
    {
        var file = _files[band];
        var own = OwnDecimation(file);
        if (decimation < own)
        {
            await ReadDoubledAsync(file, window, destination, cancellationToken);
        }
        else if (LevelOf(file, decimation / own) is { } level && StartsOnPixel(decimation))
        {
            var moved = window with { Column = window.Column + _area.Column / decimation, Row = window.Row + _area.Row / decimation };
            await ReadLevelAsync(file, level, moved, destination, cancellationToken);
        }
        else
        {
            await ReadHalvedAsync(band, decimation / 2, window, destination, cancellationToken);
        }
    }

    /// <summary>The reads that fill whole bands at their own resolution; they may run at the same time. Bands that lie side by side in the blocks of
    /// one file are taken out of each block together.</summary>
    internal IEnumerable<Func<CancellationToken, ValueTask>> ReadsOf(IEnumerable<(SentinelBand Band, ushort[] Numbers)> bands)
    {
        foreach (var group in bands.GroupBy(band => _files[band.Band].Tiff))
        {
            var (image, members) = (group.Key.Images[0], group.ToArray());
            var together = image.SampleType == SampleType.U16 && members.Length > 1 && _area.LiesIn(image);
            for (var row = 0; row < Height && together; row = Math.Min(NextBlock(row, image.BlockHeight), Height))
            {
                var strip = new PixelWindow(0, row, Width, Math.Min(NextBlock(row, image.BlockHeight), Height) - row);
                yield return token => ReadTogetherAsync(group.Key, members, strip, token);
            }

            foreach (var (band, numbers) in together ? [] : members)
            {
                var own = LayoutOf(band)!.Value.Decimation;
                yield return token => ReadAsync(band, own, new PixelWindow(0, 0, Pixels(Width, own), Pixels(Height, own)), numbers, token);
            }
        }

        int NextBlock(int row, int block) => ((row + _area.Row) / block + 1) * block - _area.Row;
    }

    private async ValueTask ReadTogetherAsync(GeoTiff tiff, (SentinelBand Band, ushort[] Numbers)[] bands, PixelWindow strip, CancellationToken cancellationToken)
    {
        var pixels = (int)strip.Pixels;
        var buffer = ArrayPool<ushort>.Shared.Rent(bands.Length * pixels);
        var window = strip with { Column = _area.Column, Row = strip.Row + _area.Row };
        await tiff.ReadAsync<ushort>(0, [.. bands.Select(band => _files[band.Band].Band)], window, buffer, cancellationToken: cancellationToken);
        foreach (var (index, band) in bands.Index())
        {
            buffer.AsSpan(index * pixels, pixels).CopyTo(band.Numbers.AsSpan(strip.Row * strip.Width));
        }

        ArrayPool<ushort>.Shared.Return(buffer);
    }

    private async ValueTask ReadHalvedAsync(SentinelBand band, int finer, PixelWindow window, Memory<ushort> destination, CancellationToken cancellationToken)
    {
        var pixels = window.Finer((Pixels(Width, finer), Pixels(Height, finer)));
        var buffer = ArrayPool<ushort>.Shared.Rent((int)pixels.Pixels);
        await ReadAsync(band, finer, pixels, buffer, cancellationToken);
        Decimation.Halve(buffer, pixels.Width, pixels.Height, band == SentinelBand.Scl, destination.Span);
        ArrayPool<ushort>.Shared.Return(buffer);
    }

    /// <summary>An area that starts between two pixels of 20 m sees those at its edges by half.</summary>
    private async ValueTask ReadDoubledAsync(SceneFile file, PixelWindow window, Memory<ushort> destination, CancellationToken cancellationToken)
    {
        var (column, row) = (window.Column + _area.Column, window.Row + _area.Row);
        var own = new PixelWindow(column >> 1, row >> 1, ((column + window.Width - 1) >> 1) - (column >> 1) + 1, ((row + window.Height - 1) >> 1) - (row >> 1) + 1);
        var buffer = ArrayPool<ushort>.Shared.Rent((int)own.Pixels);
        await ReadLevelAsync(file, 0, own, buffer, cancellationToken);
        Decimation.Double(buffer, own.Width, column & 1, row & 1, destination.Span, window.Width, window.Height);
        ArrayPool<ushort>.Shared.Return(buffer);
    }

    private static async ValueTask ReadLevelAsync(SceneFile file, int level, PixelWindow window, Memory<ushort> destination, CancellationToken cancellationToken)
    {
        var image = file.Tiff.Images[level];
        var (left, top) = (Math.Max(window.Column, 0), Math.Max(window.Row, 0));
        var inside = new PixelWindow(left, top, Math.Min(window.Column + window.Width, image.Width) - left, Math.Min(window.Row + window.Height, image.Height) - top);
        if (inside == window && image.SampleType == SampleType.U16)
        {
            await file.Tiff.ReadAsync(level, file.Band, window, destination, cancellationToken);
            return;
        }

        destination.Span[..(int)window.Pixels].Clear();
        if (inside.Width <= 0 || inside.Height <= 0)
        {
            return;
        }

        var buffer = ArrayPool<ushort>.Shared.Rent((int)inside.Pixels);
        await ReadAnyAsync(file, level, inside, buffer, cancellationToken);
        for (var y = 0; y < inside.Height; y++)
        {
            buffer.AsSpan(y * inside.Width, inside.Width).CopyTo(destination.Span[((top - window.Row + y) * window.Width + left - window.Column)..]);
        }

        ArrayPool<ushort>.Shared.Return(buffer);
    }

    private static async ValueTask ReadAnyAsync(SceneFile file, int level, PixelWindow window, ushort[] destination, CancellationToken cancellationToken)
    {
        if (file.Tiff.Images[level].SampleType == SampleType.U16)
        {
            await file.Tiff.ReadAsync<ushort>(level, file.Band, window, destination, cancellationToken);
            return;
        }

        var bytes = ArrayPool<byte>.Shared.Rent((int)window.Pixels);
        await file.Tiff.ReadAsync<byte>(level, file.Band, window, bytes, cancellationToken);
        for (var i = 0; i < window.Pixels; i++)
        {
            destination[i] = bytes[i];
        }

        ArrayPool<byte>.Shared.Return(bytes);
    }

    private void Check(SentinelBand band, SceneFile file)
    {
        var image = file.Tiff.Images[0];
        if (image.SampleType is not (SampleType.U16 or SampleType.U8))
        {
            throw new ArgumentException($"{band} has samples of {image.SampleType}; U16 is needed, or U8 for classes.", nameof(file));
        }

        if (OwnDecimation(file) is not (1 or 2))
        {
            throw new ArgumentException($"{band} has {image.Width} columns where the finest band has {_gridWidth}; as many or half of them are needed.", nameof(file));
        }
    }

    private bool StartsOnPixel(int decimation) => _area.Column % decimation == 0 && _area.Row % decimation == 0;

    private int OwnDecimation(SceneFile file) => (int)Math.Round((double)_gridWidth / file.Tiff.Images[0].Width);

    /// <summary>The level whose pixels are a whole number of full ones, counted from the first; null when the file has none such.</summary>
    private static int? LevelOf(SceneFile file, int factor)
    {
        var images = file.Tiff.Images;
        for (var level = 0; level < images.Count; level++)
        {
            if (images[level].Width == Pixels(images[0].Width, factor) && images[level].Height == Pixels(images[0].Height, factor))
            {
                return level;
            }
        }

        return null;
    }

    private static int FirstBoundary(int origin, int block) => ((-origin % block) + block) % block;

    private static int Pixels(int fine, int factor) => (fine + factor - 1) / factor;
}
