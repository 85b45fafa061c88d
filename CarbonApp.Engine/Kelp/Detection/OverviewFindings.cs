using CarbonApp.Engine.Kelp.Masks;

namespace CarbonApp.Engine.Kelp.Detection;

/// <summary>What the overview tells before the full resolution is read.</summary>
/// <param name="Decimation">Side of the overview's pixels over 10 m.</param>
/// <param name="SeaZone">Where sea can be: the largest body of water and its shore, no lake.</param>
/// <param name="HasSea">Whether any sea was found.</param>
/// <param name="Excluded">Possible canopy and its margin, not to be taken for water.</param>
/// <param name="Reference">Median digital number of open water per test band.</param>
/// <param name="MedianB11">Median reflectance of open water at 1614 nm; NaN from fewer pixels than can be judged by.</param>
/// <param name="WaterPixels">Pixels of open water.</param>
internal sealed record OverviewFindings(int Decimation, BitMask SeaZone, bool HasSea, BitMask Excluded, int[] Reference, double MedianB11, long WaterPixels);
