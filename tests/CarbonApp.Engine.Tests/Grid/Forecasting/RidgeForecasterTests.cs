using CarbonApp.Engine.Grid.Forecasting;
using CarbonApp.Engine.Grid.Signals;

namespace CarbonApp.Engine.Tests.Grid.Forecasting;

public class RidgeForecasterTests
{
    [Theory]
    [InlineData(0, "nothing measured")]
    [InlineData(0, "a million")]
    [InlineData(0, "noise")]
    [InlineData(13, "nothing measured")]
    [InlineData(13, "noise")]
    public void Issue_FutureCorrupted_ChangesNotOneBit(int hour, string corruption)
    {
        const int Days = 400;
        var values = Synthetic.Days(Days + 20);
        var issuedAt = Synthetic.Start.AddDays(Days).AddHours(hour).AddMinutes(25);
        var clean = Issued(RidgeForecaster.Issue(Synthetic.Signal(values), issuedAt));

        var random = new Random(2);
        for (var h = (Days * 24) + hour; h < values.Length; h++)
        {
            values[h] = corruption switch
            {
                "nothing measured" => double.NaN,
                "a million" => 1e6,
                _ => Math.Max(0, values[h] - (300 * random.NextDouble())),
            };
        }

        var corrupted = Issued(RidgeForecaster.Issue(Synthetic.Signal(values), issuedAt));

        Assert.Equal(clean.Method, corrupted.Method);
        AssertSameBits(clean.Expected, corrupted.Expected);
        Assert.Equal(clean.Scenarios.Count, corrupted.Scenarios.Count);
        foreach (var (one, other) in clean.Scenarios.Zip(corrupted.Scenarios))
        {
            AssertSameBits(one, other);
        }
    }

    [Fact]
    public void Issue_LastHourBeforeTheIssueChanged_ChangesTheForecast()
    {
        var values = Synthetic.Days(400);
        var before = Issued(RidgeForecaster.Issue(Synthetic.Signal(values), Synthetic.Start.AddDays(400))).Expected.ToArray();
        values[^1] = 900;

        Assert.NotEqual(before, Issued(RidgeForecaster.Issue(Synthetic.Signal(values), Synthetic.Start.AddDays(400))).Expected.ToArray());
    }

    [Fact]
    public void Issue_InTheMiddleOfAnHour_BeginsWithThatHour()
    {
        var forecast = Issued(RidgeForecaster.Issue(Synthetic.Signal(Synthetic.Days(100)), Synthetic.Start.AddDays(90).AddHours(10.4), 48));

        Assert.Equal(Synthetic.Start.AddDays(90).AddHours(10), forecast.Mean.Start);
        Assert.Equal(48, forecast.Mean.Count);
        Assert.Equal(Synthetic.Start.AddDays(90).AddHours(10.4), forecast.IssuedAt);
        Assert.Equal(new SignalProvenance("forecaster", SignalStatus.Forecast, forecast.IssuedAt), Assert.Single(forecast.Mean.Provenances));
    }

    [Theory]
    [InlineData(6)]
    [InlineData(17)]
    public void Issue_RegularDays_AreForecastAtTheirHour(int hour)
    {
        var values = Synthetic.Days(200, noise: 5);
        var forecast = Issued(RidgeForecaster.Issue(Synthetic.Signal(values), Synthetic.Start.AddDays(150).AddHours(hour)));

        Assert.NotNull(forecast.Method.Penalty);
        for (var h = 0; h < 96; h++)
        {
            Assert.Equal(values[(150 * 24) + hour + h], forecast.Expected[h], 15.0);
        }
    }

    [Fact]
    public void Issue_SixDays_IsTooLittle()
    {
        var outcome = RidgeForecaster.Issue(Synthetic.Signal(Synthetic.Days(6)), Synthetic.Start.AddDays(6));

        Assert.Equal(TimeSpan.FromDays(6), Assert.IsType<ForecastOutcome.TooLittleHistory>(outcome).Known);
    }

    [Fact]
    public void Issue_NothingKnown_IsTooLittle() =>
        Assert.Equal(TimeSpan.Zero, Assert.IsType<ForecastOutcome.TooLittleHistory>(RidgeForecaster.Issue(CarbonSignal.Unknown(TestSignals.Basis), Synthetic.Start)).Known);

    [Fact]
    public void Issue_SevenDays_IsTheirMeanDayWithoutABand()
    {
        // 100, 110 … 160 at every hour of days 1 to 7: the geometric mean of one plus them, less one.
        var values = Enumerable.Range(0, 7 * 24).Select(h => 100.0 + (10 * (h / 24))).ToArray();
        var forecast = Issued(RidgeForecaster.Issue(Synthetic.Signal(values), Synthetic.Start.AddDays(7)));

        Assert.Null(forecast.Method.Penalty);
        Assert.Equal(Math.Pow(101.0 * 111 * 121 * 131 * 141 * 151 * 161, 1.0 / 7) - 1, forecast.Expected[0], 1e-9);
        Assert.Equal(forecast.Expected[0], forecast.Expected[95], 1e-12);
        Assert.Empty(forecast.Scenarios);
        Assert.Equal(0, forecast.Quantile(0.9).Count);
    }

    [Theory]
    [InlineData(59, false)]
    [InlineData(61, true)]
    public void Issue_AroundSixtyDays_FitsARegressionOnlyWithMore(int days, bool regression)
    {
        var forecast = Issued(RidgeForecaster.Issue(Synthetic.Signal(Synthetic.Days(days)), Synthetic.Start.AddDays(days), 24));

        Assert.Equal(regression, forecast.Method.Penalty is not null);
    }

    [Fact]
    public void Issue_LastDaysNotMeasured_SaysSo()
    {
        var outcome = RidgeForecaster.Issue(Synthetic.Signal(Synthetic.Days(100)), Synthetic.Start.AddDays(102));

        var thin = Assert.IsType<ForecastOutcome.WeekBeforeTooThin>(outcome);
        Assert.Equal((TimeSpan.FromDays(5), Synthetic.Start.AddDays(100)), (thin.Known, thin.LastKnown));
    }

    [Fact]
    public void Issue_TenthOfTheHoursMissing_HardlyErrsMore()
    {
        var values = Synthetic.Days(310, noise: 20);
        var random = new Random(3);
        var holed = Array.ConvertAll(values, v => random.Next(10) == 0 ? double.NaN : v);
        var forecast = Issued(RidgeForecaster.Issue(Synthetic.Signal(holed[..(300 * 24)]), Synthetic.Start.AddDays(300)));

        Assert.True(forecast.Method.Days > 250);
        Assert.True(Enumerable.Range(0, 96).Average(h => Math.Abs(forecast.Expected[h] - values[(300 * 24) + h])) < 20);
        Assert.All(forecast.Scenarios, s => Assert.All(s, v => Assert.True(double.IsFinite(v))));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(42.5)]
    [InlineData(999_000)]
    public void Issue_SameValueAlways_IsForecastWithNoWidth(double value)
    {
        var values = new double[200 * 24];
        Array.Fill(values, value);
        var forecast = Issued(RidgeForecaster.Issue(Synthetic.Signal(values), Synthetic.Start.AddDays(200)));

        Assert.All(forecast.Expected.ToArray(), e => Assert.Equal(value, e, 1e-6 * (1 + value)));
        Assert.Equal(forecast.Quantile(0.1).GramsPerKilowattHour[5], forecast.Quantile(0.9).GramsPerKilowattHour[5], 1e-6 * (1 + value));
    }

    [Fact]
    public void Issue_WildHistory_StaysFiniteAndNotNegative()
    {
        var random = new Random(4);
        var values = Enumerable.Range(0, 150 * 24).Select(_ => random.Next(4) switch { 0 => 0, 1 => 1e6, 2 => double.NaN, _ => random.NextDouble() * 500 }).ToArray();
        var forecast = Issued(RidgeForecaster.Issue(Synthetic.Signal(values), Synthetic.Start.AddDays(150)));

        Assert.All(forecast.Expected.ToArray(), e => Assert.InRange(e, 0, 1e6));
        Assert.All(forecast.Scenarios, s => Assert.All(s, v => Assert.InRange(v, 0, 1e6)));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(169)]
    public void Issue_HorizonOutOfRange_Throws(int hours) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => RidgeForecaster.Issue(Synthetic.Signal(Synthetic.Days(10)), Synthetic.Start.AddDays(10), hours));

    private static CarbonForecast Issued(ForecastOutcome outcome) => Assert.IsType<ForecastOutcome.Issued>(outcome).Forecast;

    private static void AssertSameBits(ReadOnlySpan<double> one, ReadOnlySpan<double> other) =>
        Assert.True(System.Runtime.InteropServices.MemoryMarshal.AsBytes(one).SequenceEqual(System.Runtime.InteropServices.MemoryMarshal.AsBytes(other)));
}
