using CarbonApp.Engine.Kelp.Scenes;

namespace CarbonApp.Engine.Kelp.Indices;

/// <summary>An index of surface reflectances.</summary>
/// <param name="Name">As in paths and legends, lower case.</param>
/// <param name="Formula">As text, with band names.</param>
/// <param name="Bands">What it is made of, in the order that <see cref="Compute"/> takes them.</param>
/// <param name="Low">Lower end of the range in which it is drawn, the same for every scene.</param>
/// <param name="High">Upper end.</param>
/// <param name="Source">Who defined it.</param>
/// <param name="Formulation">The formula in code.</param>
/// <param name="Divisor">What it divides by, before the floor; null where it divides by nothing that can come near 0.</param>
/// <param name="IsLegacy">Whether it is Kelpie Carbon v1's own definition, kept for comparison only.</param>
public sealed record SpectralIndex(
    string Name,
    string Formula,
    IReadOnlyList<SentinelBand> Bands,
    double Low,
    double High,
    string Source,
    SpectralIndex.Function Formulation,
    SpectralIndex.Function? Divisor = null,
    bool IsLegacy = false)
{
    /// <summary>From reflectances in the order of <see cref="Bands"/> to the index.</summary>
    public delegate float Function(ReadOnlySpan<float> reflectances, Wavelengths wavelengths);

    /// <summary>The index of one pixel; NaN where any of its bands is.</summary>
    /// <param name="reflectances">In the order of <see cref="Bands"/>.</param>
    /// <param name="wavelengths">Null for the mission's.</param>
    public float Compute(ReadOnlySpan<float> reflectances, Wavelengths? wavelengths = null)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(reflectances.Length, Bands.Count, nameof(reflectances));
        return Formulation(reflectances, wavelengths ?? Wavelengths.Nominal);
    }

    /// <summary>Whether a pixel is bright enough for the index to say something of it. Over dark water what a ratio divides by is smaller than the error of
    /// the atmosphere's correction, and often below 0: the value is then noise over a floor, good for a picture and for no mean.</summary>
    /// <param name="reflectances">In the order of <see cref="Bands"/>.</param>
    public bool Tells(ReadOnlySpan<float> reflectances) =>
        Divisor is null || Divisor(reflectances, Wavelengths.Nominal) >= SpectralFormulas.DenominatorFloor;
}
