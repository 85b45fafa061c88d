namespace CarbonApp.Engine.Kelp.Trends;

/// <summary>Whether canopy rises or falls over the years, or that the years do not tell.</summary>
public abstract record TrendOutcome
{
    private TrendOutcome()
    {
    }

    /// <summary>A trend, which may well be none: see the probability.</summary>
    /// <param name="Years">Years that took part.</param>
    /// <param name="SlopePerYear">Sen's slope: the median of the slopes between all pairs of years, m²/y.</param>
    /// <param name="SlopeLow">Lower end of its 95 % interval.</param>
    /// <param name="SlopeHigh">Upper end.</param>
    /// <param name="S">Mann-Kendall statistic: pairs of years that rise minus pairs that fall.</param>
    /// <param name="Z">S over its standard deviation, ties and continuity corrected; 0 where S is.</param>
    /// <param name="Probability">Two-sided: how often years without a trend would look as much like one. Below .05 is usually called a trend.</param>
    /// <param name="TideSlope">Change of seen canopy per metre of tide that was taken out first, m²/m; null without tide.</param>
    public sealed record Estimated(
        int Years, double SlopePerYear, double SlopeLow, double SlopeHigh, int S, double Z, double Probability, double? TideSlope) : TrendOutcome;

    /// <summary>Fewer years than a trend needs.</summary>
    /// <param name="Years">Years with an area, and with a tide where that is asked for.</param>
    /// <param name="Needed">The least that is taken.</param>
    public sealed record TooFewYears(int Years, int Needed) : TrendOutcome;
}
