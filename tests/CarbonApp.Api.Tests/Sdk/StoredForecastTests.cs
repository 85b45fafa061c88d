using System.Globalization;
using System.Net;
using System.Text;
using CarbonApp.Api.Tests.Data;
using CarbonApp.Api.Tests.Imports;
using CarbonApp.Tests.Shared.Servers;

namespace CarbonApp.Api.Tests.Sdk;

/// <summary>Through a real database: what is imported is what the SDK's clients get.</summary>
public sealed class StoredForecastTests(PostgresServer server) : IAsyncLifetime
{
    private static readonly DateTimeOffset Issue = new(2025, 3, 10, 6, 30, 0, TimeSpan.Zero);

    private ApiOnPostgres _api = null!;

    public async ValueTask InitializeAsync() =>
        _api = await ApiOnPostgres.StartAsync(server, new() { ["Sources:Offline"] = "true", ["Sources:TimeBudgetMilliseconds"] = "20000" });

    public ValueTask DisposeAsync() => _api.DisposeAsync();

    [Fact]
    public async Task Batch_PastTime_IsForecastFromWhatWasMeasuredBefore()
    {
        await _api.ImportAsync("?zone=GB", Hours(Issue.AddDays(-40), 40 * 24, _ => 0));
        var before = await BatchAsync(Issue);

        // Whatever is measured afterwards must not change what was forecast.
        await _api.ImportAsync("?zone=GB", Hours(Issue, 96, _ => 700));
        var after = await BatchAsync(Issue);

        var forecast = SdkClient.Read<SdkClient.Forecast[]>(before).Single();
        Assert.Equal(before, after);
        Assert.Equal(Issue, forecast.RequestedAt);
        Assert.Equal(new DateTimeOffset(2025, 3, 10, 6, 0, 0, TimeSpan.Zero), forecast.GeneratedAt);
        Assert.Equal(new DateTimeOffset(2025, 3, 10, 7, 0, 0, TimeSpan.Zero), forecast.ForecastData[0].Timestamp);
        // The day repeats itself: cleanest at 13:00 and 14:00.
        Assert.Equal(13, forecast.OptimalDataPoints[0].Timestamp.Hour);
    }

    [Theory]
    [InlineData("2025-01-01T00:00:00Z", 404, "NO_FORECAST")]
    [InlineData("2190-01-01T00:00:00Z", 400, "VALIDATION")]
    public async Task Batch_TimeWithoutAForecast_IsAProblem(string requestedAt, int status, string code)
    {
        using var response = await PostAsync($$"""[{"requestedAt":"{{requestedAt}}","location":"uksouth"}]""");

        await response.ProblemAsync(status, code);
    }

    [Fact]
    public async Task Current_NewForecastImported_IsAnsweredAtOnce()
    {
        var hour = new DateTimeOffset(TimeProvider.System.GetUtcNow().UtcTicks / TimeSpan.TicksPerHour * TimeSpan.TicksPerHour, TimeSpan.Zero);
        await _api.ImportAsync("?zone=GB&status=forecast", Hours(hour, 30, _ => 0));
        var first = await CurrentAsync();
        var again = await CurrentAsync();
        await _api.ImportAsync("?zone=GB&status=forecast", Hours(hour, 30, i => i));
        var changed = await CurrentAsync();

        Assert.InRange(first.ForecastData.Length, 28, 30);
        Assert.Equal(first.ForecastData.Length, again.ForecastData.Length);
        Assert.All(first.ForecastData.Zip(changed.ForecastData), pair => Assert.NotEqual(pair.First.Value, pair.Second.Value));
    }

    [Fact]
    public async Task Current_NothingButTheYearlyMean_IsADayOfEstimates()
    {
        using var response = await _api.Client.GetAsync(new Uri("/emissions/forecasts/current?location=eastus&windowSize=120", UriKind.Relative));

        var forecast = SdkClient.Read<SdkClient.Forecast[]>(await response.Content.ReadAsStringAsync()).Single();
        Assert.Equal(TimeSpan.FromHours(24), forecast.DataEndAt - forecast.DataStartAt);
        Assert.Equal(23, forecast.ForecastData.Length);
        Assert.Equal("eastus;share=1", response.Headers.GetValues("Carbon-Estimated").Single());
        Assert.InRange(forecast.GeneratedAt, forecast.RequestedAt.AddHours(-1), forecast.RequestedAt);
    }

    [Fact]
    public async Task ByLocation_FileOfTheSdkImported_AnswersItsLocationsAsItWould()
    {
        await _api.ImportAsync("", """
            {"Emissions":[
              {"Location":"eastus","Time":"2025-03-10T06:00:00+00:00","Rating":90,"Duration":"01:00"},
              {"Location":"eastus","Time":"2025-03-10T07:00:00+00:00","Rating":57,"Duration":"01:00"},
              {"Location":"us-west-1","Time":"2025-03-10T06:00:00+00:00","Rating":19,"Duration":"01:00:00"}]}
            """);

        var best = await _api.Client.GetStringAsync(new Uri(
            "/emissions/bylocations/best?location=eastus&location=us-west-1&time=2025-03-10T06:00:00Z&toTime=2025-03-10T08:00:00Z", UriKind.Relative));
        var average = await _api.Client.GetStringAsync(new Uri(
            "/emissions/average-carbon-intensity?location=eastus&startTime=2025-03-10T06:30:00Z&endTime=2025-03-10T08:00:00Z", UriKind.Relative));

        Assert.Contains(SdkClient.Read<SdkClient.Emission[]>(best), e => (e.Location, e.Rating) == ("us-west-1", 19));
        Assert.Equal(68, SdkClient.Read<SdkClient.Average>(average).CarbonIntensity);
    }

    [Fact]
    public async Task ByLocation_ZoneKnownOnlyFromAnImport_IsALocation()
    {
        await _api.ImportAsync("?zone=XX-SITE", Hours(Issue, 3, _ => 0));

        var text = await _api.Client.GetStringAsync(new Uri("/emissions/bylocation?location=xx-site&time=2025-03-10T06:30:00Z", UriKind.Relative));

        Assert.Equal("xx-site", SdkClient.Read<SdkClient.Emission[]>(text).Single().Location);
    }

    private async Task<string> BatchAsync(DateTimeOffset requestedAt)
    {
        using var response = await PostAsync($$"""[{"requestedAt":"{{requestedAt:O}}","location":"uksouth","windowSize":120}]""");
        var text = await response.Content.ReadAsStringAsync();
        Assert.True(response.StatusCode == HttpStatusCode.OK, text);
        return text;
    }

    private async Task<HttpResponseMessage> PostAsync(string body)
    {
        using var content = new StringContent(body, Encoding.UTF8, "application/json");
        return await _api.Client.PostAsync(new Uri("/emissions/forecasts/batch", UriKind.Relative), content);
    }

    private async Task<SdkClient.Forecast> CurrentAsync() =>
        SdkClient.Read<SdkClient.Forecast[]>(await _api.Client.GetStringAsync(new Uri("/emissions/forecasts/current?location=uksouth", UriKind.Relative))).Single();

    /// <summary>A day that is dirty in the morning and evening, cleanest at 13:00 and 14:00, and something on top.</summary>
    private static string Hours(DateTimeOffset first, int count, Func<int, double> more)
    {
        var start = new DateTimeOffset(first.UtcTicks / TimeSpan.TicksPerHour * TimeSpan.TicksPerHour, TimeSpan.Zero);
        var rows = Enumerable.Range(0, count).Select(i => (Time: start.AddHours(i), More: more(i)))
            .Select(h => string.Create(CultureInfo.InvariantCulture, $"{h.Time:yyyy-MM-dd HH:mm},{200 + (10 * Math.Abs(h.Time.Hour - 13.5)) + h.More + (0.001 * h.Time.Hour)}"));
        return "Time,value\n" + string.Join('\n', rows) + "\n";
    }
}
