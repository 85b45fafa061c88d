using CarbonApp.Engine.Kelp.Imagery;
using CarbonApp.Engine.Kelp.Scenes;

namespace CarbonApp.Engine.Kelp.Radiometry;

/// <summary>A scene of which windows that show nothing but cloud, shadow or no data are not read: over a network most of a cloudy scene need not come.
/// What is found stays the same: the classification alone masks those pixels, and none of them is within <see cref="MarginMetres"/> of one that is seen.
/// Only whether numbers are missing below a cloud is no longer known.</summary>
public sealed class CloudSkippingScene : ISceneBands
{
    /// <summary>How far around a window has to be hidden too, metres: more than any stage of detection looks at one pixel's neighbours.</summary>
    public const int MarginMetres = 320;

    /// <summary>Stands for a number that was not read: not <see cref="SurfaceReflectance.NoData"/>, which would say that the scene has none.</summary>
    private const ushort NotRead = 1;

    private const int StripRows = 512;
    private const int PixelMetres = 10;

    private readonly ISceneBands _scene;
    private readonly HiddenCells _cells;
    private readonly int _classDecimation;
    private long _skipped;

    private CloudSkippingScene(ISceneBands scene, HiddenCells cells, int classDecimation) => (_scene, _cells, _classDecimation) = (scene, cells, classDecimation);

    /// <inheritdoc/>
    public int Width => _scene.Width;

    /// <inheritdoc/>
    public int Height => _scene.Height;

    /// <summary>Pixels of 10 m, over all bands, that were asked for and not read.</summary>
    public long SkippedPixels => Interlocked.Read(ref _skipped);

    /// <summary>Reads the classification and returns the scene without what it hides; the scene itself where it has no classification.</summary>
    public static async ValueTask<ISceneBands> OpenAsync(ISceneBands scene, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(scene);
        if (scene.LayoutOf(SentinelBand.Scl) is not { } layout)
        {
            return scene;
        }

        var (width, height) = (Pixels(scene.Width, layout.Decimation), Pixels(scene.Height, layout.Decimation));
        var (cells, strip) = (new HiddenCells(width, height), new ushort[width * Math.Min(height, StripRows)]);
        for (var row = 0; row < height; row += StripRows)
        {
            var window = new PixelWindow(0, row, width, Math.Min(StripRows, height - row));
            await scene.ReadAsync(SentinelBand.Scl, layout.Decimation, window, strip, cancellationToken);
            for (var y = 0; y < window.Height; y++)
            {
                cells.AddRow(row + y, strip.AsSpan(y * width, width));
            }
        }

        return new CloudSkippingScene(scene, cells, layout.Decimation);
    }

    /// <inheritdoc/>
    public BandLayout? LayoutOf(SentinelBand band) => _scene.LayoutOf(band);

    /// <inheritdoc/>
    public ValueTask ReadAsync(SentinelBand band, int decimation, PixelWindow window, Memory<ushort> destination, CancellationToken cancellationToken)
    {
        // Overviews are small, and the land below a cloud is told by them.
        if (band == SentinelBand.Scl || decimation > _scene.LayoutOf(band)?.Decimation || !_cells.HideAll(Of(window, decimation), MarginMetres / PixelMetres / _classDecimation))
        {
            return _scene.ReadAsync(band, decimation, window, destination, cancellationToken);
        }

        cancellationToken.ThrowIfCancellationRequested();
        Interlocked.Add(ref _skipped, window.Pixels * decimation * decimation);
        destination.Span[..checked((int)window.Pixels)].Fill(NotRead);
        return ValueTask.CompletedTask;
    }

    /// <summary>The window in pixels of the classification.</summary>
    private PixelWindow Of(PixelWindow window, int decimation)
    {
        var (left, top) = (window.Column * decimation / _classDecimation, window.Row * decimation / _classDecimation);
        return new PixelWindow(
            left, top, Pixels((window.Column + window.Width) * decimation, _classDecimation) - left, Pixels((window.Row + window.Height) * decimation, _classDecimation) - top);
    }

    private static int Pixels(int fine, int factor) => (fine + factor - 1) / factor;
}
