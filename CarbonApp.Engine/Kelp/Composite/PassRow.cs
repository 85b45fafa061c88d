using CarbonApp.Engine.Units;

namespace CarbonApp.Engine.Kelp.Composite;

/// <summary>A pass in the table of dates.</summary>
/// <param name="Id">Of its granule with the most data.</param>
/// <param name="Pass">The pass.</param>
/// <param name="Time">When.</param>
/// <param name="Coverage">Share of the area with data, 0 to 1.</param>
/// <param name="ValidShare">Share of the sea with data that was seen, 0 to 1; null where there was none.</param>
/// <param name="TideMetres">Above chart datum, m; null where unknown.</param>
/// <param name="KelpPixels">Pixels with canopy at the surface on this date.</param>
/// <param name="Canopy">Pixels times cover on this date, whatever other dates say; null where nothing was seen.</param>
/// <param name="NearSurface">The same just below the surface, which is reported apart.</param>
/// <param name="Score">How good a date it is, 0 to 1 (<see cref="PassScore"/>).</param>
/// <param name="IsUsed">Whether the composite is made of it.</param>
/// <param name="IsLowTide">Whether it was asked about what falls dry.</param>
public sealed record PassRow(
    string Id,
    string Pass,
    DateTimeOffset Time,
    double Coverage,
    double? ValidShare,
    double? TideMetres,
    long KelpPixels,
    Area? Canopy,
    Area? NearSurface,
    double Score,
    bool IsUsed,
    bool IsLowTide);
