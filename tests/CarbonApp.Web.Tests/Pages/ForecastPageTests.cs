using AngleSharp.Dom;
using CarbonApp.Web.Tests.Fakes;

namespace CarbonApp.Web.Tests.Pages;

public sealed class ForecastPageTests
{
    [Fact]
    public async Task Get_Zone_DrawsPastForecastAndBand()
    {
        await using var site = await WebSite.StartAsync();
        var (status, page) = await site.OpenAsync("/forecast?zone=GB");

        Assert.Equal(200, status);
        Assert.Equal("Forecast of Great Britain", page.Words("h1"));
        Assert.NotNull(page.QuerySelector(".chart-svg .line-measured"));
        Assert.NotNull(page.QuerySelector(".chart-svg .line-forecast"));
        // One patch of the band for each of the 96 hours.
        Assert.Equal(96, page.QuerySelector(".chart-svg .band")!.GetAttribute("d")!.Count(c => c == 'M'));
        Assert.Null(page.QuerySelector(".line-since"));
        Assert.Equal(96, page.QuerySelectorAll(".tall tbody tr").Length);
    }

    [Fact]
    public async Task Get_Zone_SaysWhatForecastsWereWorth()
    {
        await using var site = await WebSite.StartAsync();
        var (_, page) = await site.OpenAsync("/forecast?zone=GB");

        var skill = page.Words("[aria-labelledby=skill-head]");
        Assert.Contains("closer to what came than either simple guess", skill);
        Assert.Equal(["14.6 %", "84.5 %"], page.QuerySelectorAll(".compared tbody tr:first-child td").Select(c => c.TextContent.Trim()));
        Assert.Equal("nothing to save", page.Words(".compared tbody tr:last-child td:last-child"));
        Assert.Contains("81.3 % fell inside the band, which is meant to hold 80 %. So it can be taken at its word.", skill);
        // The widest bar is the worst error, this one's in proportion.
        Assert.Equal(["53.32", "84.5"], page.QuerySelectorAll(".bar-chosen .bar-fill").Select(b => b.GetAttribute("width")));
    }

    [Fact]
    public async Task Get_PastTime_DrawsWhatCame()
    {
        await using var site = await WebSite.StartAsync();
        var (_, page) = await site.OpenAsync("/forecast?zone=GB&at=2026-11-18T00:00");

        Assert.NotEqual("", page.QuerySelector(".chart-svg .line-since")!.GetAttribute("d"));
        Assert.Contains("Measured since", page.Words(".chart-key"));
        Assert.Contains("at=2026-11-18T00:00:00Z", page.Words(".snippet code"));
    }

    [Fact]
    public async Task Get_MeanDayOnly_HasNoBandAndSaysWhy()
    {
        await using var site = await WebSite.StartAsync();
        var (status, page) = await site.OpenAsync($"/forecast?zone={FakeForecasts.MeanDay}");

        Assert.Equal(200, status);
        Assert.Null(page.QuerySelector(".band"));
        Assert.Contains("too few to learn from", page.Words(".notice-warning"));
        Assert.Contains("nothing can be said of it yet", page.Words("[aria-labelledby=skill-head]"));
        Assert.Equal("–", page.QuerySelectorAll(".tall tbody td")[1].TextContent);
    }

    [Fact]
    public async Task Get_TooLittleMeasured_SaysHowToImport()
    {
        await using var site = await WebSite.StartAsync();
        var (status, page) = await site.OpenAsync($"/forecast?zone={FakeForecasts.Unforeseen}");

        Assert.Equal(404, status);
        Assert.Equal("Too little was measured for a forecast", page.Words(".notice h2"));
        Assert.Equal($"carbon import --zone {FakeForecasts.Unforeseen} intensities.csv", page.Words(".notice code"));
    }

    [Theory]
    [InlineData("zone=NOPE", 404, "Did you mean GB, FR?")]
    [InlineData("zone=GB&at=soon", 400, "“soon” is not a time")]
    [InlineData("zone=%3Cb%3Ex%3C/b%3E", 404, "There is no zone “<b>x</b>”")]
    public async Task Get_WithoutAnswer_SaysWhyInWords(string query, int status, string words)
    {
        await using var site = await WebSite.StartAsync();
        var (answered, page) = await site.OpenAsync($"/forecast?{query}");

        Assert.Equal(status, answered);
        Assert.Contains(words, page.Words("[role=alert]"));
    }

    [Fact]
    public async Task Get_WithoutQuestion_OffersMeasuredZones()
    {
        await using var site = await WebSite.StartAsync();
        var (_, page) = await site.OpenAsync("/forecast");

        var offered = page.QuerySelectorAll(".chips a").Select(a => a.GetAttribute("href")).ToArray();
        Assert.Contains("/forecast?zone=GB", offered);
        Assert.DoesNotContain($"/forecast?zone={TestGrid.Flat}", offered);
    }

    [Fact]
    public async Task Get_NoZoneMeasured_SaysWhatIsNeeded()
    {
        await using var site = await WebSite.StartAsync("estimated");
        var (_, page) = await site.OpenAsync("/forecast");

        Assert.Contains("a week or more of a zone's measured hours", page.Words(".placeholder"));
    }
}
