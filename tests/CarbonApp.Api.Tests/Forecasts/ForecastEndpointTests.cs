using System.Globalization;
using System.Text;
using System.Text.Json;
using CarbonApp.Api.Tests.Data;
using CarbonApp.Api.Tests.Fakes;
using CarbonApp.Api.Tests.Imports;
using CarbonApp.Engine.Grid.Forecasting;
using CarbonApp.Engine.Grid.Signals;
using CarbonApp.Tests.Shared;
using CarbonApp.Tests.Shared.Servers;

namespace CarbonApp.Api.Tests.Forecasts;

/// <summary>History goes in through the import and the forecast comes out over HTTP, with a real database between.</summary>
public sealed class ForecastEndpointTests(PostgresServer server) : IAsyncLifetime
{
    private static readonly DateTimeOffset Start = new(2025, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private ApiOnPostgres _api = null!;

    public async ValueTask InitializeAsync() => _api = await ApiOnPostgres.StartAsync(server);

    public ValueTask DisposeAsync() => _api.DisposeAsync();

    [Fact]
    public async Task Get_ThreeMeasuredYearsOfGermany_IsTheForecastOfTheEngineWithItsSkill()
    {
        var rows = File.ReadLines(SharedData.File("grid/hourly-2021-2023/intensity_lifecycle.csv")).Select(line => line.Split(',')).ToArray();
        var column = Array.IndexOf(rows[0], "DE");
        var issuedAt = new DateTimeOffset(2023, 6, 1, 0, 0, 0, TimeSpan.Zero);
        await _api.ImportAsync("?zone=DE", "time,value\n" + string.Join('\n', rows[1..].Select(r => $"{r[0]},{r[column]}")));

        var answer = await GetAsync("DE?at=2023-06-01&quantiles=0.1,0.9&hours=24");

        var first = DateTimeOffset.Parse(rows[1][0], CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal);
        var measured = CarbonSignal.FromRegular(
            SignalBasis.AverageLifecycle(ZoneId.Parse("DE")), first, TimeSpan.FromHours(1),
            [.. rows[1..].Select(r => double.Parse(r[column], CultureInfo.InvariantCulture))], new SignalProvenance("csv", SignalStatus.Measured, issuedAt));
        var expected = Assert.IsType<ForecastOutcome.Issued>(RidgeForecaster.Issue(measured, issuedAt)).Forecast;
        Assert.Equal(200, answer.Status);
        Assert.Equal(("ridge", 24), (answer.String("method", "name"), answer.At("hours").GetArrayLength()));
        AssertClose(expected.Expected[..24].ToArray(), Column(answer, h => h.GetProperty("intensity")));
        AssertClose(expected.Quantile(0.1).GramsPerKilowattHour[..24].ToArray(), Column(answer, h => h.GetProperty("quantiles")[0]));
        AssertClose(expected.Quantile(0.9).GramsPerKilowattHour[..24].ToArray(), Column(answer, h => h.GetProperty("quantiles")[1]));
        Assert.Equal("2023-06-01T00:00:00Z", answer.String("hours", "0", "start"));
        Assert.Equal("[]", answer.At("warnings").GetRawText());

        Assert.Equal(30, answer.Number("skill", "days"));
        Assert.InRange(answer.Number("skill", "coveragePercent"), 60, 95);
        Assert.InRange(answer.Number("skill", "own", "meanAbsolutePercent"), 1, answer.Number("skill", "persistence", "meanAbsolutePercent"));
        Assert.InRange(answer.Number("skill", "own", "keptSavingPercent"), answer.Number("skill", "persistence", "keptSavingPercent"), 100);
    }

    [Fact]
    public async Task Get_WhatIsMeasuredLater_ChangesNothing()
    {
        var days = Days(100);
        await _api.ImportAsync("?zone=GB", Csv(days));
        var before = await GetAsync("GB?at=2025-04-11");

        await _api.ImportAsync("?zone=GB", Csv([.. days, .. Enumerable.Repeat(4999.0, 240)]));

        var after = await GetAsync("GB?at=2025-04-11");
        Assert.Equal(200, before.Status);
        Assert.Equal(before.Text, after.Text);
        Assert.NotEqual(before.Text, (await GetAsync("GB?at=2025-04-20")).Text);
    }

    [Fact]
    public async Task Get_TwoWeeks_SaysThatTheMeanDayStandsIn()
    {
        await _api.ImportAsync("?zone=GB", Csv(Days(14, noise: 0)));

        var answer = await GetAsync("GB?at=2025-01-15&hours=24");

        Assert.Equal("mean-day", answer.String("method", "name"));
        Assert.Contains("MEAN_DAY", answer.At("warnings").GetRawText(), StringComparison.Ordinal);
        AssertClose(Days(1, noise: 0), Column(answer, h => h.GetProperty("intensity")), 1e-3);
    }

    [Fact]
    public async Task Get_ImportedForecastsOnly_AreNoHistory()
    {
        await _api.ImportAsync("?zone=GB&status=forecast", Csv(Days(90)));

        Assert.Equal((404, "NO_FORECAST"), CodeOf(await GetAsync("GB?at=2025-03-25")));
    }

    [Fact]
    public async Task Get_HistoryThatEndedWeeksAgo_NamesItsEndAndTheRemedy()
    {
        await _api.ImportAsync("?zone=GB", Csv(Days(60)));

        var answer = await GetAsync("GB?at=2025-06-01");

        Assert.Equal((404, "NO_FORECAST"), CodeOf(answer));
        Assert.Contains("2025-03-02T00:00:00Z", answer.String("detail"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("GB", 404, "NO_FORECAST")]
    [InlineData("QQ", 404, "UNKNOWN_ZONE")]
    [InlineData("-", 404, "UNKNOWN_ZONE")]
    [InlineData("GB?quantiles=0", 400, "VALIDATION")]
    [InlineData("GB?quantiles=1", 400, "VALIDATION")]
    [InlineData("GB?quantiles=NaN", 400, "VALIDATION")]
    [InlineData("GB?quantiles=0.1,,0.9", 400, "VALIDATION")]
    [InlineData("GB?quantiles=1e-999", 400, "VALIDATION")]
    [InlineData("GB?quantiles=.1,.1,.1,.1,.1,.1,.1,.1,.1,.1,.1,.1,.1,.1,.1,.1,.1,.1,.1,.1", 400, "VALIDATION")]
    [InlineData("GB?hours=0", 400, "VALIDATION")]
    [InlineData("GB?hours=97", 400, "VALIDATION")]
    [InlineData("GB?hours=99999999999", 400, "VALIDATION")]
    [InlineData("GB?at=0001-01-01", 400, "VALIDATION")]
    [InlineData("GB?at=1970-01-01", 404, "NO_FORECAST")]
    [InlineData("GB?kind=mean", 400, "VALIDATION")]
    public async Task Get_WhatCannotBeAnswered_IsAProblem(string query, int status, string code) =>
        Assert.Equal((status, code), CodeOf(await GetAsync(query)));

    [Fact]
    public async Task Get_WithoutADatabase_SaysThatTheStoreFailed()
    {
        await using var api = new TestApi();

        var answer = await api.GetAsync("/api/v2/forecast/GB");

        Assert.Equal((503, "STORE_UNAVAILABLE"), (answer.Status, answer.String("code")));
    }

    /// <summary>Hours between 200 and 400 gCO2eq/kWh, dirtiest at six in the morning.</summary>
    private static double[] Days(int days, double noise = 50)
    {
        var random = new Random(1);
        return [.. Enumerable.Range(0, days * 24).Select(h => 300 + (100 * Math.Sin(h * Math.PI / 12)) + (noise * ((2 * random.NextDouble()) - 1)))];
    }

    private static string Csv(double[] hours)
    {
        var text = new StringBuilder("time,value\n");
        for (var h = 0; h < hours.Length; h++)
        {
            text.Append(CultureInfo.InvariantCulture, $"{Start.AddHours(h):yyyy-MM-dd HH:mm},{hours[h]:R}\n");
        }

        return text.ToString();
    }

    private static double[] Column(Answer answer, Func<JsonElement, JsonElement> of) => [.. answer.At("hours").EnumerateArray().Select(h => of(h).GetDouble())];

    private static (int Status, string? Code) CodeOf(Answer answer) => (answer.Status, answer.String("code"));

    private static void AssertClose(double[] expected, double[] actual, double relative = 1e-9)
    {
        Assert.Equal(expected.Length, actual.Length);
        Assert.All(expected.Zip(actual), pair => Assert.Equal(pair.First, pair.Second, Math.Abs(pair.First) * relative));
    }

    private async Task<Answer> GetAsync(string query) => await Answer.Of(await _api.Client.GetAsync(new Uri("/api/v2/forecast/" + query, UriKind.Relative)));
}
