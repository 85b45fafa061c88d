using CarbonApp.Engine.Kelp.Indices;

namespace CarbonApp.Engine.Kelp.Detection;

/// <summary>What full canopy adds to the reflectance of the water beside it, band by band: the target of the matched filter.</summary>
/// <remarks>The default is the median of the densest quarter, by FAI, of each date's 84, 232 and 249 pixels of floating brown algae (class Sf) less
/// that date's median of deep water (Wd), from the labelled Sentinel-2 L2A spectra of Bonaire, March 2019 (SargassumSensing, MIT). No other
/// data had a part in it. Kelp canopy differs in height above water; a site's own spectrum can be put in its place.</remarks>
public sealed record CanopySpectrum
{
    /// <summary>Floating brown algae.</summary>
    public static CanopySpectrum FloatingBrownAlgae { get; } = new();

    /// <summary>Added in B04.</summary>
    public float B04 { get; init; } = 0.0264f;

    /// <summary>Added in B05.</summary>
    public float B05 { get; init; } = 0.1421f;

    /// <summary>Added in B06.</summary>
    public float B06 { get; init; } = 0.2007f;

    /// <summary>Added in B08.</summary>
    public float B08 { get; init; } = 0.2761f;

    /// <summary>Added in B11.</summary>
    public float B11 { get; init; } = 0.0213f;

    /// <summary>In the order of <see cref="TestBands.Order"/>.</summary>
    internal float[] ToArray() => [B04, B05, B06, B08, B11];

    /// <summary>What full canopy adds to FAI.</summary>
    internal float Fai(Wavelengths wavelengths) => SpectralFormulas.AboveLine(B08, B04, B11, wavelengths.FaiWeight);
}
