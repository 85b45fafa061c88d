namespace CarbonApp.Engine.Kelp.Tiles;

/// <summary>Björn Ottosson's Oklab (2020), in which equal steps look equally large, in polar form.</summary>
internal static class Oklab
{
    private const double RadiansPerDegree = Math.PI / 180;

    /// <summary>The sRGB colour of a lightness (0 to 1), a chroma and a hue. Chroma that the screen cannot show is taken back, lightness and hue are kept.</summary>
    public static Rgba ToRgba(double lightness, double chroma, double hueDegrees)
    {
        var (low, high) = (0.0, chroma);
        if (!IsShown(ToLinear(lightness, high, hueDegrees)))
        {
            for (var step = 0; step < 20; step++)
            {
                var middle = (low + high) / 2;
                (low, high) = IsShown(ToLinear(lightness, middle, hueDegrees)) ? (middle, high) : (low, middle);
            }

            high = low;
        }

        var (red, green, blue) = ToLinear(lightness, high, hueDegrees);
        return new Rgba(Encoded(red), Encoded(green), Encoded(blue));
    }

    /// <summary>Lightness and the two opponent axes of a colour.</summary>
    public static (double Lightness, double GreenRed, double BlueYellow) Of(Rgba colour)
    {
        var (red, green, blue) = (Decoded(colour.Red), Decoded(colour.Green), Decoded(colour.Blue));
        var l = Math.Cbrt((0.4122214708 * red) + (0.5363325363 * green) + (0.0514459929 * blue));
        var m = Math.Cbrt((0.2119034982 * red) + (0.6806995451 * green) + (0.1073969566 * blue));
        var s = Math.Cbrt((0.0883024619 * red) + (0.2817188376 * green) + (0.6299787005 * blue));
        return (
            (0.2104542553 * l) + (0.7936177850 * m) - (0.0040720468 * s),
            (1.9779984951 * l) - (2.4285922050 * m) + (0.4505937099 * s),
            (0.0259040371 * l) + (0.7827717662 * m) - (0.8086757660 * s));
    }

    /// <summary>IEC 61966-2-1: linear light to a byte of sRGB.</summary>
    public static byte Encoded(double linear)
    {
        var light = Math.Clamp(linear, 0, 1);
        return (byte)Math.Round(255 * (light <= 0.0031308 ? 12.92 * light : (1.055 * Math.Pow(light, 1 / 2.4)) - 0.055));
    }

    /// <summary>The other way.</summary>
    public static double Decoded(byte value)
    {
        var share = value / 255.0;
        return share <= 0.04045 ? share / 12.92 : Math.Pow((share + 0.055) / 1.055, 2.4);
    }

    private static bool IsShown((double Red, double Green, double Blue) linear) =>
        Math.Min(linear.Red, Math.Min(linear.Green, linear.Blue)) >= 0 && Math.Max(linear.Red, Math.Max(linear.Green, linear.Blue)) <= 1;

    private static (double Red, double Green, double Blue) ToLinear(double lightness, double chroma, double hueDegrees)
    {
        var (sine, cosine) = Math.SinCos(hueDegrees * RadiansPerDegree);
        var (a, b) = (chroma * cosine, chroma * sine);
        var l = Math.Pow(lightness + (0.3963377774 * a) + (0.2158037573 * b), 3);
        var m = Math.Pow(lightness - (0.1055613458 * a) - (0.0638541728 * b), 3);
        var s = Math.Pow(lightness - (0.0894841775 * a) - (1.2914855480 * b), 3);
        return (
            (4.0767416621 * l) - (3.3077115913 * m) + (0.2309699292 * s),
            (-1.2684380046 * l) + (2.6097574011 * m) - (0.3413193965 * s),
            (-0.0041960863 * l) - (0.7034186147 * m) + (1.7076147010 * s));
    }
}
