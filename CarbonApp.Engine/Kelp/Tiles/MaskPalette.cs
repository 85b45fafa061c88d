using CarbonApp.Engine.Kelp.Scenes;

namespace CarbonApp.Engine.Kelp.Tiles;

/// <summary>Colours of <see cref="PixelMask"/>: the byte of a pixel is its place in a palette of 256. Hues are those of Okabe and Ito (2008, Color Universal
/// Design), which people with any colour vision tell apart; land and what hides the sea are greys.</summary>
public static class MaskPalette
{
    /// <summary>Of several bits the first here decides.</summary>
    private static readonly (PixelMask Bit, string Label, Rgba Colour)[] Classes =
    [
        (PixelMask.NoData, "No data", Rgba.Transparent),
        (PixelMask.Kelp, "Kelp", new Rgba(0x00, 0x9E, 0x73)),
        (PixelMask.Cloud, "Cloud", new Rgba(0xE6, 0xE6, 0xE6)),
        (PixelMask.Shadow, "Cloud shadow", new Rgba(0x50, 0x50, 0x50)),
        (PixelMask.Land, "Land", new Rgba(0xA0, 0xA0, 0xA0)),
        (PixelMask.Intertidal, "Falls dry at low tide", new Rgba(0xE6, 0x9F, 0x00)),
        (PixelMask.Glint, "Glint or foam", new Rgba(0xF0, 0xE4, 0x42)),
        (PixelMask.TooDeep, "Too deep", new Rgba(0x00, 0x72, 0xB2)),
        (PixelMask.None, "Water", new Rgba(0x56, 0xB4, 0xE9)),
    ];

    /// <summary>What the colours mean; without "no data", which is transparent.</summary>
    public static Legend Legend { get; } = new("What is seen", "", IsContinuous: false, [.. Classes.Skip(1).Select(c => new LegendStop(c.Label, c.Colour))]);

    /// <summary>Every class in its colour.</summary>
    /// <param name="opacity">0 to 1.</param>
    public static Rgba[] All(double opacity) => Palette(pixel => ClassOf(pixel).Colour.Faded(opacity));

    /// <summary>Pixels with a bit in its colour, all others transparent.</summary>
    /// <param name="bit">One bit; <see cref="PixelMask.None"/> is open water, clearly seen.</param>
    /// <param name="opacity">0 to 1.</param>
    /// <exception cref="ArgumentException">Not one of the mask's members.</exception>
    public static Rgba[] Only(PixelMask bit, double opacity)
    {
        var at = Array.FindIndex(Classes, c => c.Bit == bit);
        var colour = (at >= 0 ? Classes[at].Colour : throw new ArgumentException($"{bit} is not one bit of a mask.", nameof(bit))).Faded(opacity);
        return Palette(pixel => IsOf(pixel, bit) ? colour : Rgba.Transparent);
    }

    private static (PixelMask Bit, string Label, Rgba Colour) ClassOf(PixelMask pixel) => Array.Find(Classes, c => IsOf(pixel, c.Bit) || c.Bit == PixelMask.None);

    private static bool IsOf(PixelMask pixel, PixelMask bit) => bit == PixelMask.None ? pixel == PixelMask.None : (pixel & bit) != 0;

    private static Rgba[] Palette(Func<PixelMask, Rgba> colourOf) => [.. Enumerable.Range(0, 256).Select(value => colourOf((PixelMask)value))];
}
