namespace CarbonApp.Engine.Kelp.Scenes;

/// <summary>What a product's MTD_MSIL2A.xml says of its numbers; read by <see cref="ProductMetadataReader"/>.</summary>
/// <param name="Baseline">Version of the processor; null when not said.</param>
/// <param name="Quantification">Digital numbers per reflectance of 1; positive.</param>
/// <param name="Offsets">BOA_ADD_OFFSET per band, digital numbers; empty for products without the list.</param>
/// <param name="CentreWavelengthsNm">Centre of each band, nanometres, of the very satellite.</param>
public sealed record ProductMetadata(
    ProcessingBaseline? Baseline,
    double Quantification,
    IReadOnlyDictionary<SentinelBand, double> Offsets,
    IReadOnlyDictionary<SentinelBand, double> CentreWavelengthsNm)
{
    /// <summary>Offset of a band, digital numbers, to be added: 0 for a product without the list, which only baselines before 04.00 may be.</summary>
    public double OffsetOf(SentinelBand band) => Offsets.GetValueOrDefault(band);
}
