using CarbonApp.Engine.Kelp.Imagery;
using CarbonApp.Engine.Kelp.Projection;

namespace CarbonApp.Engine.Kelp.Tiles;

/// <summary>The least box around points of a raster, in pixels.</summary>
internal readonly record struct PixelExtent(double Left, double Top, double Right, double Bottom)
{
    public static PixelExtent Empty { get; } = new(double.PositiveInfinity, double.PositiveInfinity, double.NegativeInfinity, double.NegativeInfinity);

    /// <summary>With one more point; one without a place (NaN) changes nothing.</summary>
    public PixelExtent With(double column, double row) => double.IsNaN(column) || double.IsNaN(row)
        ? this
        : new(Math.Min(Left, column), Math.Min(Top, row), Math.Max(Right, column), Math.Max(Bottom, row));

    /// <summary>The pixels of the raster in it and around it, as far as bilinear interpolation and the error of a cell reach; null where it misses the raster.</summary>
    public PixelWindow? Window(UtmGrid grid)
    {
        const int Margin = 2;
        var (left, right) = (Math.Clamp(Math.Floor(Left) - Margin, 0, grid.Width), Math.Clamp(Math.Ceiling(Right) + Margin, 0, grid.Width));
        var (top, bottom) = (Math.Clamp(Math.Floor(Top) - Margin, 0, grid.Height), Math.Clamp(Math.Ceiling(Bottom) + Margin, 0, grid.Height));
        return right > left && bottom > top ? new PixelWindow((int)left, (int)top, (int)(right - left), (int)(bottom - top)) : null;
    }
}
