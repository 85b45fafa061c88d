using System.Net;
using System.Text.RegularExpressions;
using CarbonApp.Web.Tests.Fakes;

namespace CarbonApp.Web.Tests.Pages;

public sealed partial class DeliveryTests
{
    [Fact]
    public async Task Get_EveryPage_IsFreeOfInlineCodeUnderAStrictPolicy()
    {
        await using var site = await WebSite.StartAsync();
        foreach (var path in (string[])["/", "/plan?site=GB&duration=3h", "/zones/GB", "/forecast?zone=GB", "/plan/tradeoffs?site=GB&site2=FR", "/backtests", $"/backtests/{FakeBacktests.Done}", "/ledger", $"/plans/{FakeLedger.Settled}", "/footprint?site=GB&watts=5&start=2026-11-21&end=2026-11-22", "/kelp", $"/kelp/{FakeAnalyses.Done}", $"/kelp/{FakeAnalyses.Running}", "/about", "/no/such/page"])
        {
            using var answer = await site.Http.GetAsync(path);
            Assert.Contains("default-src 'none'", answer.Headers.GetValues("Content-Security-Policy").Single());
            Assert.Equal(("nosniff", "DENY"), (answer.Headers.GetValues("X-Content-Type-Options").Single(), answer.Headers.GetValues("X-Frame-Options").Single()));
            Assert.Contains("camera=()", answer.Headers.GetValues("Permissions-Policy").Single());
            Assert.DoesNotMatch(Inline(), await answer.Content.ReadAsStringAsync());
        }
    }

    [Fact]
    public async Task Get_UnknownPage_Answers404WithThePage()
    {
        await using var site = await WebSite.StartAsync();
        var (status, page) = await site.OpenAsync("/no/such/page");

        Assert.Equal(404, status);
        Assert.Equal("There is no such page", page.Words("h1"));
    }

    [Fact]
    public async Task Get_Overview_IsCompressedBelowTheLimit()
    {
        await using var site = await WebSite.StartAsync();
        using var request = new HttpRequestMessage(HttpMethod.Get, "/");
        request.Headers.AcceptEncoding.ParseAdd("br");
        using var answer = await site.Http.SendAsync(request);

        Assert.Equal("br", answer.Content.Headers.ContentEncoding.Single());
        Assert.InRange((await answer.Content.ReadAsByteArrayAsync()).Length, 1_000, 60_000);
    }

    [Fact]
    public async Task Get_IslandFile_MayBeKeptForAYear()
    {
        await using var site = await WebSite.StartAsync();
        var (_, page) = await site.OpenAsync("/about");
        using var answer = await site.Http.GetAsync(page.QuerySelector("script[src]")!.GetAttribute("src"));

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal(TimeSpan.FromDays(365), answer.Headers.CacheControl!.MaxAge);
    }

    [GeneratedRegex("""\sstyle=|<style|\son[a-z]+="|<script(?![^>]*\ssrc=)""")]
    private static partial Regex Inline();
}
