using CarbonApp.Engine.Kelp.Scenes;
using CarbonApp.Engine.Kelp.Water;

namespace CarbonApp.Engine.Kelp.Detection;

/// <summary>What a scene shows.</summary>
/// <param name="Map">Flags and cover of every pixel.</param>
/// <param name="Shares">How much of the area is what.</param>
/// <param name="Canopy">How much canopy was found.</param>
/// <param name="Water">What its water is like.</param>
/// <param name="Warnings">What makes the result less than it could be; shown with it.</param>
public sealed record SceneDetection(SceneMap Map, AreaShares Shares, CanopyPixels Canopy, WaterStatistics Water, IReadOnlyList<DetectionWarning> Warnings);

/// <summary>Shares of all pixels of the area, 0 to 1.</summary>
/// <param name="Valid">Sea that was searched, over all sea and all that is not known to be land.</param>
/// <param name="Cloud">Cloud or cloud shadow, with margins.</param>
/// <param name="NoData">Without data.</param>
/// <param name="Land">Land and lakes that are not under cloud.</param>
/// <param name="Sea">Sea that was searched.</param>
public readonly record struct AreaShares(double Valid, double Cloud, double NoData, double Land, double Sea);

/// <summary>Canopy in pixels of 100 m².</summary>
/// <param name="Surface">Pixels with canopy at the surface.</param>
/// <param name="SurfaceCover">Their cover added up: what they would fill if it were dense.</param>
/// <param name="NearSurface">Pixels with canopy just below the surface, reported apart.</param>
/// <param name="Trace">Pixels that pass the test with less than 10 % cover, which is below what a pixel can tell: not mapped.</param>
public readonly record struct CanopyPixels(long Surface, double SurfaceCover, long NearSurface, long Trace)
{
    /// <summary>Square metres of a pixel.</summary>
    public const double SquareMetres = 100;
}
