namespace CarbonApp.Engine.Kelp.Imagery;

/// <summary>A rectangle of pixels of one image: its first column and row, its width and height.</summary>
public readonly record struct PixelWindow(int Column, int Row, int Width, int Height)
{
    /// <summary>Pixels inside.</summary>
    public long Pixels => (long)Width * Height;

    /// <summary>All of an image.</summary>
    public static PixelWindow Whole(TiffImage image)
    {
        ArgumentNullException.ThrowIfNull(image);
        return new(0, 0, image.Width, image.Height);
    }

    internal bool LiesIn(TiffImage image) =>
        Column >= 0 && Row >= 0 && Width > 0 && Height > 0 && (long)Column + Width <= image.Width && (long)Row + Height <= image.Height;
}
