using CarbonApp.Engine.Kelp.Masks;
using CarbonApp.Engine.Kelp.Projection;

namespace CarbonApp.Engine.Kelp.Aoi;

/// <summary>An area on a grid.</summary>
/// <param name="Grid">10 m pixels; its corner is a multiple of 20 m and its sides are even, so that 20 m pixels are four of these.</param>
/// <param name="Mask">The pixels whose middle lies in the area.</param>
public sealed record AreaRaster(UtmGrid Grid, RunMask Mask);
