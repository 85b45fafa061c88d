using CarbonApp.Engine.Kelp.Detection;
using CarbonApp.Engine.Kelp.Radiometry;

namespace CarbonApp.Engine.Kelp.Water;

/// <summary>From the sums of a window to mean water and to the filter g = C⁻¹t/(t'C⁻¹t): of all linear measures that give 1 for the target t it is
/// the one that answers least to the water's own variation.</summary>
/// <remarks>Source: Manolakis, Marden and Shaw 2003 (matched filter); shrinkage towards a multiple of the identity: Ledoit and Wolf 2004, with the
/// share fixed at .1.</remarks>
internal sealed class MatchedFilter(float[] target, bool[] has)
{
    /// <summary>Weight of the identity in C'.</summary>
    public const double Shrinkage = 0.1;

    /// <summary>Variance that rounding to whole digital numbers has (1/12 of a step), so that a flat image is not without any.</summary>
    private const double RoundingVariance = 1.0 / 12;

    private readonly int[] _present = [.. Enumerable.Range(0, TestBands.Count).Where(band => has[band])];

    /// <summary>Fills mean, filter and the filter's standard deviation.</summary>
    /// <param name="bands">Whose offsets turn numbers into reflectance.</param>
    /// <param name="reference">What the sums were taken relative to.</param>
    /// <param name="sums">Of a window, as <see cref="CellSums"/> lays them out.</param>
    /// <param name="block">As <see cref="WaterBlock"/> says.</param>
    public void Describe(TestBands bands, ReadOnlySpan<int> reference, ReadOnlySpan<long> sums, Span<float> block)
    {
        for (var band = 0; band < TestBands.Count; band++)
        {
            var mean = reference[band] + (double)sums[1 + band] / sums[0];
            block[WaterBlock.Mean + band] = (float)(mean + bands.Buffers[band].OffsetDn) * SurfaceReflectance.PerDn;
            block[WaterBlock.Filter + band] = 0;
        }

        var n = _present.Length;
        Span<double> covariance = stackalloc double[n * n];
        Span<double> shrunk = stackalloc double[n * n];
        Covariance(sums, covariance);
        Shrink(covariance, n, shrunk);
        Span<double> t = stackalloc double[n];
        Span<double> weights = stackalloc double[n];
        for (var i = 0; i < n; i++)
        {
            t[i] = target[_present[i]];
        }

        SymmetricMatrix.Solve(shrunk, t, weights);
        Normalize(t, weights);
        for (var i = 0; i < n; i++)
        {
            block[WaterBlock.Filter + _present[i]] = (float)weights[i];
        }

        block[WaterBlock.FilterSigma] = (float)Math.Sqrt(Quadratic(covariance, weights)) * SurfaceReflectance.PerDn;
    }

    /// <summary>In squares of digital numbers.</summary>
    private void Covariance(ReadOnlySpan<long> sums, Span<double> covariance)
    {
        double count = sums[0];
        var n = _present.Length;
        for (var i = 0; i < n; i++)
        {
            for (var j = i; j < n; j++)
            {
                var (a, b) = (_present[i], _present[j]);
                var product = 1 + TestBands.Count + a * TestBands.Count - a * (a - 1) / 2 + (b - a);
                var value = sums[product] / count - sums[1 + a] / count * (sums[1 + b] / count);
                covariance[i * n + j] = covariance[j * n + i] = value + (i == j ? RoundingVariance : 0);
            }
        }
    }

    private static void Shrink(ReadOnlySpan<double> covariance, int n, Span<double> shrunk)
    {
        var trace = 0.0;
        for (var i = 0; i < n; i++)
        {
            trace += covariance[i * n + i];
        }

        for (var i = 0; i < n * n; i++)
        {
            shrunk[i] = (1 - Shrinkage) * covariance[i] + (i % (n + 1) == 0 ? Shrinkage * trace / n : 0);
        }
    }

    private static void Normalize(ReadOnlySpan<double> target, Span<double> weights)
    {
        var answer = 0.0;
        for (var i = 0; i < weights.Length; i++)
        {
            answer += target[i] * weights[i];
        }

        for (var i = 0; i < weights.Length; i++)
        {
            weights[i] /= answer;
        }
    }

    private static double Quadratic(ReadOnlySpan<double> matrix, ReadOnlySpan<double> x)
    {
        var sum = 0.0;
        for (var i = 0; i < x.Length; i++)
        {
            for (var j = 0; j < x.Length; j++)
            {
                sum += x[i] * matrix[i * x.Length + j] * x[j];
            }
        }

        return sum;
    }
}
