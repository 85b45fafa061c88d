using System.Buffers;
using CarbonApp.Engine.Kelp.Imagery;
using CarbonApp.Engine.Kelp.Indices;
using CarbonApp.Engine.Kelp.Projection;
using CarbonApp.Engine.Kelp.Scenes;

namespace CarbonApp.Engine.Kelp.Radiometry;

/// <summary>An open scene over an area's 10 m grid. Overviews serve coarser reads where they fit the grid, else the mean is taken here; pixels coarser than the
/// area's are repeated.</summary>
public sealed class AreaScene : ISceneBands
{
    private const double FinePixelMetres = UtmGrid.FinePixelMetres;
    private const int LeastStripRows = 64;
    private const int MostStripRows = 512;

    private readonly SceneReader _reader;
    private readonly UtmGrid _grid;

    /// <summary>A scene over an area.</summary>
    /// <param name="reader">The scene.</param>
    /// <param name="grid">The area, in 10 m pixels of the scene's zone.</param>
    /// <exception cref="SceneException">The grid is of another zone or pixel size, or the scene's numbers are not reflectance × 10,000.</exception>
    public AreaScene(SceneReader reader, UtmGrid grid)
    {
        ArgumentNullException.ThrowIfNull(reader);
        ArgumentNullException.ThrowIfNull(grid);
        if (grid.Zone != reader.Grid.Zone || grid.PixelMetres != FinePixelMetres)
        {
            throw new SceneException($"Scene {reader.Item.Id} is in zone {reader.Grid.Zone}; an area of {grid.PixelMetres} m pixels in zone {grid.Zone} cannot be read of it.");
        }

        foreach (var asset in reader.Bands.Where(band => band != SentinelBand.Scl).Select(reader.AssetOf))
        {
            if (Math.Abs(asset.Scale.Scale * SurfaceReflectance.Quantification - 1) > 1e-6)
            {
                throw new SceneException($"Scene {reader.Item.Id}: {asset.Band} has {1 / asset.Scale.Scale:0.##} numbers per unit of reflectance; {SurfaceReflectance.Quantification} are read.");
            }
        }

        (_reader, _grid) = (reader, grid);
    }

    /// <inheritdoc/>
    public int Width => _grid.Width;

    /// <inheritdoc/>
    public int Height => _grid.Height;

    /// <summary>Band centres as the item names them, else the mission's.</summary>
    public Wavelengths Wavelengths => new()
    {
        B04 = Centre(SentinelBand.B04),
        B06 = Centre(SentinelBand.B06),
        B08 = Centre(SentinelBand.B08),
        B8A = Centre(SentinelBand.B8A),
        B11 = Centre(SentinelBand.B11),
    };

    /// <inheritdoc/>
    public BandLayout? LayoutOf(SentinelBand band)
    {
        if (!_reader.Bands.Contains(band))
        {
            return null;
        }

        var (own, block, offset) = (_reader.GridOf(band), _reader.BlockOf(band), OffsetDn(band));
        var decimation = own.PixelMetres == 2 * FinePixelMetres && IsAligned(own, own.PixelMetres) ? 2 : 1;
        if (own.PixelMetres != decimation * FinePixelMetres)
        {
            return new BandLayout(decimation, offset);
        }

        var (column, row) = ((int)Math.Round((_grid.WestMetres - own.WestMetres) / own.PixelMetres), (int)Math.Round((own.NorthMetres - _grid.NorthMetres) / own.PixelMetres));
        // A file of one block is read in pieces, one of thin strips several at a time.
        var (width, height) = (block.Width, block.Height >= own.Height ? Math.Min(block.Height, MostStripRows) : Whole(LeastStripRows, block.Height));
        return new BandLayout(decimation, offset, width, height, FirstBoundary(column, width), FirstBoundary(row, height));
    }

    /// <inheritdoc/>
    public async ValueTask ReadAsync(SentinelBand band, int decimation, PixelWindow window, Memory<ushort> destination, CancellationToken cancellationToken)
    {
        var (pixelM, own) = (decimation * FinePixelMetres, _reader.GridOf(band));
        if (pixelM <= own.PixelMetres || (_reader.HasLevel(band, pixelM) && IsAligned(own, pixelM)))
        {
            await _reader.ReadAsync(band, _grid.Overview(decimation), window, destination, cancellationToken);
        }
        else
        {
            await ReadHalvedAsync(band, decimation / 2, window, destination, cancellationToken);
        }
    }

    private async ValueTask ReadHalvedAsync(SentinelBand band, int finer, PixelWindow window, Memory<ushort> destination, CancellationToken cancellationToken)
    {
        var (column, row) = (window.Column * 2, window.Row * 2);
        var (width, height) = (Math.Min(window.Width * 2, Pixels(Width, finer) - column), Math.Min(window.Height * 2, Pixels(Height, finer) - row));
        var buffer = ArrayPool<ushort>.Shared.Rent(width * height);
        try
        {
            await ReadAsync(band, finer, new PixelWindow(column, row, width, height), buffer, cancellationToken);
            Decimation.Halve(buffer, width, height, band == SentinelBand.Scl, destination.Span);
        }
        finally
        {
            ArrayPool<ushort>.Shared.Return(buffer);
        }
    }

    private int OffsetDn(SentinelBand band) => band == SentinelBand.Scl ? 0 : (int)Math.Round(_reader.AssetOf(band).Scale.Offset / _reader.AssetOf(band).Scale.Scale);

    private double Centre(SentinelBand band) =>
        (_reader.Bands.Contains(band) ? _reader.AssetOf(band).CentreWavelengthNm : null) ?? Wavelengths.NominalOf(band)!.Value;

    /// <summary>Whether pixels of a size, counted from the file's corner, begin where the area does.</summary>
    private bool IsAligned(UtmGrid own, double pixelM) => IsWhole((_grid.WestMetres - own.WestMetres) / pixelM) && IsWhole((own.NorthMetres - _grid.NorthMetres) / pixelM);

    private static bool IsWhole(double value) => Math.Abs(value - Math.Round(value)) < 1e-6;

    /// <summary>The least multiple of a block that is no less than some rows.</summary>
    private static int Whole(int least, int block) => (least + block - 1) / block * block;

    private static int FirstBoundary(int origin, int block) => ((-origin % block) + block) % block;

    private static int Pixels(int fine, int factor) => (fine + factor - 1) / factor;
}
