namespace CarbonApp.Engine.Kelp.Detection;

/// <summary>How large scenes are worked on.</summary>
/// <param name="PixelsInMemory">Scenes of at most so many pixels are read once and kept; larger ones are read in strips, after their overview.</param>
/// <param name="PixelsForHalf">Scenes of at most so many are looked over in pixels of 20 m; larger ones in pixels of 40 m.</param>
internal readonly record struct WorkLimits(long PixelsInMemory, long PixelsForHalf)
{
    public static readonly WorkLimits Default = new(1 << 20, 1 << 24);
}
