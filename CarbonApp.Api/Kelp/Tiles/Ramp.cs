using CarbonApp.Engine.Kelp.Tiles;

namespace CarbonApp.Api.Kelp.Tiles;

/// <summary>Colour ramps by the names v1's callers give; each a palette as <see cref="ColorScale.Palette"/> is: clear, then 255 steps.</summary>
internal static class Ramp
{
    private static readonly Dictionary<string, Rgba[]> Stops = new(StringComparer.Ordinal)
    {
        ["hot"] = [new(0x0B, 0, 0), new(0xFF, 0, 0), new(0xFF, 0xFF, 0), new(0xFF, 0xFF, 0xFF)],
        ["viridis"] = [new(0x44, 0x01, 0x54), new(0x3B, 0x52, 0x8B), new(0x21, 0x91, 0x8C), new(0x5E, 0xC9, 0x62), new(0xFD, 0xE7, 0x25)],
        ["gray"] = [new(0, 0, 0), new(0xFF, 0xFF, 0xFF)],
    };

    /// <summary>Names there are.</summary>
    public static IEnumerable<string> Names => Stops.Keys;

    /// <summary>The palette of a name; null where there is none.</summary>
    public static Rgba[]? Find(string name) => Stops.TryGetValue(name, out var stops)
        ? [Rgba.Transparent, .. Enumerable.Range(0, ColorScale.Steps).Select(step => Between(stops, step / (ColorScale.Steps - 1.0)))]
        : null;

    private static Rgba Between(Rgba[] stops, double share)
    {
        var at = share * (stops.Length - 1);
        var below = Math.Min((int)at, stops.Length - 2);
        var (from, to, part) = (stops[below], stops[below + 1], at - below);
        return new(Mix(from.Red, to.Red, part), Mix(from.Green, to.Green, part), Mix(from.Blue, to.Blue, part));
    }

    private static byte Mix(byte from, byte to, double share) => (byte)Math.Round(from + (share * (to - from)));
}
