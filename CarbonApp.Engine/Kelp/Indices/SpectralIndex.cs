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
/// <param name="IsLegacy">Whether it is Kelpie Carbon v1's own definition, kept for comparison only.</param>
public sealed record SpectralIndex(
    string Name,
    string Formula,
    IReadOnlyList<SentinelBand> Bands,
    double Low,
    double High,
    string Source,
    SpectralIndex.Function Formulation,
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
}
