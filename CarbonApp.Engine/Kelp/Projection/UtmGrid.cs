using CarbonApp.Engine.Kelp.Imagery;

namespace CarbonApp.Engine.Kelp.Projection;

/// <summary>A raster's place: square pixels on a UTM plane, north up. (0, 0) is the outer corner of the first pixel, as in
/// <see cref="GeoTransform"/>.</summary>
/// <param name="Zone">The plane.</param>
/// <param name="WestMetres">Easting of the left edge.</param>
/// <param name="NorthMetres">Northing of the upper edge.</param>
/// <param name="PixelMetres">Side of a pixel.</param>
/// <param name="Width">Columns.</param>
/// <param name="Height">Rows.</param>
public sealed record UtmGrid(UtmZone Zone, double WestMetres, double NorthMetres, double PixelMetres, int Width, int Height)
{
    /// <summary>Side of Sentinel-2's finest pixels, which areas are mapped on, m.</summary>
    public const double FinePixelMetres = 10;

    /// <summary>The same for a raster file.</summary>
    public GeoTransform Transform => new(WestMetres, PixelMetres, 0, NorthMetres, 0, -PixelMetres);

    /// <summary>Area of a pixel on the plane, m².</summary>
    public double PixelSquareMetres => PixelMetres * PixelMetres;

    /// <summary>A point of the raster on the plane; (0.5, 0.5) is the middle of the first pixel.</summary>
    public PlanePoint ToPlane(double column, double row) => new(WestMetres + (column * PixelMetres), NorthMetres - (row * PixelMetres));

    /// <summary>Where a point of the plane lies in the raster, or outside of it.</summary>
    public (double Column, double Row) ToPixel(PlanePoint point) => ((point.X - WestMetres) / PixelMetres, (NorthMetres - point.Y) / PixelMetres);

    /// <summary>A point of the raster on the globe.</summary>
    public GeoPoint ToGlobe(double column, double row) => Zone.Unproject(ToPlane(column, row));

    /// <summary>The part of it that a window covers.</summary>
    public UtmGrid Window(PixelWindow window)
    {
        var corner = ToPlane(window.Column, window.Row);
        return this with { WestMetres = corner.X, NorthMetres = corner.Y, Width = window.Width, Height = window.Height };
    }

    /// <summary>The grid of an overview in which a pixel stands for <paramref name="factor"/>² of these; its last column and row may reach beyond.</summary>
    public UtmGrid Overview(int factor) => this with
    {
        PixelMetres = PixelMetres * factor,
        Width = (Width + factor - 1) / factor,
        Height = (Height + factor - 1) / factor,
    };
}
