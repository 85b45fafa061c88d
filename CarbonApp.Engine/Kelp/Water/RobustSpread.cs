using System.Runtime.Intrinsics;

namespace CarbonApp.Engine.Kelp.Water;

/// <summary>Median and spread of many values that a few outliers shall not move, from a histogram.</summary>
internal static class RobustSpread
{
    /// <summary>Bins of a histogram.</summary>
    public const int Bins = 512;

    /// <summary>Standard deviation of a normal distribution over its median absolute deviation, 1/Φ⁻¹(¾).</summary>
    public const float SigmaPerMad = 1.4826f;

    /// <summary>Counts values in their bins; what lies past the histogram's range counts in its outermost bins.</summary>
    /// <param name="values">Eight of any, NaN excepted.</param>
    /// <param name="lanes">How many of them count.</param>
    /// <param name="middle">Middle of the range.</param>
    /// <param name="binWidth">Width of a bin.</param>
    /// <param name="bins">The histogram.</param>
    public static void Count(Vector256<float> values, int lanes, float middle, float binWidth, Span<int> bins)
    {
        var positions = (values - Vector256.Create(middle)) / Vector256.Create(binWidth) + Vector256.Create(Bins / 2f);
        var chosen = Vector256.ConvertToInt32Native(Vector256.Min(Vector256.Max(positions, Vector256<float>.Zero), Vector256.Create(Bins - 1f)));
        for (var lane = 0; lane < lanes; lane++)
        {
            bins[chosen[lane]]++;
        }
    }

    /// <summary>Median, and 1.4826 times the median absolute deviation from it; values are taken as spread evenly within their bin.</summary>
    /// <param name="bins">Counts, at least one above 0; become running sums.</param>
    /// <param name="middle">As in <see cref="Count"/>.</param>
    /// <param name="binWidth">As in <see cref="Count"/>.</param>
    public static (float Median, float Sigma) Measure(Span<int> bins, float middle, float binWidth)
    {
        // Running sums first, so that the number of values below any point is two look-ups. Nearly all values lie in a tenth of the bins.
        var (first, last) = (bins.IndexOfAnyExcept(0), bins.LastIndexOfAnyExcept(0));
        for (var bin = first + 1; bin <= last; bin++)
        {
            bins[bin] += bins[bin - 1];
        }

        bins[(last + 1)..].Fill(bins[last]);

        var half = 0.5f * bins[^1];
        var median = PositionOf(bins, first, half);
        var (narrow, wide) = (0f, (float)Bins);
        for (var round = 0; round < 20; round++)
        {
            var reach = 0.5f * (narrow + wide);
            (narrow, wide) = Below(bins, median + reach) - Below(bins, median - reach) < half ? (reach, wide) : (narrow, reach);
        }

        return (middle + (median - Bins / 2) * binWidth, SigmaPerMad * wide * binWidth);
    }

    private static float PositionOf(ReadOnlySpan<int> sums, int first, float rank)
    {
        var bin = first;
        while (sums[bin] < rank)
        {
            bin++;
        }

        var before = bin == 0 ? 0 : sums[bin - 1];
        return bin + (rank - before) / (sums[bin] - before);
    }

    private static float Below(ReadOnlySpan<int> sums, float position)
    {
        var bin = (int)Math.Clamp(position, 0, Bins - 1);
        var before = bin == 0 ? 0 : sums[bin - 1];
        return before + Math.Clamp(position - bin, 0, 1) * (sums[bin] - before);
    }
}
