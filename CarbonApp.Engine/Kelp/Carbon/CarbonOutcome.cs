using CarbonApp.Engine.Units;

namespace CarbonApp.Engine.Kelp.Carbon;

/// <summary>A bed as mapped.</summary>
/// <param name="Id">Names it in the answer.</param>
/// <param name="Canopy">Canopy seen: area times cover. Null where the scene shows nothing (cloud, no data): not the same as zero.</param>
/// <param name="TideMetres">Height of the tide above chart datum at the overpass; null where no station is near.</param>
public sealed record MappedBed(string Id, Area? Canopy, double? TideMetres);

/// <summary>A bed with its numbers.</summary>
/// <param name="Id">As asked.</param>
/// <param name="IsTideCorrected">False where no tide was known: the canopy is as seen, and too small at any height above datum.</param>
/// <param name="Estimate">Null where the bed was not observed.</param>
public sealed record BedEstimate(string Id, bool IsTideCorrected, KelpEstimate? Estimate);

/// <summary>An uncertain input of the estimate.</summary>
public enum UncertainInput
{
    /// <summary><see cref="KelpConstants.AreaFactor"/></summary>
    Area,

    /// <summary><see cref="KelpConstants.TideSlopePerMetre"/></summary>
    TideSlope,

    /// <summary><see cref="KelpConstants.CanopyKilogramsPerSquareMetre"/></summary>
    CanopyBiomass,

    /// <summary><see cref="KelpConstants.YearFactor"/></summary>
    Year,

    /// <summary><see cref="KelpConstants.FloorKilogramsPerSquareMetre"/></summary>
    FloorBiomass,

    /// <summary><see cref="KelpConstants.DryShareOfWet"/></summary>
    DryShare,

    /// <summary><see cref="KelpConstants.CarbonShareOfDry"/></summary>
    CarbonShare,

    /// <summary><see cref="KelpConstants.ProductionKilogramsPerSquareMetreYear"/></summary>
    Production,

    /// <summary><see cref="KelpConstants.ExportedShare"/> and <see cref="KelpConstants.SequesteredShare"/>, which are drawn together.</summary>
    Fate,
}

/// <summary>A bar of the tornado: the total with one input at its 5 and 95 % value and every other at its median.</summary>
/// <param name="Input">Which.</param>
/// <param name="AtP5">The total with the input low.</param>
/// <param name="AtP95">The total with the input high.</param>
public readonly record struct Swing<T>(UncertainInput Input, T AtP5, T AtP95);

/// <summary>Carbon of all beds of an analysis, or that none of them was seen.</summary>
public abstract record CarbonOutcome
{
    private CarbonOutcome()
    {
    }

    /// <summary>Estimates.</summary>
    /// <param name="Beds">As asked, in the same order.</param>
    /// <param name="Total">Of the observed beds, draw by draw: wider than independent beds would be.</param>
    /// <param name="Unobserved">Beds not in the total because the scene does not show them.</param>
    /// <param name="StockSwings">What makes the stock uncertain, widest first; inputs that change nothing are left out.</param>
    /// <param name="SequestrationSwings">The same of sequestration.</param>
    public sealed record Estimated(
        IReadOnlyList<BedEstimate> Beds,
        KelpEstimate Total,
        int Unobserved,
        IReadOnlyList<Swing<CarbonMass>> StockSwings,
        IReadOnlyList<Swing<CarbonFlow>> SequestrationSwings) : CarbonOutcome;

    /// <summary>No bed was observed: there is no number, not even zero.</summary>
    /// <param name="Unobserved">How many beds were asked about.</param>
    public sealed record NothingObserved(int Unobserved) : CarbonOutcome;
}
