using System.Net.Http.Json;
using System.Text.Json;
using AngleSharp.Dom;
using CarbonApp.Web.Tests.Fakes;

namespace CarbonApp.Web.Tests.Pages;

public sealed class PlanPageTests
{
    [Fact]
    public async Task Get_WithoutQuestion_ShowsFormWithAllSites()
    {
        await using var site = await WebSite.StartAsync();
        var (status, page) = await site.OpenAsync("/plan");

        Assert.Equal(200, status);
        var offered = page.QuerySelectorAll("#sites option").Select(o => o.GetAttribute("value")).ToHashSet();
        Assert.Superset(TestGrid.Regions.Select(r => $"{r.Provider}/{r.Code}").Append("GB").ToHashSet(), offered!);
        Assert.Null(page.QuerySelector(".answer"));
    }

    [Fact]
    public async Task Get_Question_ShowsThePlanOfTheApi()
    {
        await using var site = await WebSite.StartAsync();
        var (status, page) = await site.OpenAsync("/plan?site=GB&duration=3+h&within=24&watts=850");

        Assert.Equal(200, status);
        using var answer = await site.Http.PostAsJsonAsync("/api/v2/plan", new
        {
            job = new { duration = "PT3H", deadline = "2026-11-23T14:12:00Z", resources = new { watts = 850 } },
            sites = new[] { new { zone = "GB" } },
        });
        var plan = await answer.Content.ReadFromJsonAsync<JsonElement>();
        var segment = plan.GetProperty("segments")[0];
        Assert.Equal(segment.GetProperty("start").GetDateTimeOffset(), DateTimeOffset.Parse(page.QuerySelector("[aria-labelledby=segments-head] tbody time")!.GetAttribute("datetime")!, null));
        Assert.Contains(segment.GetProperty("meanIntensity").GetDouble().ToString("0.0", null), page.Words("[aria-labelledby=segments-head] tbody"));
        Assert.Contains($"emit {plan.GetProperty("baselines").GetProperty("runNow").GetProperty("savingPct").GetDouble():0.#} % less", page.Words(".answer h2"));
        Assert.NotNull(page.QuerySelector(".chart-svg .window-plan"));
        Assert.NotNull(page.QuerySelector(".chart-svg .window-now"));
    }

    [Fact]
    public async Task Get_Interruptible_ShadesEverySegment()
    {
        await using var site = await WebSite.StartAsync();
        var (_, page) = await site.OpenAsync("/plan?site=aws/eu-west-2&duration=20+h&within=48&mode=interruptible");

        var rows = page.QuerySelectorAll("[aria-labelledby=segments-head] tbody tr").Length;
        Assert.True(rows > 1, "the test grid has two clean nights in 48 h");
        Assert.Equal(rows, page.QuerySelectorAll(".chart-svg > svg .window-plan").Length);
        Assert.Contains("--region aws/eu-west-2", page.Words(".snippet code"));
        Assert.Contains("--mode interruptible", page.Words(".snippet code"));
    }

    [Fact]
    public async Task Get_SeveralPlaces_ComparesThemBestFirst()
    {
        await using var site = await WebSite.StartAsync();
        var (status, page) = await site.OpenAsync("/plan?site=DE,FR&site3=AU-NSW&duration=3h&within=48&watts=850");

        Assert.Equal(200, status);
        Assert.Matches("^Run in FR at .* UTC and emit [0-9.]+ % less than at home$", page.Words(".answer h2"));
        Assert.Equal(["FR", "DE"], page.QuerySelectorAll(".places tbody th").Select(h => h.FirstChild!.TextContent.Trim()));
        Assert.Equal(2, page.QuerySelectorAll(".places .strip-run").Length);
        Assert.Contains("AU-NSW: AU is not among the countries allowed.", page.Words(".left-out"));
        Assert.Contains("Start at once at home", page.Words("[aria-labelledby=baselines-head]"));
        Assert.Equal(["DE", "FR", "AU-NSW"], page.QuerySelectorAll(".plan-form input[list=sites]").Select(i => i.GetAttribute("value")).Where(v => v?.Length > 0));
        Assert.StartsWith("carbon plan --zone DE --zone FR --zone AU-NSW --duration PT3H", page.Words(".snippet code"));
    }

    [Fact]
    public async Task Get_Anywhere_ComparesCloudRegions()
    {
        await using var site = await WebSite.StartAsync();
        var (_, page) = await site.OpenAsync("/plan?anywhere=1&duration=3h&watts=850");

        Assert.StartsWith("Run in aws/eu-north-1", page.Words(".answer h2"));
        Assert.Contains($"The best 20 of {TestGrid.Regions.Count} places are listed", page.Words("[aria-labelledby=places-head]"));
        Assert.StartsWith("carbon plan --any --duration PT3H", page.Words(".snippet code"));
        Assert.Contains("\"sites\": \"any\"", page.Words(".snippet + .snippet code"));
    }

    [Fact]
    public async Task Get_SureForecast_GivesRangeBandAndChance()
    {
        await using var site = await WebSite.StartAsync();
        var (_, page) = await site.OpenAsync("/plan?site=GB&duration=3h&watts=850");

        Assert.Matches("likely [0-9.]+ g to [0-9.]+ g", page.Words(".answer .figures"));
        Assert.StartsWith("In 94 of 100 likely courses it emits less", page.Words(".sure"));
        Assert.NotNull(page.QuerySelector(".chart-svg .band"));
        Assert.Equal(3, page.QuerySelectorAll("[aria-labelledby=alternatives-head] tbody tr").Length);
    }

    [Fact]
    public async Task Get_MarginalKnown_SetsBothSideBySide()
    {
        await using var site = await WebSite.StartAsync();
        var (_, page) = await site.OpenAsync("/plan?site=DE&duration=3h&watts=850");

        Assert.Contains("By marginal intensity this plan saves nothing", page.Words(".notice-warning"));
        Assert.Equal(2, page.QuerySelectorAll("[aria-labelledby=signals-head] tbody tr").Length);
    }

    [Fact]
    public async Task Get_PausesWithCosts_AsksAndRepeatsThem()
    {
        await using var site = await WebSite.StartAsync();
        var (_, page) = await site.OpenAsync("/plan?site=GB&duration=6h&mode=interruptible&startkwh=0.4&starttime=5+min&minrun=30+min&minpause=15+min&maxstarts=4");

        var command = page.Words(".snippet code").Replace("\\ ", "", StringComparison.Ordinal);
        Assert.Contains("--startup-kwh 0.4 --startup PT5M --min-run PT30M --min-pause PT15M --max-starts 4", command);
        Assert.Equal("0.4", page.QuerySelector("#startkwh")!.GetAttribute("value"));
    }

    [Fact]
    public async Task Get_Elastic_ReadsTheSizes()
    {
        await using var site = await WebSite.StartAsync();
        var (status, page) = await site.OpenAsync("/plan?site=GB&mode=elastic&work=60&scale=1+10+200%0D%0A2,18,380");

        Assert.Equal(200, status);
        Assert.Contains("Copies", page.Words("[aria-labelledby=segments-head] thead"));
        Assert.EndsWith("--mode elastic --work 60 --profile - <<'END' 1,10,200 2,18,380 END", page.Words(".snippet code").Replace("\\ ", "", StringComparison.Ordinal));
        Assert.Contains("\"scaleProfile\"", page.Words(".snippet + .snippet code"));
    }

    [Theory]
    [InlineData("site=GB&mode=elastic&scale=1+10", 400, "“1 10” is not a size")]
    [InlineData("site=GB&mode=elastic&scale=1+10+200", 400, "Say how much work there is")]
    [InlineData("site=GB&mode=interruptible&maxstarts=1.5", 400, "“1.5” is not a number of starts")]
    [InlineData("site=%3Cimg+src%3Dx%3E", 404, "<img")]
    [InlineData("site=GB&duration=soon", 400, "“soon” is not a length of time")]
    [InlineData("site=GB&watts=-5", 400, "“-5” is not a power")]
    [InlineData("site=GB&watts=5&instance=m6i.xlarge", 400, "either a power or an instance type")]
    [InlineData("site=GB&deadline=tomorrow", 400, "“tomorrow” is not a time")]
    [InlineData("site=GB&instance=m6i.xlarge&count=0", 400, "“0” is not a number of instances")]
    [InlineData("site=GB&duration=30h&within=24", 422, "does not fit before its deadline")]
    [InlineData("site=NOWHERE", 404, "We do not know that place")]
    [InlineData("site=GB&instance=z9.huge", 404, "nearest is m6i.xlarge")]
    public async Task Get_WithoutAnswer_SaysWhyInWords(string query, int status, string words)
    {
        await using var site = await WebSite.StartAsync();
        var (answered, page) = await site.OpenAsync($"/plan?{query}");

        Assert.Equal(status, answered);
        Assert.Contains(words, page.Words(".plan-result"));
    }

    [Fact]
    public async Task Get_NoPower_SaysThatItIsAssumed()
    {
        await using var site = await WebSite.StartAsync();
        var (_, page) = await site.OpenAsync("/plan?site=GB&duration=3h");

        Assert.Contains("1,000 W is assumed", page.Words(".answer .fine"));
        Assert.Null(page.QuerySelector(".notice-warning"));
    }

    [Fact]
    public void CommandLine_ManyOptions_AreBrokenBetweenOptions()
    {
        Assert.Equal("carbon plan --zone GB --duration PT3H --deadline 2020-03-16T00:00:00Z \\\n  --as-of 2020-03-15T00:00:00Z --watts 850", CarbonApp.Web.Grid.Plans.PlanCommands.CommandLine(new()
        {
            Sites = [new() { Zone = "GB" }], AsOf = new DateTimeOffset(2020, 3, 15, 0, 0, 0, TimeSpan.Zero),
            Job = new() { Duration = "PT3H", Deadline = new DateTimeOffset(2020, 3, 16, 0, 0, 0, TimeSpan.Zero), Resources = new() { Watts = 850 } },
        }));
    }

    [Fact]
    public void CommandLine_SiteWithQuote_StaysOneWord()
    {
        Assert.Equal("carbon plan --zone ''\\''; RM -RF /' --duration PT3H", CarbonApp.Web.Grid.Plans.PlanCommands.CommandLine(new()
        {
            Sites = [new() { Zone = "'; RM -RF /" }], Job = new() { Duration = "PT3H" },
        }));
    }
}
