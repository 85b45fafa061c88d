namespace CarbonApp.Engine.Kelp.Imagery;

/// <summary>Affine map from pixels to the coordinates of a reference system: x = OriginX + column·XPerColumn + row·XPerRow, and so for y.
/// (0, 0) is the outer corner of the first pixel, whatever the file says; units are those of the reference system.</summary>
public readonly record struct GeoTransform(double OriginX, double XPerColumn, double XPerRow, double OriginY, double YPerColumn, double YPerRow)
{
    /// <summary>Where a point of the image lies; (0.5, 0.5) is the middle of the first pixel.</summary>
    public (double X, double Y) ToWorld(double column, double row) =>
        (OriginX + column * XPerColumn + row * XPerRow, OriginY + column * YPerColumn + row * YPerRow);

    /// <summary>The same area in pixels that are <paramref name="columns"/> × <paramref name="rows"/> of these, as an overview's are.</summary>
    public GeoTransform Scaled(double columns, double rows) => this with
    {
        XPerColumn = XPerColumn * columns,
        YPerColumn = YPerColumn * columns,
        XPerRow = XPerRow * rows,
        YPerRow = YPerRow * rows,
    };

    /// <summary>The same grid with pixel (<paramref name="column"/>, <paramref name="row"/>) as its first.</summary>
    public GeoTransform Shifted(double column, double row)
    {
        var (x, y) = ToWorld(column, row);
        return this with { OriginX = x, OriginY = y };
    }
}
