namespace CarbonApp.Engine.Kelp.Composite;

/// <summary>How dates become one picture.</summary>
public sealed class CompositeOptions
{
    /// <summary>Passes used at most, the best by score (ours).</summary>
    public int MostPasses { get; init; } = 20;

    /// <summary>Share of a pixel's clear dates that have canopy, from which on it is kept: drifting mats and foam come and go.</summary>
    public double LeastPersistence { get; init; } = 0.5;

    /// <summary>Share of a pixel's clear low-tide dates on which it looks like land, above which it counts as falling dry.</summary>
    public double IntertidalShare { get; init; } = 0.05;

    /// <summary>Pixels of a bed at least; corners count as connected.</summary>
    public int LeastBedPixels { get; init; } = 4;

    /// <summary>Months of the season, 1 to 12; null for all.</summary>
    public IReadOnlySet<int>? SeasonMonths { get; init; }

    /// <summary>What a date outside of the season counts for in the score, 0 to 1 (ours).</summary>
    public double OffSeasonWeight { get; init; } = 0.5;
}
