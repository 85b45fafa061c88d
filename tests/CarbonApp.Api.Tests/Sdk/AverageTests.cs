using CarbonApp.Api.Tests.Fakes;
using CarbonApp.Engine.Grid.Signals;

namespace CarbonApp.Api.Tests.Sdk;

public sealed class AverageTests
{
    private const string Path = "/emissions/average-carbon-intensity";

    [Fact]
    public async Task Get_TimeOverSeveralSlots_IsTheirTimeWeightedMean()
    {
        await using var api = new TestApi(Past("GB", 100, 50, 200));

        var answer = await api.GetAsync($"{Path}?location=uksouth&startTime=2026-03-14T21:30:00Z&endTime=2026-03-14T23:15:00Z");

        // Half an hour of 100, an hour of 50, a quarter of 200: (50 + 50 + 50) / 1.75.
        Assert.Equal(
            """{"location":"uksouth","startTime":"2026-03-14T21:30:00+00:00","endTime":"2026-03-14T23:15:00+00:00","carbonIntensity":85.714285714}""",
            answer.Text);
        Assert.False(answer.Response.Headers.Contains("Carbon-Known-Share"));
    }

    [Theory]
    [InlineData("location=uksouth&startTime=2020-01-01&endTime=2020-01-02")]
    [InlineData("location=francecentral&startTime=2026-03-14T21:00:00Z&endTime=2026-03-14T22:00:00Z")]
    [InlineData("location=uksouth&startTime=2026-03-15T00:00:00Z&endTime=2026-03-15T01:00:00Z")]
    public async Task Get_NothingKnown_Is404NotZero(string query)
    {
        await using var api = new TestApi(Past("GB", 100, 50, 200, 10));

        var answer = await api.GetAsync($"{Path}?{query}");

        Assert.Equal((404, "NO_SIGNAL"), (answer.Status, answer.String("code")));
    }

    [Fact]
    public async Task Get_PartUnknown_IsTheMeanOfTheRestAndSaysSo()
    {
        await using var api = new TestApi(Past("GB", 100, double.NaN, 200));

        var answer = await api.GetAsync($"{Path}?location=GB&startTime=2026-03-14T21:00:00Z&endTime=2026-03-15T01:00:00Z");

        Assert.Equal(150, answer.Number("carbonIntensity"));
        Assert.Equal("0.5", answer.Response.Headers.GetValues("Carbon-Known-Share").Single());
    }

    [Fact]
    public async Task Post_SeveralLocationsAndTimes_AnswersEachInOrder()
    {
        await using var api = new TestApi(Past("GB", 100, 50, 200), Past("FR", 30, 20, 10));

        var answer = await api.PostAsync(Path + "/batch", """
            [{"location":"uksouth","startTime":"2026-03-14T21:00:00Z","endTime":"2026-03-14T22:00:00Z"},
             {"location":"FranceCentral","startTime":"2026-03-14T22:00:00+01:00","endTime":"2026-03-15T00:00:00+01:00"}]
            """);

        var averages = SdkClient.Read<SdkClient.Average[]>(answer.Text);
        Assert.Equal([("uksouth", 100.0), ("FranceCentral", 25.0)], averages.Select(a => (a.Location, a.CarbonIntensity)));
        Assert.Equal(new DateTimeOffset(2026, 3, 14, 21, 0, 0, TimeSpan.Zero), averages[1].StartTime);
    }

    [Theory]
    [InlineData("""[{}]""", "[0].location")]
    [InlineData("""[null]""", "[0].startTime")]
    [InlineData("""[{"location":"GB","startTime":"2026-03-14T21:00:00Z"}]""", "[0].endTime")]
    [InlineData("""[{"location":"GB","startTime":"2026-03-14T21:00:00Z","endTime":"2026-03-14T21:00:00Z"}]""", "[0].startTime")]
    [InlineData("""[{"location":"GB","startTime":"2024-03-14T21:00:00Z","endTime":"2026-03-14T21:00:00Z"}]""", "[0].endTime")]
    [InlineData("""[{"location":"GB","startTime":"2022-3-1T15:30:00Z","endTime":"2026-03-14T21:00:00Z"}]""", "[0].startTime")]
    public async Task Post_MembersWrong_AreAProblemNamingThem(string body, string field)
    {
        await using var api = new TestApi(Past("GB", 100, 50, 200));

        var answer = await api.PostAsync(Path + "/batch", body);

        Assert.True(answer.Status == 400, answer.Text);
        Assert.NotEmpty(answer.At("errors", field).EnumerateArray());
    }

    [Theory]
    [InlineData("{}", "list")]
    [InlineData("null", "body")]
    public async Task Post_NoList_IsAProblemSayingSo(string body, string word)
    {
        await using var api = new TestApi();

        var answer = await api.PostAsync(Path + "/batch", body);

        Assert.Equal(400, answer.Status);
        Assert.Contains(word, answer.String("detail"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Post_EmptyList_IsAnEmptyList()
    {
        await using var api = new TestApi();

        var answer = await api.PostAsync(Path + "/batch", "[]");

        Assert.Equal((200, "[]"), (answer.Status, answer.Text));
    }

    private static CarbonSignal Past(string zone, params double[] values) =>
        Fakes.Signals.Hourly(zone, Fakes.Signals.Now.AddHours(-3), SignalStatus.Measured, values);
}
