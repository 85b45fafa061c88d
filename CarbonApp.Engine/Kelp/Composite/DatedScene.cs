using CarbonApp.Engine.Kelp.Scenes;

namespace CarbonApp.Engine.Kelp.Composite;

/// <summary>What one granule, or one pass, shows of an area.</summary>
/// <param name="Id">Names it in tables.</param>
/// <param name="Pass">The same for all granules of one pass of one satellite, such as its data take; they show the same moment.</param>
/// <param name="Time">When it was taken.</param>
/// <param name="Map">On the area's grid. A pixel that looks like land on this date though it is sea (MNDWI &lt; 0) has <see cref="PixelMask.Land"/> or
/// <see cref="PixelMask.Intertidal"/>.</param>
/// <param name="TideMetres">Height of the tide above chart datum, m; null where unknown.</param>
/// <param name="WaterB11">Median reflectance of its open water at 1,614 nm, which glint and haze raise; null where unknown.</param>
public sealed record DatedScene(string Id, string Pass, DateTimeOffset Time, SceneMap Map, double? TideMetres = null, double? WaterB11 = null)
{
    /// <summary>Bits of a pixel that was not seen.</summary>
    internal const PixelMask Hidden = PixelMask.NoData | PixelMask.Cloud | PixelMask.Shadow | PixelMask.Glint;
}
