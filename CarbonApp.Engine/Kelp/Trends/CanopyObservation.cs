namespace CarbonApp.Engine.Kelp.Trends;

/// <summary>Canopy area at one time.</summary>
/// <param name="Year">Season year: for a season across New Year the caller says which.</param>
/// <param name="SquareMetres">m²; NaN where nothing was seen. Zero is a measurement: no canopy.</param>
/// <param name="TideMetres">Height of the tide above chart datum, m; NaN where unknown.</param>
public readonly record struct CanopyObservation(int Year, double SquareMetres, double TideMetres = double.NaN);

/// <summary>The most canopy seen in a year, which is what years are compared by: a mean would follow how many clear scenes winter had.</summary>
/// <param name="Year">The year.</param>
/// <param name="SquareMetres">The largest area observed.</param>
/// <param name="TideMetres">The tide of that observation; NaN where unknown.</param>
/// <param name="Observations">How many of the year's observations saw anything; at least one.</param>
public readonly record struct SeasonalMaximum(int Year, double SquareMetres, double TideMetres, int Observations)
{
    /// <summary>One per year in which anything was seen, in order; a year of nothing but NaN is missing, not zero.</summary>
    /// <exception cref="ArgumentException">An area is negative or infinite.</exception>
    public static IReadOnlyList<SeasonalMaximum> Of(IEnumerable<CanopyObservation> observations)
    {
        ArgumentNullException.ThrowIfNull(observations);
        return [.. observations.Where(IsSeen)
            .GroupBy(observation => observation.Year)
            .OrderBy(year => year.Key)
            .Select(year => (Largest: year.MaxBy(o => o.SquareMetres), Count: year.Count()))
            .Select(year => new SeasonalMaximum(year.Largest.Year, year.Largest.SquareMetres, year.Largest.TideMetres, year.Count))];
    }

    private static bool IsSeen(CanopyObservation observation) => observation.SquareMetres switch
    {
        double.NaN => false,
        >= 0 and < double.PositiveInfinity => true,
        var area => throw new ArgumentException($"The canopy of {observation.Year} is {area} m²; it must be zero or more, or NaN where nothing was seen."),
    };
}
