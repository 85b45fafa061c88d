using System.Runtime.Intrinsics;

namespace CarbonApp.Engine.Kelp.Indices;

/// <summary>The formulas that indices are made of. NaN (no data) in, NaN out.</summary>
public static class SpectralFormulas
{
    /// <summary>Least denominator of a ratio. Over dark water two bands add up to nothing but noise (.003 each), negative at times, and a ratio of
    /// noise says nothing; a denominator below this counts as this.</summary>
    public const float DenominatorFloor = 0.01f;

    /// <summary>(a − b)/max(a + b, floor). .3 and .1 give .5; −.004 and .001 give −.5, not 1.67.</summary>
    public static float NormalizedDifference(float a, float b) => (a - b) / Floor(a + b);

    /// <summary>The same of eight pixels.</summary>
    internal static Vector256<float> NormalizedDifference(Vector256<float> a, Vector256<float> b) =>
        (a - b) / Vector256.Max(a + b, Vector256.Create(DenominatorFloor));

    /// <summary>a − b − (c − b)·weight: how far a lies above the line from b to c.</summary>
    public static float AboveLine(float a, float b, float c, float weight) => a - b - (c - b) * weight;

    /// <summary>The same of eight pixels.</summary>
    internal static Vector256<float> AboveLine(Vector256<float> a, Vector256<float> b, Vector256<float> c, Vector256<float> weight) => a - b - (c - b) * weight;

    /// <summary>Where a wavelength lies between two others: 0 at the shorter, 1 at the longer. 833 between 665 and 1614 nm: .177.</summary>
    /// <param name="shorter">Nanometres, and so the others.</param>
    /// <param name="middle">Between them.</param>
    /// <param name="longer">Longer than <paramref name="shorter"/>.</param>
    public static double LineWeight(double shorter, double middle, double longer) => (middle - shorter) / (longer - shorter);

    /// <summary>The denominator of a ratio, no less than <see cref="DenominatorFloor"/>.</summary>
    internal static float Floor(float denominator) => denominator < DenominatorFloor ? DenominatorFloor : denominator;
}
