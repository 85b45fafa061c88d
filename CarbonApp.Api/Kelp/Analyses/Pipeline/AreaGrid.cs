using CarbonApp.Engine.Kelp.Aoi;
using CarbonApp.Engine.Kelp.Masks;
using CarbonApp.Engine.Kelp.Projection;

namespace CarbonApp.Api.Kelp.Analyses.Pipeline;

/// <summary>The grid that all passes of an analysis share, and which of its pixels are asked about.</summary>
/// <param name="Utm">The grid, 10 m pixels.</param>
/// <param name="Inside">Pixels of the area.</param>
internal sealed record AreaGrid(UtmGrid Utm, RunMask Inside)
{
    /// <summary>Land, where a layer of it was given.</summary>
    public BitMask? Land { get; private init; }

    /// <summary>Water too deep, where a layer of it was given.</summary>
    public BitMask? TooDeep { get; private init; }

    /// <summary>What is asked on the grid of a zone, its layers with it.</summary>
    public static AreaGrid Of(AnalysisQuestion question, UtmZone zone, CancellationToken cancellationToken)
    {
        var area = Of(question.Area, zone, cancellationToken);
        return area with { Land = question.Land?.RasteriseOn(area.Utm, cancellationToken), TooDeep = question.TooDeep?.RasteriseOn(area.Utm, cancellationToken) };
    }

    /// <summary>The area on the grid of a zone.</summary>
    public static AreaGrid Of(AreaOfInterest area, UtmZone zone, CancellationToken cancellationToken)
    {
        var (grid, mask) = area.Rasterise(zone, cancellationToken);
        return new(grid, mask);
    }

    /// <summary>Pixels of the grid, those outside of the area among them.</summary>
    public int Pixels => Utm.Width * Utm.Height;
}
