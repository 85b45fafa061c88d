using CarbonApp.Engine.Kelp.Carbon;

namespace CarbonApp.Engine.Tests.Kelp.Carbon;

public class DistributionTests
{
    public static TheoryData<Distribution, double, double> Moments => new()
    {
        // Mean and variance of each by its textbook formula.
        { new Distribution.Uniform(2, 5), 3.5, 9 / 12.0 },
        { new Distribution.Normal(0.28, 0.05), 0.28, 0.0025 },
        { new Distribution.Lognormal(8, 0.3), 8 * Math.Exp(0.045), 64 * Math.Exp(0.09) * (Math.Exp(0.09) - 1) },
        { new Distribution.Beta(0.088, 170), 0.088, 0.088 * 0.912 / 171 },
        { new Distribution.Beta(0.317, 130), 0.317, 0.317 * 0.683 / 131 },
        { new Distribution.Triangular(0.01, 0.05, 0.12), 0.06, ((0.01 * 0.01) + (0.05 * 0.05) + (0.12 * 0.12) - (0.01 * 0.05) - (0.01 * 0.12) - (0.05 * 0.12)) / 18 },
        { new Distribution.Exactly(7), 7, 0 },
    };

    // Φ⁻¹ as Python's statistics module gives it.
    [Theory]
    [InlineData(1e-10, -6.361340902404056)]
    [InlineData(0.001, -3.090232306167813)]
    [InlineData(0.05, -1.6448536269514726)]
    [InlineData(0.3, -0.5244005127080407)]
    [InlineData(0.5, 0.0)]
    [InlineData(0.9, 1.2815515655446008)]
    [InlineData(0.975, 1.9599639845400536)]
    [InlineData(0.999999, 4.753424308817089)]
    public void Quantile_StandardNormal_IsThatOfTheTables(double probability, double z) =>
        Assert.Equal(z, new Distribution.Normal(0, 1).Quantile(probability), 1e-13 * Math.Max(1, Math.Abs(z)));

    // From Simpson's rule over the density with 4,000 intervals and bisection, worked outside this code.
    [Theory]
    [InlineData(0.088, 170, 0.055317873, 0.086385472, 0.126195266)]
    [InlineData(0.125, 180, 0.087059451, 0.123610453, 0.167684732)]
    [InlineData(0.263, 62, 0.176247887, 0.260438258, 0.358510038)]
    [InlineData(0.317, 130, 0.251738662, 0.316058930, 0.385474871)]
    public void Quantile_Beta_IsThatOfIntegration(double mean, double precision, double p5, double p50, double p95)
    {
        var beta = new Distribution.Beta(mean, precision);
        Assert.Equal([p5, p50, p95], ((double[])[0.05, 0.5, 0.95]).Select(p => Math.Round(beta.Quantile(p), 9)));
    }

    [Fact]
    public void Quantile_BetaTwoTwo_SolvesItsCubic()
    {
        // Beta(2, 2) has the distribution function 3x² − 2x³: 0.15625 at a quarter, a half in the middle, 0.84375 at three quarters.
        var beta = new Distribution.Beta(0.5, 4);
        Assert.Equal(0.25, beta.Quantile(0.15625), 1e-12);
        Assert.Equal(0.5, beta.Quantile(0.5), 1e-12);
        Assert.Equal(0.75, beta.Quantile(0.84375), 1e-12);
    }

    [Fact]
    public void Quantile_BetaFromAnyStart_IsOneValue()
    {
        var beta = new Distribution.Beta(0.263, 62);
        foreach (var p in (double[])[1e-6, 0.01, 0.5, 0.99, 1 - 1e-6])
        {
            Assert.All((double[])[1e-9, 0.1, 0.5, 0.999], near => Assert.Equal(beta.Quantile(p), beta.Quantile(p, near), 1e-12));
        }
    }

    [Fact]
    public void Quantile_LopsidedLognormal_MeetsBothPublishedEnds()
    {
        // 56 (10–170) read as median and 95 % interval.
        var share = KelpConstants.For(KelpSpecies.Nereocystis).ExportedShare;
        Assert.Equal(0.15, share.Quantile(0.5), 1e-12);
        Assert.Equal(0.15 * 10 / 56, share.Quantile(0.025), 1e-4);
        Assert.Equal(0.15 * 170 / 56, share.Quantile(0.975), 1e-3);
    }

    [Theory]
    [InlineData(0, 0.0166)]
    [InlineData(1, 0.1034)]
    public void Quantile_Triangular_IsWorkedByHand(int end, double value)
    {
        // Below the mode: .01 + √(p·.11·.04), p = .01 gives .01663; above: .12 − √((1 − p)·.11·.07), p = .9643 gives .1034.
        Assert.Equal(value, new Distribution.Triangular(0.01, 0.05, 0.12).Quantile(end == 0 ? 0.01 : 0.9643), 1e-4);
    }

    [Theory]
    [MemberData(nameof(Moments))]
    public void Of_TenThousandDraws_HaveTheMomentsAndQuantilesOfTheirDistribution(Distribution distribution, double mean, double variance)
    {
        var draws = new LatticeDraws(new byte[32]).Of(3, distribution);
        Assert.Equal(mean, draws.Average(), 0.001 * mean);
        Assert.Equal(variance, draws.Average(x => (x - mean) * (x - mean)), (0.005 * variance) + 1e-15);

        // One draw in each slice: the k-th smallest lies between the slice's ends.
        var sorted = draws.Order().ToArray();
        Assert.All((int[])[500, 5_000, 9_500], k => Assert.InRange(sorted[k], distribution.Quantile(k / 10_000.0), distribution.Quantile((k + 1) / 10_000.0)));
    }

    [Fact]
    public void Of_TwoDimensions_AreUncorrelated()
    {
        var lattice = new LatticeDraws(new byte[32]);
        double[][] uniform = [.. Enumerable.Range(0, 9).Select(dimension => lattice.Of(dimension, new Distribution.Uniform(0, 1)))];
        for (var a = 0; a < 9; a++)
        {
            for (var b = 0; b < a; b++)
            {
                Assert.Equal(0, 12 * uniform[a].Zip(uniform[b], (x, y) => (x - 0.5) * (y - 0.5)).Average(), 0.01);
            }
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(double.NaN)]
    public void Quantile_ProbabilityOutsideTheOpenUnitInterval_Throws(double probability) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new Distribution.Normal(0, 1).Quantile(probability));

    [Theory]
    [InlineData(0, 100)]
    [InlineData(1, 100)]
    [InlineData(0.5, 2)]
    public void Beta_WithoutAHump_Throws(double mean, double precision) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new Distribution.Beta(mean, precision));
}
