using CarbonApp.Engine.Units;

namespace CarbonApp.Engine.Grid.Planning.Placement;

/// <summary>Requests of an origin served at a site.</summary>
/// <param name="Origin">Index of the origin.</param>
/// <param name="Site">Index of the site.</param>
/// <param name="Count">Number of requests, more than zero.</param>
/// <param name="Emissions">Of all of them.</param>
public readonly record struct PlacementShare(int Origin, int Site, long Count, Co2eMass Emissions);

/// <summary>An origin not all of whose requests can be served.</summary>
/// <param name="Origin">Index of the origin.</param>
/// <param name="Missing">Requests left over when as many as possible of all origins are served.</param>
/// <param name="SitesInReach">Sites known and within its latency; 0 when that alone is the reason.</param>
public readonly record struct UnservedOrigin(int Origin, long Missing, int SitesInReach);

/// <summary>Answer of the placement; what cannot be served is a case, not an exception.</summary>
public abstract record PlacementOutcome
{
    private PlacementOutcome()
    {
    }

    /// <summary>The proven optimum: every request is served.</summary>
    /// <param name="Shares">By origin, then site.</param>
    /// <param name="Emissions">Of all requests.</param>
    /// <param name="LowerBound">No placement emits less: the dual value, computed from the prices alone.</param>
    /// <param name="CapacityPrices">Per site: gCO2eq that room for one more request would save, zero or more (any one of the optimal dual solutions).</param>
    /// <param name="RequestPrices">Per origin: gCO2eq that one more request would add; NaN for an origin without requests.</param>
    public sealed record Placed(
        IReadOnlyList<PlacementShare> Shares, Co2eMass Emissions, Co2eMass LowerBound, IReadOnlyList<double> CapacityPrices, IReadOnlyList<double> RequestPrices)
        : PlacementOutcome
    {
        /// <summary>(emissions − bound) / emissions, never negative; 0 up to rounding.</summary>
        public double Gap => Emissions.Grams > 0 ? Math.Max(0, (Emissions.Grams - LowerBound.Grams) / Emissions.Grams) : 0;
    }

    /// <summary>Not every request can be served.</summary>
    /// <param name="Unserved">Origins with requests left over.</param>
    /// <param name="CompetingOrigins">Origins that share the full sites with those; each could give way to them.</param>
    /// <param name="FullSites">Sites whose capacity is what is short; empty when only latency stands in the way.</param>
    public sealed record Infeasible(
        IReadOnlyList<UnservedOrigin> Unserved, IReadOnlyList<int> CompetingOrigins, IReadOnlyList<int> FullSites) : PlacementOutcome;
}
