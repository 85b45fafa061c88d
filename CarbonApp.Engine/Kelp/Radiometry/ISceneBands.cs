using CarbonApp.Engine.Kelp.Imagery;
using CarbonApp.Engine.Kelp.Scenes;

namespace CarbonApp.Engine.Kelp.Radiometry;

/// <summary>One scene's digital numbers over an area, on its 10 m grid, wherever they lie. Windows may be asked for from several threads at once.</summary>
public interface ISceneBands
{
    /// <summary>Columns of 10 m.</summary>
    int Width { get; }

    /// <summary>Rows of 10 m.</summary>
    int Height { get; }

    /// <summary>How a band is stored; null when the scene lacks it.</summary>
    BandLayout? LayoutOf(SentinelBand band);

    /// <summary>Reads a window of digital numbers (classes for <see cref="SentinelBand.Scl"/>) into <paramref name="destination"/>, row after row.
    /// 0 is no data; so is all that lies outside the scene but inside the area.</summary>
    /// <param name="band">One that <see cref="LayoutOf"/> knows.</param>
    /// <param name="decimation">1, 2 or 4 for pixels of 10, 20 or 40 m, no finer than the band's own. A coarser pixel is the mean of those in
    /// it that have data, or what the scene's overview says; a class is one of those in it.</param>
    /// <param name="window">Pixels of that size, counted from the area's first; the last column and row may reach past the area.</param>
    /// <param name="destination">At least as many numbers as the window has pixels.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    ValueTask ReadAsync(SentinelBand band, int decimation, PixelWindow window, Memory<ushort> destination, CancellationToken cancellationToken);
}
