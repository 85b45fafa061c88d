using AngleSharp.Dom;
using CarbonApp.Web.Tests.Fakes;

namespace CarbonApp.Web.Tests.Pages;

public sealed class LedgerPageTests
{
    [Fact]
    public async Task Get_Ledger_SetsPromisedBesideRealised()
    {
        await using var site = await WebSite.StartAsync();
        var (status, page) = await site.OpenAsync("/ledger");

        Assert.Equal(200, status);
        // GB 22 % of 4,000 g and DE 30 % of 9,000 g promised; 17 % and 24 % realised.
        Assert.Equal(["29", "27.5 %", "21.8 %", "6.4 %"], page.QuerySelectorAll(".figures")[0].QuerySelectorAll("strong").Select(s => s.TextContent));
        Assert.Equal(["DE", "GB"], page.QuerySelectorAll("table.compared")[0].QuerySelectorAll("tbody th a").Select(a => a.TextContent));
        Assert.Equal(4, page.QuerySelectorAll(".groups-svg .series-1").Length);
        // Marginal grams are another question: apart, and nothing of them is settled.
        Assert.Contains("By the marginal, life cycle signal", page.Words("#sum-marginal-lifecycle"));
        Assert.Equal("not known", page.QuerySelectorAll(".figures")[1].QuerySelectorAll("strong")[1].TextContent);
    }

    [Fact]
    public async Task Get_Nothing_SaysHowPlansAreKept()
    {
        await using var site = await WebSite.StartAsync("empty");
        var (status, page) = await site.OpenAsync("/ledger?zone=GB");

        Assert.Equal(200, status);
        Assert.Contains("No plan is kept yet for “GB”", page.Words(".placeholder"));
    }

    [Fact]
    public async Task Keep_ShownPlan_IsMadeAgainAsOfThenAndKept()
    {
        await using var site = await WebSite.StartAsync();
        var (_, page) = await site.OpenAsync("/plan?site=GB&duration=3h&watts=850");
        var form = page.QuerySelector("form[action^='/plan/keep']")!;
        var asOf = form.QuerySelector("input[name=asof]")!.GetAttribute("value")!;
        Assert.Equal("2026-11-22T14:12:00Z", asOf);
        using var answer = await site.Http.PostAsync(form.GetAttribute("action"), new FormUrlEncodedContent([new("asof", asOf)]));

        Assert.Equal(302, (int)answer.StatusCode);
        Assert.Equal($"/plans/{FakeLedger.Settled}", answer.Headers.Location!.OriginalString);
    }

    [Fact]
    public async Task Keep_QuestionWithoutAnswer_GoesBackToIt()
    {
        await using var site = await WebSite.StartAsync();
        using var answer = await site.Http.PostAsync("/plan/keep?site=NOWHERE&duration=3h", null);

        Assert.Equal("/plan?site=NOWHERE&duration=3h", answer.Headers.Location!.OriginalString);
    }

    [Fact]
    public async Task Get_SettledPlan_SaysWhatCameOfIt()
    {
        await using var site = await WebSite.StartAsync();
        var (status, page) = await site.OpenAsync($"/plans/{FakeLedger.Settled}");

        Assert.Equal(200, status);
        Assert.Matches("^Promised [0-9.]+ %, saved [0-9.]+ %$", page.Words(".answer h2"));
        Assert.Contains("Measured, run as planned", page.Words(".answer table"));
        Assert.Contains("The forecast was 7.4 % too low, within its band.", page.Words(".answer"));
        Assert.Contains("Nothing was reported", page.Words("[aria-labelledby=actuals-head]"));
    }

    [Fact]
    public async Task Get_PendingPlan_SaysWhatIsWaitedFor()
    {
        await using var site = await WebSite.StartAsync();
        var (_, page) = await site.OpenAsync($"/plans/{FakeLedger.Pending}");

        Assert.Contains("Not settled yet: hours of GB measured until the deadline.", page.Words(".answer"));
        Assert.Single(page.QuerySelectorAll(".answer tbody tr"));
    }

    [Fact]
    public async Task Get_UnknownPlan_Answers404()
    {
        await using var site = await WebSite.StartAsync();
        var (status, page) = await site.OpenAsync("/plans/%3Cb%3E");

        Assert.Equal(404, status);
        Assert.Contains("No plan is kept under this number", page.Words("[role=alert]"));
    }

    [Theory]
    [InlineData("2026-11-21T02:00:00", "2026-11-21T05:00:00", "2.5", 302, null)]
    [InlineData("2026-11-21T02:00:00", "2026-11-21T05:00:00", "lots", 400, "“lots” is not an energy")]
    [InlineData("soon", "2026-11-21T05:00:00", "", 400, "“soon” is not a time")]
    [InlineData("2026-11-21T02:00:00", "2026-11-29T05:00:00", "", 400, "The end of the run is in the future.")]
    public async Task Post_Run_IsTakenDownOrSaidWhyNot(string start, string end, string kwh, int status, string? words)
    {
        await using var site = await WebSite.StartAsync();
        var (_, page) = await site.OpenAsync($"/plans/{FakeLedger.Settled}");
        var (answered, after) = await site.SendAsync(page.QuerySelector("[aria-labelledby=actuals-head] form")!, new() { ["start"] = start, ["end"] = end, ["kwh"] = kwh });

        Assert.Equal(status, answered);
        if (words is not null)
        {
            Assert.Contains(words, after.Words("[aria-labelledby=actuals-head] [role=alert]"));
            Assert.Equal(kwh, after.QuerySelector("#kwh")!.GetAttribute("value"));
        }
        else
        {
            (_, after) = await site.OpenAsync($"/plans/{FakeLedger.Settled}");
            Assert.Contains("2.50 kWh", after.Words("[aria-labelledby=actuals-head] table"));
        }
    }
}
