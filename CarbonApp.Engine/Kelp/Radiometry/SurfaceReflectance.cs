namespace CarbonApp.Engine.Kelp.Radiometry;

/// <summary>From a digital number of Sentinel-2 L2A to the share of light that the surface reflects: (DN + offset)/10000. The one place where
/// this is done; DN 0 is no data, and a reflectance below zero is legal (dark water after the atmosphere was taken off).</summary>
/// <remarks>Source: Sentinel-2 Products Specification Document, L2A quantification value 10000 and BOA_ADD_OFFSET since baseline 04.00.</remarks>
public static class SurfaceReflectance
{
    /// <summary>Digital numbers per unit of reflectance.</summary>
    public const int Quantification = 10_000;

    /// <summary>Reflectance of one step of a digital number.</summary>
    internal const float PerDn = 1f / Quantification;

    /// <summary>The digital number that means "no data".</summary>
    public const ushort NoData = 0;

    /// <summary>Reflectance, −0.1 to 6.5; NaN for <see cref="NoData"/>. DN 1195 with offset −1000 is 0.0195, DN 988 is −0.0012.</summary>
    /// <param name="digitalNumber">As in the file.</param>
    /// <param name="offsetDn">As <see cref="BandLayout.OffsetDn"/>.</param>
    public static float Of(ushort digitalNumber, int offsetDn) => digitalNumber == NoData ? float.NaN : (digitalNumber + offsetDn) * PerDn;

    /// <summary>The same for a row; NaN where there is no data.</summary>
    /// <param name="digitalNumbers">As in the file.</param>
    /// <param name="offsetDn">As <see cref="BandLayout.OffsetDn"/>.</param>
    /// <param name="reflectance">At least as long.</param>
    public static void OfRow(ReadOnlySpan<ushort> digitalNumbers, int offsetDn, Span<float> reflectance)
    {
        for (var i = 0; i < digitalNumbers.Length; i++)
        {
            reflectance[i] = Of(digitalNumbers[i], offsetDn);
        }
    }
}
