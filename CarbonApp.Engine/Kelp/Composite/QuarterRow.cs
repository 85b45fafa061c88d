using CarbonApp.Engine.Units;

namespace CarbonApp.Engine.Kelp.Composite;

/// <summary>Canopy of a quarter of a year, as Kelpwatch counts it.</summary>
/// <param name="Year">Calendar year, UTC.</param>
/// <param name="Quarter">1, January to March, to 4.</param>
/// <param name="Kelp">Sum over the footprint of each pixel's mean canopy on its clear dates; null where no pixel had one. Pixels without one add nothing:
/// compare the two counts.</param>
/// <param name="KelpCells">Pixels with canopy.</param>
/// <param name="ClearCells">Pixels of the footprint with a clear date.</param>
/// <param name="FootprintCells">Pixels with canopy on any date of the whole series, the same in every row.</param>
/// <param name="Passes">Dates of the quarter.</param>
/// <param name="TideMetres">Height of the tide above chart datum that the canopy is of, weighed by canopy; null where unknown or without canopy.</param>
public sealed record QuarterRow(int Year, int Quarter, Area? Kelp, long KelpCells, long ClearCells, long FootprintCells, int Passes, double? TideMetres);
