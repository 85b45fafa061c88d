namespace CarbonApp.Engine.Kelp.Water;

/// <summary>The water that canopy was compared with. NaN where there was none.</summary>
/// <param name="FaiSigma">Standard deviation of FAI over the scene's water after three clips at 3 σ, gradients included, in reflectance.</param>
/// <param name="KdSigma">The same of KD; NaN without B06.</param>
/// <param name="SampleShare">Mean over the blocks with water of the share of the sea in their window that could be sampled, 0 to 1.</param>
/// <param name="MedianB11">Median reflectance at 1614 nm over open water, from the overview.</param>
/// <param name="Blocks">Blocks of 320 m whose water is known.</param>
/// <param name="BlocksWithFew">Those of which under 30 % could be sampled.</param>
public sealed record WaterStatistics(double FaiSigma, double KdSigma, double SampleShare, double MedianB11, int Blocks, int BlocksWithFew)
{
    /// <summary>Share of a block's window below which its water is not well known.</summary>
    public const double FewShare = 0.3;
}
