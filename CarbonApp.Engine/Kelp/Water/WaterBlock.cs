using CarbonApp.Engine.Kelp.Detection;

namespace CarbonApp.Engine.Kelp.Water;

/// <summary>What the water of a block looks like. One number per band is in the order of <see cref="TestBands.Order"/>.</summary>
internal static class WaterBlock
{
    /// <summary>Mean reflectance w of each band; NaN in the first marks a block with too little water.</summary>
    public const int Mean = 0;

    /// <summary>Matched filter C⁻¹t/(t'C⁻¹t), one factor per band.</summary>
    public const int Filter = Mean + TestBands.Count;

    /// <summary>Standard deviation of the filter's answer over water.</summary>
    public const int FilterSigma = Filter + TestBands.Count;

    /// <summary>1.4826 times the median absolute deviation of FAI.</summary>
    public const int FaiSigma = FilterSigma + 1;

    /// <summary>The same of KD.</summary>
    public const int KdSigma = FaiSigma + 1;

    /// <summary>The same of NDRE.</summary>
    public const int NdreSigma = KdSigma + 1;

    /// <summary>Median NDRE.</summary>
    public const int Ndre = NdreSigma + 1;

    /// <summary>Share of the first, narrowest window that was sampled, 0 to 1.</summary>
    public const int SampleShare = Ndre + 1;

    /// <summary>Numbers per block: two vectors of eight, and two numbers that are not interpolated.</summary>
    public const int Length = SampleShare + 1;
}
