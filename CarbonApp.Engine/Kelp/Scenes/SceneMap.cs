using CarbonApp.Engine.Kelp.Projection;

namespace CarbonApp.Engine.Kelp.Scenes;

/// <summary>What one date shows of an area, on the 10 m grid that all dates of the area share; row after row, north first.</summary>
/// <param name="Width">Columns of 10 m.</param>
/// <param name="Height">Rows of 10 m.</param>
/// <param name="Mask">A value for every pixel.</param>
/// <param name="Cover">Share of the pixel under canopy in steps of 1/<see cref="FullCover"/>: 0 none, <see cref="FullCover"/> all of it. Counts as
/// canopy where <see cref="PixelMask.Kelp"/> is set; elsewhere a value above 0 is canopy just below the surface, which is reported apart.</param>
public sealed record SceneMap(int Width, int Height, PixelMask[] Mask, byte[] Cover)
{
    /// <summary>The code of a pixel wholly under canopy.</summary>
    public const byte FullCover = 250;

    /// <summary>The same on another grid, each pixel as the nearest of these is, flags and cover together; no data where this map does not reach. Canopy keeps its
    /// area on the ground to what whole pixels make of its edge.</summary>
    /// <param name="carrier">From this map's grid to the other.</param>
    /// <param name="cancellationToken">Asked once a row.</param>
    /// <exception cref="ArgumentException">The carrier's source has another size than this map.</exception>
    public SceneMap Carry(GridCarrier carrier, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(carrier);
        return new(
            carrier.Target.Width, carrier.Target.Height, carrier.Carry<PixelMask>(Mask, PixelMask.NoData, cancellationToken), carrier.Carry<byte>(Cover, 0, cancellationToken));
    }
}
