using CarbonApp.Engine.Kelp.Imagery;

namespace CarbonApp.Engine.Kelp.Scenes;

/// <summary>A grid of square pixels in one UTM zone, north up: that of a scene's files, or that of an area which all its scenes share.</summary>
/// <param name="Epsg">Code of the zone.</param>
/// <param name="West">Easting of the left edge, metres.</param>
/// <param name="North">Northing of the upper edge, metres.</param>
/// <param name="PixelM">Side of a pixel, metres.</param>
/// <param name="Width">Columns.</param>
/// <param name="Height">Rows.</param>
public sealed record SceneGrid(int Epsg, double West, double North, double PixelM, int Width, int Height)
{
    /// <summary>From pixel corners to eastings and northings.</summary>
    public GeoTransform Transform => new(West, PixelM, 0, North, 0, -PixelM);

    /// <summary>All of it.</summary>
    public PixelWindow Whole => new(0, 0, Width, Height);

    /// <summary>The part of it that a window is.</summary>
    public SceneGrid Part(PixelWindow window) =>
        this with { West = West + window.Column * PixelM, North = North - window.Row * PixelM, Width = window.Width, Height = window.Height };

    /// <summary>The same ground in pixels of another size; a last column or row that is cut is kept whole.</summary>
    public SceneGrid At(double pixelM) => this with
    {
        PixelM = pixelM,
        Width = (int)Math.Ceiling(Width * PixelM / pixelM - 1e-9),
        Height = (int)Math.Ceiling(Height * PixelM / pixelM - 1e-9),
    };
}
