using System.Globalization;
using CarbonApp.Engine.Kelp.Trends;
using CarbonApp.Tests.Shared;

namespace CarbonApp.Engine.Tests.Kelp.Trends;

public class CanopyTrendTests
{
    [Fact]
    public void Of_FiveYearsWithATie_IsWorkedByHand()
    {
        // Areas 1 3 2 5 5: eight pairs rise, one falls, one ties, S = 7. Variance (5·4·15 − 2·1·9)/18 = 15.6667, z = 6/3.95811 = 1.51587.
        // Slopes −1 0 ½ ⅔ 1 1 4/3 3/2 2 3, median 1; C = 1.96·3.958 = 7.7578, ranks 1.1211 and 9.8789: −0.8789 and 2.8789.
        var trend = Estimated(CanopyTrend.Of(Years(1, 3, 2, 5, 5)));
        Assert.Equal(7, trend.S);
        Assert.Equal(1.51587, trend.Z, 1e-5);
        Assert.Equal(0.12955, trend.Probability, 1e-5);
        Assert.Equal(1, trend.SlopePerYear, 12);
        Assert.Equal(-0.8789, trend.SlopeLow, 1e-4);
        Assert.Equal(2.8789, trend.SlopeHigh, 1e-4);
        Assert.Null(trend.TideSlope);
    }

    // Worked outside this code, by enumeration in another language, from the summed patch areas of each quarter; 2025 has one quarter only.
    [Theory]
    [InlineData("Araucanian", 14, 117201.812, 1.355344, 0.175308, -84622.797660, 342042.309436)]
    [InlineData("Central Chile", 12, 37861.320, 1.146829, 0.251452, -55856.968764, 150853.661646)]
    [InlineData("Humboldtian", 20, 126111.751, 1.980887, 0.047604, -2795.627990, 261739.395137)]
    public void Of_ChileanGiantKelp2016To2024_IsTheIndependentResult(
        string region, int s, double slope, double z, double probability, double low, double high)
    {
        var maxima = SeasonalMaximum.Of(Chile().Where(row => row.Region == region && row.Year < 2025)
            .GroupBy(row => (row.Year, row.Quarter)).Select(quarter => new CanopyObservation(quarter.Key.Year, quarter.Sum(row => row.SquareMetres))));
        var trend = Estimated(CanopyTrend.Of(maxima));

        Assert.Equal(9, trend.Years);
        Assert.Equal(s, trend.S);
        Assert.Equal(slope, trend.SlopePerYear, 0.001);
        Assert.Equal(z, trend.Z, 1e-6);
        Assert.Equal(probability, trend.Probability, 1e-6);
        Assert.Equal(low, trend.SlopeLow, 0.001);
        Assert.Equal(high, trend.SlopeHigh, 0.001);
    }

    [Fact]
    public void Of_RandomYearsWithTies_EqualsBruteForce()
    {
        for (var seed = 0; seed < 200; seed++)
        {
            var random = new Random(seed);
            var areas = Enumerable.Range(0, random.Next(5, 30)).Select(_ => (double)random.Next(10)).ToArray();
            var trend = Estimated(CanopyTrend.Of(Years(areas)));

            var pairs = (from j in Enumerable.Range(0, areas.Length) from i in Enumerable.Range(0, j) select (i, j)).ToArray();
            Assert.Equal(pairs.Count(p => areas[p.j] > areas[p.i]) - pairs.Count(p => areas[p.j] < areas[p.i]), trend.S);
            var slopes = pairs.Select(p => (areas[p.j] - areas[p.i]) / (p.j - p.i)).ToArray();
            Assert.True(slopes.Count(x => x < trend.SlopePerYear) <= slopes.Length / 2 && slopes.Count(x => x > trend.SlopePerYear) <= slopes.Length / 2);
            Assert.True(trend.SlopeLow <= trend.SlopePerYear && trend.SlopePerYear <= trend.SlopeHigh);
            Assert.InRange(trend.Probability, 0, 1);
        }
    }

    [Fact]
    public void Of_ShuffledYears_CallsATrendAboutOneTimeInTwenty()
    {
        var random = new Random(11);
        var called = Enumerable.Range(0, 4000).Count(_ => Estimated(CanopyTrend.Of(Years([.. Enumerable.Range(0, 15).Select(_ => random.NextDouble())]))).Probability < 0.05);
        Assert.InRange(called / 4000.0, 0.03, 0.06);
    }

    [Fact]
    public void Of_MirroredAreas_MirrorsTheTrend()
    {
        var (up, down) = (Estimated(CanopyTrend.Of(Years(1, 4, 2, 8, 5, 7))), Estimated(CanopyTrend.Of(Years(9, 6, 8, 2, 5, 3))));
        Assert.Equal((up.S, up.Z, up.Probability), (-down.S, -down.Z, down.Probability));
        Assert.Equal(up.SlopePerYear, -down.SlopePerYear, 12);
        Assert.Equal(up.SlopeLow, -down.SlopeHigh, 12);
        Assert.Equal(up.SlopeHigh, -down.SlopeLow, 12);
    }

    [Fact]
    public void Of_MissingYear_CountsTheYearsBetween()
    {
        SeasonalMaximum[] maxima = [new(2016, 0, 0, 1), new(2017, 2, 0, 1), new(2018, 4, 0, 1), new(2022, 12, 0, 1), new(2023, 14, 0, 1)];
        Assert.Equal(2, Estimated(CanopyTrend.Of(maxima)).SlopePerYear, 12);
    }

    [Fact]
    public void Of_YearsAllAlike_IsNoTrendAtAll()
    {
        var trend = Estimated(CanopyTrend.Of(Years(3, 3, 3, 3, 3)));
        Assert.Equal((0, 0.0, 1.0, 0.0), (trend.S, trend.Z, trend.Probability, trend.SlopePerYear));
    }

    [Fact]
    public void Of_FourYears_AreTooFew() => Assert.Equal(new TrendOutcome.TooFewYears(4, 5), CanopyTrend.Of(Years(1, 2, 3, 4)));

    [Fact]
    public void Of_YearsOutOfOrder_Throws() =>
        Assert.Throws<ArgumentException>(() => CanopyTrend.Of([new(2017, 1, 0, 1), new(2016, 1, 0, 1), new(2018, 1, 0, 1), new(2019, 1, 0, 1), new(2020, 1, 0, 1)]));

    [Fact]
    public void WithTideTakenOut_AreasThatFollowTheTideAlone_HaveNoTrend()
    {
        // 100 m² less per metre, and the overpasses met ever lower tides: the rise of 20 m²/y is the tide's alone.
        double[] tides = [1.4, 1.3, 1.0, 0.9, 0.7, 0.3];
        SeasonalMaximum[] maxima = [.. tides.Select((tide, i) => new SeasonalMaximum(2016 + i, 500 - (100 * tide), tide, 1))];
        Assert.True(Estimated(CanopyTrend.Of(maxima)).Probability < 0.01);

        var trend = Estimated(CanopyTrend.WithTideTakenOut(maxima));
        Assert.Equal(-100, trend.TideSlope!.Value, 9);
        Assert.Equal(0, trend.SlopePerYear, 9);
    }

    [Fact]
    public void WithTideTakenOut_AlternatingTide_ShowsTheTrendBelow()
    {
        // Tide 0 1 0 1 … at −100 m²/m hides a rise of 10 m²/y; the regression sees −100 + its share of the rise, worked by hand: means of the
        // four years at 0 and of the four at 1 are 30 and −60 above the base, so −90.
        SeasonalMaximum[] maxima = [.. Enumerable.Range(0, 8).Select(i => new SeasonalMaximum(2016 + i, 1000 + (10 * i) - (100 * (i % 2)), i % 2, 1))];
        var trend = Estimated(CanopyTrend.WithTideTakenOut(maxima));
        Assert.Equal(-90, trend.TideSlope!.Value, 9);
        Assert.InRange(trend.SlopePerYear, 8, 12);
        Assert.True(trend.Probability < Estimated(CanopyTrend.Of(maxima)).Probability);
    }

    [Fact]
    public void WithTideTakenOut_YearsWithoutTide_TakeNoPart() =>
        Assert.Equal(new TrendOutcome.TooFewYears(0, 5), CanopyTrend.WithTideTakenOut([.. Years(1, 2, 3, 4, 5, 6).Select(m => m with { TideMetres = double.NaN })]));

    [Fact]
    public void SeasonalMaximum_NoData_IsNeitherZeroNorAYear()
    {
        var maxima = SeasonalMaximum.Of([new(2017, 5, 0.5), new(2017, 9, 1.5), new(2017, double.NaN), new(2016, double.NaN), new(2018, 0)]);
        Assert.Equal([new(2017, 9, 1.5, 2), new(2018, 0, double.NaN, 1)], maxima);
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(double.PositiveInfinity)]
    public void SeasonalMaximum_AreaThatMeasuresNothing_ThrowsNamingTheYear(double area) =>
        Assert.Contains("2017", Assert.Throws<ArgumentException>(() => SeasonalMaximum.Of([new(2017, area)])).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData(0, 1)]
    [InlineData(0.5, 0.4795001221869535)]
    [InlineData(1.3859038243496777, 0.05)]
    [InlineData(2, 0.004677734981047266)]
    [InlineData(4, 1.541725790028002e-8)]
    public void ErrorFunctionComplement_IsThatOfTheTables(double x, double value) => Assert.Equal(value, ErrorFunctionComplement.At(x), 1e-13);

    private static SeasonalMaximum[] Years(params double[] areas) => [.. areas.Select((area, i) => new SeasonalMaximum(2000 + i, area, 0, 1))];

    private static TrendOutcome.Estimated Estimated(TrendOutcome outcome) => Assert.IsType<TrendOutcome.Estimated>(outcome);

    private static IEnumerable<(string Region, int Year, string Quarter, double SquareMetres)> Chile() =>
        File.ReadLines(SharedData.File("kelp/time-series/chile_macrocystis_2016_2025.csv")).Skip(1).Select(line => line.Replace("\"", "", StringComparison.Ordinal).Split(','))
            .Select(cells => (cells[4], int.Parse(cells[5].AsSpan(0, 4), CultureInfo.InvariantCulture), cells[5][5..], double.Parse(cells[3], CultureInfo.InvariantCulture)));
}
