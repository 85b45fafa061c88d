using AngleSharp.Dom;
using CarbonApp.Web.Tests.Fakes;

namespace CarbonApp.Web.Tests.Pages;

public sealed class BacktestPagesTests
{
    private static readonly Dictionary<string, string> Nightly = new()
    {
        ["zones"] = "GB, de", ["from"] = "2020-01-01", ["to"] = "2021-01-01", ["preset"] = "lets-wait-awhile-nightly", ["window"] = "1 8", ["mode"] = "published",
        ["policies"] = "contiguous", ["forecast"] = "noise", ["error"] = "5", ["seeds"] = "10",
    };

    [Fact]
    public async Task Get_List_ShowsRunsOfEveryState()
    {
        await using var site = await WebSite.StartAsync();
        var (status, page) = await site.OpenAsync("/backtests");

        Assert.Equal(200, status);
        Assert.Equal(["Running", "Done", "Done", "Failed"], page.QuerySelectorAll("[aria-labelledby=runs-head] tbody .badge").Select(b => b.TextContent));
        Assert.Contains("42 %, zone 1 of 3", page.Words("[aria-labelledby=runs-head] tbody"));
    }

    [Fact]
    public async Task Post_Question_StartsTheRunAndLeadsToIt()
    {
        await using var site = await WebSite.StartAsync();
        var (_, page) = await site.OpenAsync("/backtests");
        var (status, _) = await site.SendAsync(page.QuerySelector(".plan-form")!, Nightly);

        Assert.Equal(302, status);
        var asked = site.Api.Backtests.Posted!;
        Assert.Equal(["GB", "de"], asked.Zones!);
        Assert.Equal([1, 8], asked.Jobs!.WindowHours!);
        Assert.Equal(("published", "noise", 5.0, 10), (asked.Jobs.Mode, asked.Forecast.Kind, asked.Forecast.ErrorPercent, asked.Forecast.Seeds));
        Assert.Equal(new DateTimeOffset(2020, 1, 1, 0, 0, 0, TimeSpan.Zero), asked.From);
    }

    [Fact]
    public async Task Post_Trace_IsReadJobByJob()
    {
        await using var site = await WebSite.StartAsync();
        var (_, page) = await site.OpenAsync("/backtests");
        await site.SendAsync(page.QuerySelector(".plan-form")!, new(Nightly) { ["preset"] = "trace", ["trace"] = "arrival,length,cpus\r\n0,1800,4\r\n3600 7200", ["slacks"] = "24" });

        var trace = site.Api.Backtests.Posted!.Jobs!.Trace!;
        Assert.Equal([(0.0, 1800.0, 4.0), (3600, 7200, 1)], trace.Select(j => (j.ArrivalSeconds!.Value, j.LengthSeconds!.Value, j.Cpus)));
        Assert.Null(site.Api.Backtests.Posted.Jobs.WindowHours);
    }

    [Theory]
    [InlineData("zones", "", 400, "Name at least one zone")]
    [InlineData("zones", "NOPE", 422, "\"NOPE\" is not a known zone.")]
    [InlineData("to", "2019-01-01", 400, "The end is not after the start")]
    [InlineData("from", "<b>", 400, "“<b>” is not a day")]
    [InlineData("window", "1 soon", 400, "“soon” is not a number of hours")]
    [InlineData("seeds", "1000", 400, "“1000” is not a number from 1 to 100")]
    public async Task Post_OddQuestion_SaysWhyAndKeepsWhatWasTyped(string field, string text, int status, string words)
    {
        await using var site = await WebSite.StartAsync();
        var (_, page) = await site.OpenAsync("/backtests");
        var (answered, after) = await site.SendAsync(page.QuerySelector(".plan-form")!, new(Nightly) { [field] = text });

        Assert.Equal(status, answered);
        Assert.Contains(words, after.Words("[role=alert]"));
        Assert.Equal(text, after.QuerySelector($"#{field}")!.GetAttribute("value"));
        Assert.Null(site.Api.Backtests.Posted);
    }

    [Fact]
    public async Task Get_Running_ShowsProgressAndLooksAgainWithoutScripts()
    {
        await using var site = await WebSite.StartAsync();
        var (status, page) = await site.OpenAsync($"/backtests/{FakeBacktests.Running}");

        Assert.Equal(200, status);
        Assert.Equal("0.425", page.QuerySelector("progress")!.GetAttribute("value"));
        // With an address of its own: from one with a fragment a browser would only move within the page.
        Assert.Contains($"content=\"4; url=/backtests/{FakeBacktests.Running}\"", page.Head!.InnerHtml);
        Assert.Equal(FakeBacktests.Running, page.QuerySelector("[data-job]")!.GetAttribute("data-job"));
    }

    [Fact]
    public async Task Post_Cancel_StopsTheRun()
    {
        await using var site = await WebSite.StartAsync();
        var (_, page) = await site.OpenAsync($"/backtests/{FakeBacktests.Running}");
        var (status, _) = await site.SendAsync(page.QuerySelector(".job form")!, []);

        Assert.Equal(302, status);
        Assert.True(site.Api.Backtests.Cancelled);
        (_, page) = await site.OpenAsync($"/backtests/{FakeBacktests.Running}");
        Assert.Contains("stopped before its end", page.Words(".job"));
    }

    [Fact]
    public async Task Get_Failed_SaysWhy()
    {
        await using var site = await WebSite.StartAsync();
        var (_, page) = await site.OpenAsync($"/backtests/{FakeBacktests.Failed}");

        Assert.Contains("Nothing of XT-01 is stored in this period.", page.Words(".job"));
    }

    [Fact]
    public async Task Get_Result_ShowsEveryRowWithItsSpread()
    {
        await using var site = await WebSite.StartAsync();
        var (_, page) = await site.OpenAsync($"/backtests/{FakeBacktests.Done}");

        Assert.Equal(20, page.QuerySelectorAll("[aria-labelledby=rows-head] tbody tr").Length);
        // ±1 h in one piece: 2.5 + 0.4, ten draws 0.05 apart about it.
        Assert.Equal("2.90 ± 0.14 % 2.68 to 3.13 over 10 draws", Words(page.QuerySelectorAll("[aria-labelledby=rows-head] tbody tr")[1].QuerySelector("td.num")!));
        Assert.Equal(3, page.QuerySelectorAll(".groups .chart-key rect").Length);
        Assert.NotEmpty(page.QuerySelectorAll(".groups-svg .whisker"));
    }

    [Fact]
    public async Task Get_ResultOfManyZones_ShowsOneJobSetAtATime()
    {
        await using var site = await WebSite.StartAsync();
        var (_, page) = await site.OpenAsync($"/backtests/{FakeBacktests.Many}?set=6+h+%2B+24+h");

        Assert.Equal("6 h + 24 h", page.Words(".ranges [aria-current]"));
        Assert.Equal(16, page.QuerySelectorAll("[aria-labelledby=rows-head] tbody tr").Length);
        Assert.All(page.QuerySelectorAll("[aria-labelledby=rows-head] tbody th .sub"), s => Assert.Equal("6 h + 24 h", s.TextContent));
    }

    [Fact]
    public async Task Csv_Result_HasEveryRow()
    {
        await using var site = await WebSite.StartAsync();
        var lines = (await site.Http.GetStringAsync($"/backtests/{FakeBacktests.Many}/result.csv")).TrimEnd().Split('\n');

        Assert.Equal(1 + (4 * 3 * 4), lines.Length);
        Assert.StartsWith("GB,1 h + 24 h,,,run-now,365,186,34000,34000,30000,0,,13.3", lines[1], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/backtests/NOPE", 404, "There is no such run")]
    [InlineData("/backtests/NOPE/result.csv", 404, null)]
    public async Task Get_UnknownRun_Answers404(string path, int status, string? words)
    {
        await using var site = await WebSite.StartAsync();
        var (answered, page) = await site.OpenAsync(path);

        Assert.Equal(status, answered);
        Assert.True(words is null || page.Words("[role=alert]").Contains(words, StringComparison.Ordinal));
    }

    /// <summary>Texts of a cell's parts, a blank between.</summary>
    private static string Words(IElement cell) => string.Join(' ', cell.ChildNodes.Select(n => n.TextContent.Trim()).Where(t => t.Length > 0));
}
