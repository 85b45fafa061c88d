using System.Runtime.Intrinsics;

namespace CarbonApp.Engine.Kelp.Water;

/// <summary>Median and spread of many values that a few outliers shall not move, from a histogram.</summary>
internal static class RobustSpread
{
    /// <summary>Bins of a histogram.</summary>
    public const int Bins = 512;

    /// <summary>Standard deviation of a normal distribution over its median absolute deviation, 1/Φ⁻¹(¾).</summary>
    public const float SigmaPerMad = 1.4826f;

    /// <summary>The bin of a value; what lies past the histogram's range counts in its outermost bins.</summary>
    /// <param name="value">Any, NaN excepted.</param>
    /// <param name="middle">Middle of the range.</param>
    /// <param name="binWidth">Width of a bin.</param>
    public static int BinOf(float value, float middle, float binWidth) => (int)Math.Clamp((value - middle) / binWidth + Bins / 2, 0, Bins - 1);

    /// <summary>The same of eight values.</summary>
    public static Vector256<int> BinOf(Vector256<float> values, float middle, float binWidth)
    {
        var bins = (values - Vector256.Create(middle)) / Vector256.Create(binWidth) + Vector256.Create(Bins / 2f);
        return Vector256.ConvertToInt32Native(Vector256.Min(Vector256.Max(bins, Vector256<float>.Zero), Vector256.Create(Bins - 1f)));
    }

    /// <summary>Median, and 1.4826 times the median absolute deviation from it; values are taken as spread evenly within their bin.</summary>
    /// <param name="bins">Counts, at least one above 0; become running sums.</param>
    /// <param name="middle">As in <see cref="BinOf(float, float, float)"/>.</param>
    /// <param name="binWidth">As in <see cref="BinOf(float, float, float)"/>.</param>
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
