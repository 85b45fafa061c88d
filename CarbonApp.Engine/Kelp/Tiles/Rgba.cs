using System.Runtime.InteropServices;

namespace CarbonApp.Engine.Kelp.Tiles;

/// <summary>A colour in sRGB, not premultiplied, as PNG stores it.</summary>
[StructLayout(LayoutKind.Sequential, Pack = 1)]
public readonly record struct Rgba(byte Red, byte Green, byte Blue, byte Alpha = 255)
{
    /// <summary>Nothing.</summary>
    public static Rgba Transparent => default;

    /// <summary>The same colour, less opaque.</summary>
    /// <param name="opacity">0 to 1 of what it is.</param>
    /// <exception cref="ArgumentOutOfRangeException">Not from 0 to 1.</exception>
    public Rgba Faded(double opacity) => opacity is >= 0 and <= 1
        ? this with { Alpha = (byte)Math.Round(Alpha * opacity) }
        : throw new ArgumentOutOfRangeException(nameof(opacity), opacity, "An opacity is from 0 to 1.");

    /// <summary>#rrggbb, as CSS and SVG write it; opacity is not in it.</summary>
    public override string ToString() => $"#{Red:x2}{Green:x2}{Blue:x2}";
}
