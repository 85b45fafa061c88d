using System.Net.Http.Json;
using System.Text.Json;
using AngleSharp.Dom;
using CarbonApp.Web.Tests.Fakes;

namespace CarbonApp.Web.Tests.Pages;

public sealed class TradeoffsPageTests
{
    private const string Question = "/plan/tradeoffs?site=GB&site2=FR&site3=DE&duration=3+h&within=24&watts=850";

    [Fact]
    public async Task Get_Question_DrawsEveryPointOfTheApiAsALink()
    {
        await using var site = await WebSite.StartAsync();
        var (status, page) = await site.OpenAsync(Question);

        Assert.Equal(200, status);
        using var answer = await site.Http.PostAsJsonAsync("/api/v2/pareto", new
        {
            job = new { duration = "PT3H", deadline = "2026-11-23T14:12:00Z", resources = new { watts = 850 } },
            sites = new[] { new { zone = "GB" }, new { zone = "FR" }, new { zone = "DE" } },
        });
        var front = await answer.Content.ReadFromJsonAsync<JsonElement>();
        var points = front.GetProperty("points").EnumerateArray().ToArray();
        Assert.True(points.Length > 2, "the test grid has something to trade");
        Assert.Equal(points.Length, page.QuerySelectorAll("#by-finish-caption + svg a").Length);
        Assert.Equal(
            points.Select(p => p.GetProperty("finish").GetDateTimeOffset()),
            page.QuerySelectorAll("[aria-labelledby=choices-head] tbody th time").Select(t => DateTimeOffset.Parse(t.GetAttribute("datetime")!, null)));
        var knee = page.QuerySelectorAll("[aria-labelledby=choices-head] tbody tr")[front.GetProperty("knee").GetInt32()];
        Assert.Equal("row-chosen", knee.ClassName);
        Assert.Equal("Knee", knee.Words(".badge"));
    }

    [Fact]
    public async Task Get_ChosenPoint_ShowsIt()
    {
        await using var site = await WebSite.StartAsync();
        var (_, knee) = await site.OpenAsync(Question);
        var last = knee.QuerySelectorAll("svg a[data-choice]")[^1];
        var (status, page) = await site.OpenAsync(last.GetAttribute("href")!.Split('#')[0]);

        Assert.Equal(200, status);
        Assert.Equal("The cleanest", page.Words(".answer h2"));
        Assert.Equal(last.GetAttribute("aria-label"), page.QuerySelector("svg a[aria-current=true]")!.GetAttribute("aria-label"));
        Assert.Equal("GB", page.QuerySelector("#site")!.GetAttribute("value"));
    }

    [Fact]
    public async Task Get_Prices_AddsThePlotOfCost()
    {
        await using var site = await WebSite.StartAsync();
        var (_, page) = await site.OpenAsync("/plan/tradeoffs?site=GB&eur=95&site2=DE&eur2=70&site3=FR&duration=6+h&within=24&watts=850");

        Assert.NotNull(page.QuerySelector("#by-cost-caption"));
        Assert.Contains("FR was left out: it has no price", page.Words(".notice-warning"));
        Assert.Contains("€ 0.", page.Words("[aria-labelledby=choices-head] tbody"));
    }

    [Theory]
    [InlineData("site=GB&eur=dear", 400, "“dear” is not a price")]
    [InlineData("site=GB&duration=30h&within=24", 422, "does not fit before its deadline")]
    [InlineData("site=NOWHERE", 422, "We do not know that place")]
    [InlineData("site=GB&finish=%3Cscript%3E", 200, "The knee")]
    public async Task Get_OddQuestion_SaysWhyInWords(string query, int status, string words)
    {
        await using var site = await WebSite.StartAsync();
        var (answered, page) = await site.OpenAsync($"/plan/tradeoffs?{query}");

        Assert.Equal(status, answered);
        Assert.Contains(words, page.Words(".plan-result"));
    }
}
