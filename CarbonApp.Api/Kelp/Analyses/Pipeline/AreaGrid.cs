using CarbonApp.Engine.Kelp.Aoi;
using CarbonApp.Engine.Kelp.Masks;
using CarbonApp.Engine.Kelp.Projection;

namespace CarbonApp.Api.Kelp.Analyses.Pipeline;

/// <summary>The grid that all passes of an analysis share, and which of its pixels are asked about.</summary>
/// <param name="Utm">The grid, 10 m pixels.</param>
/// <param name="Inside">Pixels of the area.</param>
internal sealed record AreaGrid(UtmGrid Utm, RunMask Inside)
{
    /// <summary>The area on the grid of a zone.</summary>
    public static AreaGrid Of(AreaOfInterest area, UtmZone zone, CancellationToken cancellationToken)
    {
        var (grid, mask) = area.Rasterise(zone, cancellationToken);
        return new(grid, mask);
    }

    /// <summary>Pixels of the grid, those outside of the area among them.</summary>
    public int Pixels => Utm.Width * Utm.Height;
}
