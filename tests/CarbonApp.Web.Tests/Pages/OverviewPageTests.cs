using AngleSharp.Dom;
using CarbonApp.Web.Tests.Fakes;

namespace CarbonApp.Web.Tests.Pages;

public sealed class OverviewPageTests
{
    [Fact]
    public async Task Get_Zones_ShowsEachWithUnitSourceAndFreshness()
    {
        await using var site = await WebSite.StartAsync();
        var (status, page) = await site.OpenAsync("/?q=GB");

        Assert.Equal(200, status);
        var row = page.QuerySelector("table.zones tbody tr")!;
        var expected = TestGrid.Intensity(168, new DateTimeOffset(2026, 11, 22, 14, 0, 0, TimeSpan.Zero))!.Value;
        Assert.Equal($"{Math.Round(expected):0} g/kWh", row.Words(".now-cell"));
        Assert.Contains("NESO", row.Words(".source"));
        Assert.Contains("measured 12 min ago", row.Words(".source"));
        Assert.Contains("aws/eu-west-2", row.Words(".zone"));
        Assert.StartsWith("Next 24 hours in Great Britain: between", row.QuerySelector(".sparkline")!.GetAttribute("aria-label"));
    }

    [Fact]
    public async Task Get_ManyZones_RanksThemAndShowsFortyThenAll()
    {
        await using var site = await WebSite.StartAsync();
        var (_, first) = await site.OpenAsync("/");
        var (_, all) = await site.OpenAsync("/?all=1");

        Assert.Equal(40, first.QuerySelectorAll("table.zones tbody tr").Length);
        Assert.Equal(TestGrid.Zones.Count, all.QuerySelectorAll("table.zones tbody tr").Length);
        Assert.Equal("no data", all.QuerySelector("table.zones tbody tr:last-child")!.Words(".now-cell"));
    }

    [Fact]
    public async Task Get_FilterByCloudRegion_KeepsTheRankOfTheWholeList()
    {
        await using var site = await WebSite.StartAsync();
        var (_, page) = await site.OpenAsync("/?q=us-east-1");

        var row = Assert.Single(page.QuerySelectorAll("table.zones tbody tr"));
        Assert.Contains("PJM", row.TextContent);
        Assert.NotEqual("1", row.Words(".rank"));
    }

    [Fact]
    public async Task Get_FilterWithMarkup_ShowsItAsText()
    {
        await using var site = await WebSite.StartAsync();
        var (_, page) = await site.OpenAsync("/?q=%3Cscript%3Ealert(1)%3C/script%3E");

        Assert.Contains("<script>alert(1)</script>", page.Words(".notice"));
        Assert.DoesNotContain(page.QuerySelectorAll("script"), s => !s.HasAttribute("src"));
    }

    [Theory]
    [InlineData("empty", 200, "No zone is known yet")]
    [InlineData("stale", 200, "Stale")]
    [InlineData("estimated", 200, "Estimate")]
    [InlineData("error", 503, "does not answer")]
    [InlineData("cut", 503, "does not answer")]
    public async Task Get_ApiInState_SaysSo(string state, int status, string words)
    {
        await using var site = await WebSite.StartAsync(state);
        var (answered, page) = await site.OpenAsync("/");

        Assert.Equal(status, answered);
        Assert.Contains(words, page.Words("main"));
    }

    [Fact]
    public async Task Get_ApiGone_AnswersThePageWith503()
    {
        await using var site = await WebSite.StartWithoutApiAsync();
        foreach (var path in (string[])["/", "/plan?site=GB", "/zones/GB"])
        {
            var (status, page) = await site.OpenAsync(path);
            Assert.Equal(503, status);
            Assert.Contains("does not answer", page.Words("main"));
        }
    }

    [Fact]
    public async Task Get_FlatZone_NamesNoBetterHour()
    {
        await using var site = await WebSite.StartAsync();
        var (_, page) = await site.OpenAsync($"/?q={TestGrid.Flat}");

        var row = page.QuerySelector("table.zones tbody tr")!;
        Assert.EndsWith("Flat: no better hour known", row.Words(".best3"));
        Assert.Null(row.QuerySelector(".bracket"));
        Assert.Equal("Next 24 hours in Western India: flat at 702 g/kWh", row.QuerySelector(".sparkline")!.GetAttribute("aria-label"));
        Assert.Equal(("Estimate", "yearly mean of 2025"), (row.Words(".source .badge"), row.Words(".source .sub")));
    }

    [Fact]
    public async Task Get_ShapedZone_NamesItsCleanestHoursAndTheGain()
    {
        await using var site = await WebSite.StartAsync();
        var (_, page) = await site.OpenAsync("/?q=GB");

        // 14:00 is now; the test grid is cleanest before dawn, on the other side of midnight.
        Assert.Matches(@"^0\d:00–0\d:00 tomorrow$", page.Words(".best3 .span"));
        Assert.Matches(@"^\d+ g/kWh, \d+(\.\d)? % below now$", page.Words(".best3 .sub"));
        Assert.NotNull(page.QuerySelector(".bracket"));
    }

    [Fact]
    public async Task Get_NothingButEstimates_SaysItOnceForAll()
    {
        await using var site = await WebSite.StartAsync("estimated");
        var (_, page) = await site.OpenAsync("/");

        Assert.Contains("by estimate", page.Words(".lead"));
        Assert.Contains("Every figure here is an estimate from a zone's yearly mean", page.Words("main"));
    }
}
