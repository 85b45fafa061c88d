namespace CarbonApp.Engine.Kelp.Trends;

/// <summary>Sen's slope and the Mann-Kendall test over seasonal maxima: both go by order alone, so one freak year does not decide.</summary>
public static class CanopyTrend
{
    /// <summary>Fewer years are not tested: below it even a series that only rises stays above a probability of .05.</summary>
    public const int LeastYears = 5;

    /// <summary>97.5 % quantile of the standard normal distribution.</summary>
    private const double Z975 = 1.959963984540054;

    /// <summary>The trend of the areas as they are.</summary>
    /// <param name="maxima">One per year, in order (<see cref="SeasonalMaximum.Of"/>); years may be missing.</param>
    /// <exception cref="ArgumentException">Years are not in rising order.</exception>
    public static TrendOutcome Of(IReadOnlyList<SeasonalMaximum> maxima)
    {
        ArgumentNullException.ThrowIfNull(maxima);
        return Test([.. maxima.Select(m => m.Year)], [.. maxima.Select(m => m.SquareMetres)], null);
    }

    /// <summary>
    /// The trend that is left when the tide's part is taken out: areas are regressed on the tide of their overpass, and the residuals tested
    /// (Helsel et al. 2020, section 12.3.3: nonparametric test on residuals). Years without a tide take no part.
    /// </summary>
    /// <param name="maxima">One per year, in order; years may be missing.</param>
    /// <exception cref="ArgumentException">Years are not in rising order.</exception>
    public static TrendOutcome WithTideTakenOut(IReadOnlyList<SeasonalMaximum> maxima)
    {
        ArgumentNullException.ThrowIfNull(maxima);
        var known = maxima.Where(m => !double.IsNaN(m.TideMetres)).ToArray();
        if (known.Length < LeastYears)
        {
            return new TrendOutcome.TooFewYears(known.Length, LeastYears);
        }

        var (meanTide, meanArea) = (known.Average(m => m.TideMetres), known.Average(m => m.SquareMetres));
        var spread = known.Sum(m => (m.TideMetres - meanTide) * (m.TideMetres - meanTide));
        var slope = spread > 0 ? known.Sum(m => (m.TideMetres - meanTide) * (m.SquareMetres - meanArea)) / spread : 0;
        return Test([.. known.Select(m => m.Year)], [.. known.Select(m => m.SquareMetres - (slope * (m.TideMetres - meanTide)))], slope);
    }

    private static TrendOutcome Test(int[] years, double[] areas, double? tideSlope)
    {
        if (years.Zip(years.Skip(1)).Any(pair => pair.First >= pair.Second))
        {
            throw new ArgumentException("Years must rise, one seasonal maximum each.");
        }

        if (years.Length < LeastYears)
        {
            return new TrendOutcome.TooFewYears(years.Length, LeastYears);
        }

        var (slopes, s) = (new List<double>(years.Length * (years.Length - 1) / 2), 0);
        for (var i = 0; i < years.Length; i++)
        {
            for (var j = i + 1; j < years.Length; j++)
            {
                s += Math.Sign(areas[j] - areas[i]);
                slopes.Add((areas[j] - areas[i]) / (years[j] - years[i]));
            }
        }

        slopes.Sort();
        var deviation = Math.Sqrt(VarianceOfS(areas));
        var z = deviation > 0 ? (s - Math.Sign(s)) / deviation : 0;
        var (low, high) = Interval(slopes, Z975 * deviation);
        return new TrendOutcome.Estimated(years.Length, Median(slopes), low, high, s, z, TwoSided(z), tideSlope);
    }

    /// <summary>n(n−1)(2n+5)/18, less the same of every group of equal areas (Kendall 1975; Gilbert 1987, equation 16.2).</summary>
    private static double VarianceOfS(double[] areas) =>
        (Term(areas.Length) - areas.GroupBy(area => area).Sum(tied => Term(tied.Count()))) / 18;

    private static double Term(double n) => n * (n - 1) * ((2 * n) + 5);

    /// <summary>The slopes C/2 ranks either side of the middle (Sen 1968; Gilbert 1987, section 16.4.2), between neighbours in a straight line.</summary>
    private static (double Low, double High) Interval(List<double> slopes, double halfWidth)
    {
        // Ranks from 1: (N − C)/2 and (N + C)/2 + 1.
        return (AtRank(slopes, (slopes.Count - halfWidth) / 2), AtRank(slopes, ((slopes.Count + halfWidth) / 2) + 1));
    }

    private static double AtRank(List<double> sorted, double rankFromOne)
    {
        var rank = Math.Clamp(rankFromOne - 1, 0, sorted.Count - 1);
        var below = (int)rank;
        var above = Math.Min(below + 1, sorted.Count - 1);
        return sorted[below] + ((rank - below) * (sorted[above] - sorted[below]));
    }

    private static double Median(List<double> sorted) => (sorted[(sorted.Count - 1) / 2] + sorted[sorted.Count / 2]) / 2;

    /// <summary>Twice the normal tail beyond |z|.</summary>
    private static double TwoSided(double z) => ErrorFunctionComplement.At(Math.Abs(z) / Math.Sqrt(2));
}
