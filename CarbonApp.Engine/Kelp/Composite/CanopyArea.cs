using CarbonApp.Engine.Kelp.Masks;
using CarbonApp.Engine.Kelp.Projection;
using CarbonApp.Engine.Kelp.Scenes;
using CarbonApp.Engine.Units;

namespace CarbonApp.Engine.Kelp.Composite;

/// <summary>From pixels to square metres: Σ cover × 100 m² on the UTM plane, which is within 0.2 % of the ellipsoid's in the zone.</summary>
public static class CanopyArea
{
    /// <summary>Area of a pixel, m².</summary>
    public const double PixelSquareMetres = UtmGrid.FinePixelMetres * UtmGrid.FinePixelMetres;

    /// <summary>Canopy at the surface and, reported apart, just below it; null where no pixel of the area was seen: that is not zero.</summary>
    /// <param name="map">Of a date or a composite.</param>
    /// <param name="area">What counts.</param>
    public static (Area? Surface, Area? NearSurface) Of(SceneMap map, RunMask area)
    {
        ArgumentNullException.ThrowIfNull(map);
        ArgumentNullException.ThrowIfNull(area);
        return Of(PassCounts.Of(map, area));
    }

    internal static (Area? Surface, Area? NearSurface) Of(PassCounts counts) =>
        counts.SeaSeen == 0 ? (null, null) : (OfCover(counts.KelpCover), OfCover(counts.NearSurfaceCover));

    /// <summary>The area of cover in steps of 1/<see cref="SceneMap.FullCover"/> of a pixel, added up.</summary>
    internal static Area OfCover(double steps) => Area.FromSquareMetres(steps * PixelSquareMetres / SceneMap.FullCover);
}
