namespace CarbonApp.Api.Tests.Kelp.Analyses;

/// <summary>Canopy planted into the numbers of a chip with Limassol's bands: a pixel becomes (1 − f) times itself plus f times canopy, so that the water's noise
/// stays. The canopy's reflectance is not the detector's own target: the mean over two dates of the median of the denser half of labelled floating algae, as the Engine's
/// tests use it.</summary>
internal static class PlantedCanopy
{
    /// <summary>Bands of the chip: B02, B03, B04, B06, B08, B11 and the classification.</summary>
    public const int Bands = 7;

    private const double OffsetDn = -1000;

    /// <summary>By band of the chip: B02 is left as it is, the classification too.</summary>
    private static readonly Dictionary<int, double> Canopy = new() { [1] = 0.0954, [2] = 0.0794, [3] = 0.2382, [4] = 0.2987, [5] = 0.0664 };

    /// <summary>Plants one pixel.</summary>
    /// <param name="samples">Band after band.</param>
    /// <param name="pixel">Which of a band.</param>
    /// <param name="cover">f, 0 to 1.</param>
    public static void Plant(ushort[] samples, int pixel, double cover)
    {
        foreach (var (band, reflectance) in Canopy)
        {
            ref var number = ref samples[(band * (samples.Length / Bands)) + pixel];
            number = (ushort)Math.Round(((1 - cover) * number) + (cover * ((reflectance * 10_000) - OffsetDn)));
        }
    }
}
