using AngleSharp.Dom;
using CarbonApp.Web.Tests.Fakes;

namespace CarbonApp.Web.Tests.Pages;

public sealed class FootprintPageTests
{
    private const string Day = "&start=2026-11-21T00:00&end=2026-11-22T00:00";

    [Fact]
    public async Task Get_Machines_ShowsScoreBothWaysAndSources()
    {
        await using var site = await WebSite.StartAsync();
        var (status, page) = await site.OpenAsync($"/footprint?site=aws/eu-west-2&instance=m6i.xlarge&count=4&certificates=60&units=1000&unit=request{Day}");

        Assert.Equal(200, status);
        Assert.Matches("^[0-9.]+ m?g CO2e per request$", page.Words(".answer h2"));
        Assert.Equal(4, page.QuerySelectorAll(".answer .figures > div").Length);
        Assert.Contains("Teads EC2 data set", page.Words("[aria-labelledby=coefficients-head]"));
        Assert.Contains("the grid's own intensity stands in", page.Words(".notice-warning"));
        Assert.Contains("\"certificateShare\":0.6", page.Words(".snippet code"));
    }

    [Fact]
    public async Task Get_PowerOnly_SaysThatMakingIsNotKnown()
    {
        await using var site = await WebSite.StartAsync();
        var (_, page) = await site.OpenAsync($"/footprint?site=GB&watts=850{Day}");

        Assert.Contains("not known", page.Words("[aria-labelledby=parts-head] tbody"));
        Assert.Contains("the score is a lower bound", page.Words(".notice-warning"));
    }

    [Theory]
    [InlineData("site=GB", 400, "Say what draws energy")]
    [InlineData("site=GB&watts=much", 400, "“much” is not a number")]
    [InlineData("site=NOWHERE&watts=5", 422, "We do not know that place")]
    public async Task Get_OddQuestion_SaysWhyInWords(string query, int status, string words)
    {
        await using var site = await WebSite.StartAsync();
        var (answered, page) = await site.OpenAsync($"/footprint?{query}{Day}");

        Assert.Equal(status, answered);
        Assert.Contains(words, page.Words(".plan-result"));
    }
}
