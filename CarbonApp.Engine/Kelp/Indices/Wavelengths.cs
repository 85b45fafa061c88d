using CarbonApp.Engine.Kelp.Scenes;

namespace CarbonApp.Engine.Kelp.Indices;

/// <summary>Centres of the bands in nanometres: those of the item where it names them, else the mission's.</summary>
/// <remarks>Source: ESA, Sentinel-2 spectral response functions; the three satellites differ by up to 4 nm.</remarks>
public sealed record Wavelengths
{
    /// <summary>Of the mission.</summary>
    public static Wavelengths Nominal { get; } = new();

    /// <summary>Red.</summary>
    public double B04 { get; init; } = 665;

    /// <summary>Red edge.</summary>
    public double B06 { get; init; } = 741;

    /// <summary>Near infrared.</summary>
    public double B08 { get; init; } = 833;

    /// <summary>Narrow near infrared.</summary>
    public double B8A { get; init; } = 865;

    /// <summary>Short-wave infrared.</summary>
    public double B11 { get; init; } = 1614;

    /// <summary>Share of B11 in the line below FAI, from red to short-wave infrared; .177 nominally.</summary>
    public float FaiWeight => (float)SpectralFormulas.LineWeight(B04, B08, B11);

    /// <summary>Share of B11 in the line below AFAI, from 741 nm to short-wave infrared; .142 nominally.</summary>
    public float AfaiWeight => (float)SpectralFormulas.LineWeight(B06, B8A, B11);

    /// <summary>Nominal centre of a band; null for classes.</summary>
    public static double? NominalOf(SentinelBand band) => band switch
    {
        SentinelBand.B02 => 493,
        SentinelBand.B03 => 560,
        SentinelBand.B04 => 665,
        SentinelBand.B05 => 704,
        SentinelBand.B06 => 741,
        SentinelBand.B07 => 783,
        SentinelBand.B08 => 833,
        SentinelBand.B8A => 865,
        SentinelBand.B11 => 1614,
        SentinelBand.B12 => 2202,
        _ => null,
    };
}
