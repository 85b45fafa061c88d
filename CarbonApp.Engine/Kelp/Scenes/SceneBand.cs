using System.Buffers;
using System.Numerics;
using CarbonApp.Engine.Kelp.Imagery;
using CarbonApp.Engine.Kelp.Projection;

namespace CarbonApp.Engine.Kelp.Scenes;

/// <summary>One band of an open scene: its file, and how its pixels lie to those of another grid.</summary>
internal sealed class SceneBand
{
    private readonly GeoTiff _file;
    private readonly int _fileBand;

    public SceneBand(SceneItem item, SceneAsset asset, GeoTiff file)
    {
        (Asset, _file, _fileBand) = (asset, file, asset.FileBand);
        var image = file.Images[0];
        if (asset.FileBand >= image.Bands)
        {
            throw new SceneException($"Scene {item.Id}: {asset.Band} is said to be band {asset.FileBand + 1} of a file that has {image.Bands}.");
        }

        if (image.SampleType is not (SampleType.U16 or SampleType.U8))
        {
            throw new SceneException($"Scene {item.Id}: the samples of {asset.Band} are {image.SampleType}; digital numbers are 16 or 8 bits without sign.");
        }

        Grid = GridOf(item, asset, file);
    }

    public SceneAsset Asset { get; }

    /// <summary>The file's own pixels.</summary>
    public UtmGrid Grid { get; }

    /// <summary>Pixels of one block of the file, for readers that keep to them.</summary>
    public (int Width, int Height) Block => (_file.Images[0].BlockWidth, _file.Images[0].BlockHeight);

    /// <summary>Fills a window of <paramref name="grid"/> with the nearest samples; 0, which is no data, where the file does not reach.</summary>
    /// <remarks>A 10 m pixel in a 20 m one takes its value, so that pixel (i, j) of 20 m covers (2i..2i+1, 2j..2j+1). A coarser grid is read from
    /// the overview whose pixels are not larger than its own.</remarks>
    public async ValueTask ReadAsync<T>(UtmGrid grid, PixelWindow window, Memory<T> destination, CancellationToken cancellationToken)
        where T : unmanaged, INumberBase<T>
    {
        var (level, factor) = LevelFor(grid.PixelMetres);
        var (image, pixelM) = (_file.Images[level], Grid.PixelMetres * factor);
        var columns = Places(grid.WestMetres - Grid.WestMetres, grid.PixelMetres, window.Column, window.Width, pixelM, image.Width);
        var rows = Places(Grid.NorthMetres - grid.NorthMetres, grid.PixelMetres, window.Row, window.Height, pixelM, image.Height);
        var samples = destination[..checked((int)window.Pixels)];
        if (columns.Count == 0 || rows.Count == 0)
        {
            samples.Span.Clear();
            return;
        }

        var source = new PixelWindow(columns.First, rows.First, columns.Last - columns.First + 1, rows.Last - rows.First + 1);
        if (source.Width == window.Width && source.Height == window.Height && columns.Count == window.Width && rows.Count == window.Height && image.SampleType == SampleTypes.Of<T>())
        {
            await _file.ReadAsync(level, _fileBand, source, samples, cancellationToken);
        }
        else if (image.SampleType == SampleType.U16)
        {
            await ReadThroughAsync<ushort, T>(level, source, columns.Index, rows.Index, samples, cancellationToken);
        }
        else
        {
            await ReadThroughAsync<byte, T>(level, source, columns.Index, rows.Index, samples, cancellationToken);
        }
    }

    private async ValueTask ReadThroughAsync<TFile, T>(int level, PixelWindow source, int[] columns, int[] rows, Memory<T> destination, CancellationToken cancellationToken)
        where TFile : unmanaged, INumberBase<TFile>
        where T : unmanaged, INumberBase<T>
    {
        var pixels = checked((int)source.Pixels);
        var buffer = ArrayPool<TFile>.Shared.Rent(pixels);
        try
        {
            await _file.ReadAsync(level, _fileBand, source, buffer.AsMemory(0, pixels), cancellationToken);
            Spread(buffer, source, columns, rows, destination.Span);
        }
        finally
        {
            ArrayPool<TFile>.Shared.Return(buffer);
        }
    }

    private static void Spread<TFile, T>(TFile[] samples, PixelWindow source, int[] columns, int[] rows, Span<T> destination)
        where TFile : unmanaged, INumberBase<TFile>
        where T : unmanaged, INumberBase<T>
    {
        for (var y = 0; y < rows.Length; y++)
        {
            var target = destination.Slice(y * columns.Length, columns.Length);
            if (rows[y] < 0)
            {
                target.Clear();
            }
            else if (y > 0 && rows[y] == rows[y - 1])
            {
                destination.Slice((y - 1) * columns.Length, columns.Length).CopyTo(target);
            }
            else
            {
                var line = samples.AsSpan((rows[y] - source.Row) * source.Width, source.Width);
                for (var x = 0; x < target.Length; x++)
                {
                    target[x] = columns[x] < 0 ? T.Zero : T.CreateSaturating(line[columns[x] - source.Column]);
                }
            }
        }
    }

    /// <summary>For each pixel of a window along one axis, the file's pixel its middle is in; −1 beyond the file.</summary>
    private static (int[] Index, int First, int Last, int Count) Places(double offsetM, double gridM, int start, int length, double fileM, int fileLength)
    {
        var index = new int[length];
        var (first, last, count) = (int.MaxValue, -1, 0);
        for (var i = 0; i < length; i++)
        {
            var place = Math.Floor((offsetM + (start + i + 0.5) * gridM) / fileM);
            index[i] = place >= 0 && place < fileLength ? (int)place : -1;
            if (index[i] >= 0)
            {
                (first, last, count) = (Math.Min(first, index[i]), Math.Max(last, index[i]), count + 1);
            }
        }

        return (index, first, last, count);
    }

    /// <summary>Whether a level's pixels are of a size, metres.</summary>
    public bool HasLevel(double pixelM)
    {
        var (_, factor) = LevelFor(pixelM);
        return Math.Abs(Grid.PixelMetres * factor - pixelM) <= pixelM * 0.001;
    }

    /// <summary>The coarsest level whose pixels are not larger than asked for, and how many of the file's make one of its.</summary>
    private (int Level, int Factor) LevelFor(double pixelM)
    {
        var (full, best) = (_file.Images[0], (Level: 0, Factor: 1));
        for (var level = 1; level < _file.Images.Count; level++)
        {
            // Overviews round their size up: 549 pixels become 275, which are 2 wide each all the same.
            var factor = (int)Math.Round((double)full.Width / _file.Images[level].Width);
            if (Grid.PixelMetres * factor <= pixelM * 1.001 && factor > best.Factor)
            {
                best = (level, factor);
            }
        }

        return best;
    }

    private static UtmGrid GridOf(SceneItem item, SceneAsset asset, GeoTiff file)
    {
        var image = file.Images[0];
        var transform = file.Reference.Transform ?? asset.Transform
            ?? throw new SceneException($"Scene {item.Id}: neither the file of {asset.Band} nor the item says where its pixels are.");
        var epsg = file.Reference.Epsg ?? item.Epsg
            ?? throw new SceneException($"Scene {item.Id}: neither the file of {asset.Band} nor the item names its UTM zone.");
        var zone = UtmZone.FromEpsg(epsg) ?? throw new SceneException($"Scene {item.Id}: {asset.Band} is in EPSG:{epsg}, which is no UTM zone on WGS 84.");
        return transform.XPerRow == 0 && transform.YPerColumn == 0 && transform.XPerColumn > 0 && transform.YPerRow == -transform.XPerColumn
            ? new UtmGrid(zone, transform.OriginX, transform.OriginY, transform.XPerColumn, image.Width, image.Height)
            : throw new SceneException($"Scene {item.Id}: the pixels of {asset.Band} are not square and north up: {transform}.");
    }
}
