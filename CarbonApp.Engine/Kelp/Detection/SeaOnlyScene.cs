using CarbonApp.Engine.Kelp.Imagery;
using CarbonApp.Engine.Kelp.Radiometry;
using CarbonApp.Engine.Kelp.Scenes;

namespace CarbonApp.Engine.Kelp.Detection;

/// <summary>A scene of which windows that the overview knows to be land are not read at full resolution: nothing is looked for there, and inland
/// blocks of a coast need neither be fetched nor decoded. What is found stays the same.</summary>
internal sealed class SeaOnlyScene(ISceneBands scene, OverviewFindings overview) : ISceneBands
{
    /// <summary>How far around a window there may be no sea either, pixels of the overview: a pixel's neighbours tell whether it is land.</summary>
    private const int Margin = 2;

    /// <summary>Stands for a number that was not read: not <see cref="SurfaceReflectance.NoData"/>, which would say that the scene has none.</summary>
    private const ushort NotRead = 1;

    /// <inheritdoc/>
    public int Width => scene.Width;

    /// <inheritdoc/>
    public int Height => scene.Height;

    /// <inheritdoc/>
    public BandLayout? LayoutOf(SentinelBand band) => scene.LayoutOf(band);

    /// <inheritdoc/>
    public ValueTask ReadAsync(SentinelBand band, int decimation, PixelWindow window, Memory<ushort> destination, CancellationToken cancellationToken)
    {
        if (HasSea(window, decimation))
        {
            return scene.ReadAsync(band, decimation, window, destination, cancellationToken);
        }

        destination.Span[..checked((int)window.Pixels)].Fill(NotRead);
        return ValueTask.CompletedTask;
    }

    private bool HasSea(PixelWindow window, int decimation)
    {
        var zone = overview.SeaZone;
        var (left, top) = (First(window.Column), First(window.Row));
        return zone.Count(left, top, End(window.Column + window.Width, zone.Width), End(window.Row + window.Height, zone.Height)) > 0;

        int First(int pixel) => Math.Max(pixel * decimation / overview.Decimation - Margin, 0);
        int End(int pixel, int most) => Math.Min((pixel * decimation + overview.Decimation - 1) / overview.Decimation + Margin, most);
    }
}
