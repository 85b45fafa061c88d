using CarbonApp.Engine.Grid.Forecasting;

namespace CarbonApp.Engine.Tests.Grid.Forecasting;

public class ErrorBandTests
{
    [Fact]
    public void Calibrate_FewerThanTenDays_GivesNoBand()
    {
        var (scenarios, factor) = ErrorBand.Calibrate([.. Enumerable.Range(0, 9).Select(d => new double[] { d })]);

        Assert.Empty(scenarios);
        Assert.Equal(1, factor);
    }

    [Fact]
    public void Calibrate_LatestDaysErrTwiceAsMuch_StretchesTwofold()
    {
        // 100 older days err by −50 … 49 at each hour, the latest 60 by twice such errors.
        var older = Enumerable.Range(0, 100).Select(d => Row(d - 50));
        var latest = Enumerable.Range(0, 60).Select(d => Row(2 * (((d * 100.0) / 60) - 49.5)));

        var (scenarios, factor) = ErrorBand.Calibrate([.. older, .. latest]);

        Assert.Equal(2, factor, 0.06);
        Assert.Equal(100, scenarios.Length);
        Assert.Equal(-0.5 + (factor * -49.5), scenarios[0][0], 1e-9);
    }

    [Theory]
    [InlineData(200, 1)]
    [InlineData(200, 5)]
    [InlineData(40, 1)]
    public void Calibrate_ErrorsOfAnySpread_HoldsEightTenthsOfNewOnes(int days, double recentSpread)
    {
        var random = new Random(5);
        var errors = Enumerable.Range(0, days).Select(d => Skewed(random, days - d <= 60 ? recentSpread : 1)).ToArray();
        var (scenarios, _) = ErrorBand.Calibrate(errors);
        var inside = 0;
        for (var day = 0; day < 1000; day++)
        {
            var next = Skewed(random, recentSpread);
            for (var h = 0; h < 24; h++)
            {
                var column = scenarios.Select(s => s[h]).Order().ToArray();
                inside += next[h] >= Quantiles.OfSorted(column, 0.1) && next[h] <= Quantiles.OfSorted(column, 0.9) ? 1 : 0;
            }
        }

        Assert.InRange(inside / 24_000.0, 0.77, 0.84);
    }

    [Fact]
    public void Calibrate_NoErrorsEver_HasNoWidth()
    {
        var (scenarios, factor) = ErrorBand.Calibrate([.. Enumerable.Range(0, 120).Select(_ => Row(0))]);

        Assert.Equal(1, factor);
        Assert.All(scenarios, s => Assert.All(s, e => Assert.Equal(0, e)));
    }

    [Theory]
    [InlineData(0, 1)]
    [InlineData(0.25, 1.5)]
    [InlineData(0.5, 2)]
    [InlineData(1, 4)]
    public void OfSorted_ThreeValues_Interpolates(double level, double expected) =>
        Assert.Equal(expected, Quantiles.OfSorted([1, 2, 4], level), 1e-12);

    private static double[] Row(double error) => [error, error, error];

    /// <summary>Twenty-four independent errors, the positive ones three times as large.</summary>
    private static double[] Skewed(Random random, double spread) =>
        [.. Enumerable.Range(0, 24).Select(_ => random.NextDouble() < 0.5 ? -spread * random.NextDouble() : 3 * spread * random.NextDouble())];
}
