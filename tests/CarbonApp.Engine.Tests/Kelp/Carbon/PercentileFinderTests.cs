using CarbonApp.Engine.Kelp.Carbon;

namespace CarbonApp.Engine.Tests.Kelp.Carbon;

public class PercentileFinderTests
{
    private static readonly PercentileFinder Finder = new();

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(21)]
    [InlineData(1000)]
    [InlineData(10_000)]
    public void Of_RandomDraws_EqualsSorting(int count)
    {
        for (var seed = 0; seed < 20; seed++)
        {
            var random = new Random(seed);
            // Heavy tails and many ties: both crowd the draws into few of the buckets.
            var draws = Enumerable.Range(0, count).Select(_ => seed % 2 == 0 ? Math.Exp(5 * random.NextDouble() * random.NextDouble()) : random.Next(4)).ToArray();
            var sorted = draws.Order().ToArray();
            var found = Finder.Of(draws);
            Assert.Equal([At(sorted, 0.05), At(sorted, 0.5), At(sorted, 0.95)], [found.P5, found.P50, found.P95]);
        }
    }

    [Fact]
    public void Of_TwentyOneNumbers_AreTheSecondEleventhAndTwentieth() =>
        Assert.Equal(new Percentiles<double>(1, 10, 19), Finder.Of([.. Enumerable.Range(0, 21).Select(i => (double)i).Reverse()]));

    private static double At(double[] sorted, double share)
    {
        var rank = (sorted.Length - 1) * share;
        var below = (int)rank;
        var above = Math.Min(below + 1, sorted.Length - 1);
        return sorted[below] + ((rank - below) * (sorted[above] - sorted[below]));
    }
}
