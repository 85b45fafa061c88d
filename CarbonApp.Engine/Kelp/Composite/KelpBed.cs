using CarbonApp.Engine.Kelp.Carbon;
using CarbonApp.Engine.Kelp.Outline;
using CarbonApp.Engine.Units;

namespace CarbonApp.Engine.Kelp.Composite;

/// <summary>Canopy that hangs together by edges or corners of its pixels.</summary>
/// <param name="Id">bed-1, bed-2 … in the order of their first pixel, from the north.</param>
/// <param name="Shape">Its pixels' outline.</param>
/// <param name="Ground">Pixels × 100 m².</param>
/// <param name="Canopy">Pixels × cover × 100 m², as seen at <paramref name="TideMetres"/>.</param>
/// <param name="MeanCover">Canopy over ground, 0 to 1.</param>
/// <param name="MeanPersistence">Mean over its pixels of the share of clear dates with canopy, 0 to 1.</param>
/// <param name="TideMetres">Height of the tide above chart datum that the canopy is of: the mean over its pixels and dates, weighed by cover. The tide correction
/// goes with the height in a straight line, so that correcting the bed by this is correcting each pixel and date by its own. Null where no tide is known.</param>
public sealed record KelpBed(string Id, PixelShape Shape, Area Ground, Area Canopy, double MeanCover, double MeanPersistence, double? TideMetres)
{
    /// <summary>What the estimate of carbon takes.</summary>
    public MappedBed ToMappedBed() => new(Id, Canopy, TideMetres);
}
