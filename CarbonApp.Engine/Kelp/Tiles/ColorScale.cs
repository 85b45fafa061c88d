namespace CarbonApp.Engine.Kelp.Tiles;

/// <summary>Colours for a range of values, computed in Oklab so that equal steps of the value look equally large, for people who see all colours and for those
/// who do not: the sequential scale tells values apart by lightness alone, the diverging one by lightness and by blue against orange.</summary>
public sealed class ColorScale
{
    /// <summary>Colours of a scale; a byte's values but 0, which is no data.</summary>
    public const int Steps = 255;

    private readonly Rgba[] _palette;

    private ColorScale(double low, double high, Func<double, Rgba> colorAt)
    {
        if (!(high > low) || !double.IsFinite(high - low))
        {
            throw new ArgumentOutOfRangeException(nameof(high), high, $"A scale from {low} to {high} has no length; the upper end has to be greater.");
        }

        (Low, High) = (low, high);
        _palette = [Rgba.Transparent, .. Enumerable.Range(0, Steps).Select(step => colorAt(step / (Steps - 1.0)))];
    }

    /// <summary>Value of the first colour; less looks the same.</summary>
    public double Low { get; }

    /// <summary>Value of the last colour; more looks the same.</summary>
    public double High { get; }

    /// <summary>256 colours: transparent for no data, then those from <see cref="Low"/> to <see cref="High"/>.</summary>
    public ReadOnlySpan<Rgba> Palette => _palette;

    /// <summary>From dark blue over green to light yellow, lightness .25 to .95 in equal steps.</summary>
    /// <exception cref="ArgumentOutOfRangeException">An end is not finite, or the upper one not greater.</exception>
    public static ColorScale Sequential(double low, double high) =>
        new(low, high, share => Oklab.ToRgba(0.25 + (0.7 * share), 0.13, 280 - (170 * share)));

    /// <summary>From blue over near white in the middle to orange.</summary>
    /// <exception cref="ArgumentOutOfRangeException">An end is not finite, or the upper one not greater.</exception>
    public static ColorScale Diverging(double low, double high) =>
        new(low, high, share => Oklab.ToRgba(0.96 - (0.46 * Math.Abs((2 * share) - 1)), 0.14 * Math.Abs((2 * share) - 1), share < 0.5 ? 255 : 55));

    /// <summary>Place of a value in <see cref="Palette"/>; 0 for NaN.</summary>
    public byte IndexOf(float value) => float.IsNaN(value) ? (byte)0
        : (byte)(1.5 + Math.Clamp((value - Low) / (High - Low) * (Steps - 1), 0, Steps - 1));

    /// <summary>The colour of a value; transparent for NaN.</summary>
    public Rgba At(double value) => _palette[IndexOf((float)value)];
}
