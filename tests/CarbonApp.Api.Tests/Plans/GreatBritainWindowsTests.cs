using System.Globalization;
using CarbonApp.Api.Tests.Fakes;

namespace CarbonApp.Api.Tests.Plans;

/// <summary>Six windows of Great Britain 2020 whose optima are known, asked over HTTP with the plan's now in the past.</summary>
public sealed class GreatBritainWindowsTests
{
    [Theory]
    [InlineData("2020-03-15T00:00:00Z", "2020-03-16T00:00:00Z", "PT3H", "2020-03-15T04:00:00Z", 96.1719, 106.7271, 248.1367, 94.7249)]
    [InlineData("2020-06-01T09:00:00Z", "2020-06-03T09:00:00Z", "PT4H30M", "2020-06-03T01:00:00Z", 143.6298, 178.5170, 250.9790, 143.6298)]
    [InlineData("2020-12-31T12:00:00Z", "2021-01-02T12:00:00Z", "PT24H", "2020-12-31T20:00:00Z", 252.6789, 256.1704, 271.0873, 229.4301)]
    [InlineData("2020-03-29T00:00:00Z", "2020-03-30T00:00:00Z", "PT2H", "2020-03-29T02:30:00Z", 118.4820, 136.4797, 223.7858, 116.4065)]
    public async Task Post_WindowOfGreatBritain2020_FindsThePublishedOptimum(
        string asOf, string deadline, string duration, string start, double mean, double runNow, double worst, double interruptible)
    {
        await using var api = new TestApi(Signals.GreatBritain2020());

        var contiguous = await PlanAsync(api, "contiguous", asOf, deadline, duration);
        var paused = await PlanAsync(api, "interruptible", asOf, deadline, duration);

        Assert.Equal(start, contiguous.String("segments", "0", "start"));
        Assert.Equal(mean, contiguous.Number("totals", "meanIntensity"), 4);
        Assert.Equal(runNow, contiguous.Number("baselines", "runNow", "meanIntensity"), 4);
        Assert.Equal(worst, contiguous.Number("baselines", "worstStart", "meanIntensity"), 4);
        Assert.Equal(interruptible, paused.Number("totals", "meanIntensity"), 4);
    }

    [Theory]
    [InlineData("2020-03-15T00:10:00Z", "2020-03-16T00:00:00Z", "PT6000S", "2020-03-15T04:20:00Z", 94.728392)]
    [InlineData("2020-06-01T09:17:30Z", "2020-06-02T09:00:00Z", "PT13500S", "2020-06-01T10:15:00Z", 175.710977)]
    public async Task Post_WindowOffTheGrid_FindsTheStartToTheSecond(string asOf, string deadline, string duration, string start, double mean)
    {
        await using var api = new TestApi(Signals.GreatBritain2020());

        var answer = await PlanAsync(api, "contiguous", asOf, deadline, duration);

        Assert.Equal(start, answer.String("segments", "0", "start"));
        Assert.Equal(mean, answer.Number("totals", "meanIntensity"), 6);
    }

    private static async Task<Answer> PlanAsync(TestApi api, string mode, string asOf, string deadline, string duration)
    {
        var answer = await api.PostAsync("/api/v2/plan", string.Create(CultureInfo.InvariantCulture, $$"""
            {"job":{"mode":"{{mode}}","duration":"{{duration}}","deadline":"{{deadline}}"},"sites":[{"zone":"GB"}],"asOf":"{{asOf}}"}
            """));
        Assert.True(answer.Status == 200, answer.Text);
        return answer;
    }
}
