using CarbonApp.Engine.Kelp.Imagery;

namespace CarbonApp.Engine.Kelp.Tiles;

/// <summary>Draws tiles from rasters on a UTM grid. All take the samples of <see cref="TileView.Window"/>, row after row, and answer 256 × 256 pixels.</summary>
public static class TileRenderer
{
    private const int Side = TileAddress.Side;

    /// <summary>Classes or flags: the sample whose pixel a tile's pixel falls in, as it is.</summary>
    /// <param name="view">Where the tile lies.</param>
    /// <param name="samples">Of the view's window.</param>
    /// <param name="outside">What pixels outside of the raster get.</param>
    /// <exception cref="ArgumentException">Not the window's number of samples.</exception>
    public static byte[] Nearest(TileView view, ReadOnlySpan<byte> samples, byte outside)
    {
        Check(view, samples.Length);
        var pixels = new byte[Side * Side];
        Span<double> columns = stackalloc double[Side];
        Span<double> rows = stackalloc double[Side];
        for (var row = 0; row < Side; row++)
        {
            view.CopyRow(row, columns, rows);
            for (var i = 0; i < Side; i++)
            {
                var at = NearestOf(view, columns[i], rows[i]);
                pixels[(row * Side) + i] = at < 0 ? outside : samples[at];
            }
        }

        return pixels;
    }

    /// <summary>
    /// Quantities: bilinear between the middles of pixels, as places in <see cref="ColorScale.Palette"/>. Where the nearest pixel has no data (NaN) or
    /// the raster ends, so does the picture; other neighbours without data take no part.
    /// </summary>
    /// <param name="view">Where the tile lies.</param>
    /// <param name="samples">Of the view's window; NaN is no data.</param>
    /// <param name="scale">Colours.</param>
    /// <exception cref="ArgumentException">Not the window's number of samples.</exception>
    public static byte[] Bilinear(TileView view, ReadOnlySpan<float> samples, ColorScale scale)
    {
        ArgumentNullException.ThrowIfNull(scale);
        Check(view, samples.Length);
        var pixels = new byte[Side * Side];
        Span<double> columns = stackalloc double[Side];
        Span<double> rows = stackalloc double[Side];
        for (var row = 0; row < Side; row++)
        {
            view.CopyRow(row, columns, rows);
            for (var i = 0; i < Side; i++)
            {
                pixels[(row * Side) + i] = scale.IndexOf(BilinearOf(view, samples, columns[i], rows[i]));
            }
        }

        return pixels;
    }

    /// <summary>Three bands of reflectance as red, green and blue, bilinear; transparent where any has no data.</summary>
    /// <param name="view">Where the tile lies.</param>
    /// <param name="red">Of the view's window, reflectance 0 to 1; NaN is no data.</param>
    /// <param name="green">The same.</param>
    /// <param name="blue">The same.</param>
    /// <param name="white">The reflectance shown as white; all below is in proportion, through sRGB's curve.</param>
    /// <exception cref="ArgumentException">Not the window's number of samples.</exception>
    public static Rgba[] Colours(TileView view, ReadOnlySpan<float> red, ReadOnlySpan<float> green, ReadOnlySpan<float> blue, double white)
    {
        Check(view, red.Length);
        Check(view, green.Length);
        Check(view, blue.Length);
        var curve = new ReflectanceCurve(white);
        var pixels = new Rgba[Side * Side];
        Span<double> columns = stackalloc double[Side];
        Span<double> rows = stackalloc double[Side];
        for (var row = 0; row < Side; row++)
        {
            view.CopyRow(row, columns, rows);
            for (var i = 0; i < Side; i++)
            {
                var (r, g, b) = (
                    BilinearOf(view, red, columns[i], rows[i]), BilinearOf(view, green, columns[i], rows[i]), BilinearOf(view, blue, columns[i], rows[i]));
                pixels[(row * Side) + i] = float.IsNaN(r + g + b) ? Rgba.Transparent : new Rgba(curve.At(r), curve.At(g), curve.At(b));
            }
        }

        return pixels;
    }

    private static void Check(TileView view, int samples)
    {
        ArgumentNullException.ThrowIfNull(view);
        ArgumentOutOfRangeException.ThrowIfNotEqual(samples, view.Window.Pixels, nameof(samples));
    }

    /// <summary>Place among the window's samples; −1 outside of the raster.</summary>
    private static int NearestOf(TileView view, double column, double row)
    {
        // NaN compares as false.
        if (!(column >= 0 && row >= 0 && column < view.Grid.Width && row < view.Grid.Height))
        {
            return -1;
        }

        return InWindow(view.Window, (int)column, (int)row);
    }

    private static int InWindow(PixelWindow window, int column, int row) => ((row - window.Row) * window.Width) + column - window.Column;

    private static float BilinearOf(TileView view, ReadOnlySpan<float> samples, double column, double row)
    {
        var nearest = NearestOf(view, column, row);
        if (nearest < 0 || float.IsNaN(samples[nearest]))
        {
            return float.NaN;
        }

        var (left, top) = (Math.Floor(column - 0.5), Math.Floor(row - 0.5));
        var (right, down) = ((float)(column - 0.5 - left), (float)(row - 0.5 - top));
        // At the raster's edge the neighbour beyond is the pixel itself.
        var (x0, x1) = (Math.Max((int)left, 0), Math.Min((int)left + 1, view.Grid.Width - 1));
        var (y0, y1) = (Math.Max((int)top, 0), Math.Min((int)top + 1, view.Grid.Height - 1));
        var (upperLeft, upperRight) = (samples[InWindow(view.Window, x0, y0)], samples[InWindow(view.Window, x1, y0)]);
        var (lowerLeft, lowerRight) = (samples[InWindow(view.Window, x0, y1)], samples[InWindow(view.Window, x1, y1)]);
        var upper = upperLeft + (right * (upperRight - upperLeft));
        var value = upper + (down * (lowerLeft + (right * (lowerRight - lowerLeft)) - upper));
        return float.IsNaN(value) ? OfThoseWithData(upperLeft, upperRight, lowerLeft, lowerRight, right, down) : value;
    }

    private static float OfThoseWithData(float upperLeft, float upperRight, float lowerLeft, float lowerRight, float right, float down)
    {
        var (sum, weights) = (0f, 0f);
        Add(upperLeft, (1 - right) * (1 - down));
        Add(upperRight, right * (1 - down));
        Add(lowerLeft, (1 - right) * down);
        Add(lowerRight, right * down);
        return sum / weights;

        void Add(float value, float weight)
        {
            if (!float.IsNaN(value))
            {
                sum += weight * value;
                weights += weight;
            }
        }
    }
}
