using System.Net;
using System.Text.Json;
using CarbonApp.Web.Tests.Fakes;

namespace CarbonApp.Web.Tests.Pages;

public sealed class KelpPagesTests
{
    private static readonly Dictionary<string, string> Circle = new()
    {
        ["shape"] = "circle", ["lat"] = "36.62", ["lon"] = "-121,93", ["radius"] = "3", ["from"] = "2024-06-01", ["to"] = "2024-10-01", ["species"] = "macrocystis", ["detector"] = "strict",
        ["tide"] = "on", ["level"] = "0.5", ["cloud"] = "30", ["scenes"] = "6", ["catalog"] = "earth-search", ["name"] = "Point Pinos",
    };

    [Fact]
    public async Task Get_List_ShowsAnalysesOfEveryState()
    {
        await using var site = await WebSite.StartAsync();
        var (status, page) = await site.OpenAsync("/kelp");

        Assert.Equal(200, status);
        Assert.Equal(["Running", "Done", "Done", "Failed", "Cancelled"], page.QuerySelectorAll(".kelp-made tbody td .badge").Select(b => b.TextContent));
        Assert.Contains("42 %, scene 5 of 12", page.Words(".kelp-made tbody"));
        Assert.Contains("139 t C", page.Words(".kelp-made tbody"));
        Assert.Equal("Demo", page.QuerySelectorAll(".kelp-made tbody tr")[2].QuerySelector(".badge-demo")!.TextContent);
    }

    [Fact]
    public async Task Get_ListOfNothing_SaysSoBesideTheForm()
    {
        await using var site = await WebSite.StartAsync("empty");
        var (_, page) = await site.OpenAsync("/kelp");

        Assert.Contains("None yet.", page.Words(".kelp-made"));
        Assert.Equal("2025-11-22", page.QuerySelector("#from")!.GetAttribute("value"));
    }

    [Fact]
    public async Task Post_Circle_StartsTheAnalysisAndLeadsToIt()
    {
        await using var site = await WebSite.StartAsync();
        var (_, page) = await site.OpenAsync("/kelp");
        var (status, _) = await site.SendAsync(page.QuerySelector(".kelp-form")!, Circle);

        Assert.Equal(302, status);
        var asked = site.Api.Analyses.Posted!;
        Assert.Equal((36.62, -121.93, 3), (asked.Aoi!.Point!.Lat!.Value, asked.Aoi.Point.Lon!.Value, asked.Aoi.RadiusKm!.Value));
        Assert.Null(asked.Aoi.Bbox);
        Assert.Equal(new DateTimeOffset(2024, 10, 1, 0, 0, 0, TimeSpan.Zero), asked.To);
        Assert.Equal(("macrocystis", "strict", true, 0.5, 0.3, 6, "earth-search", "Point Pinos"),
            (asked.Species, asked.Detector, asked.TideCorrection, asked.ReferenceLevelM, asked.MaxCloudShare, asked.ScenesPerQuarter, asked.Catalog, asked.Name));
        Assert.Null(asked.Months);
    }

    [Fact]
    public async Task Post_Box_AsksForItWithoutTide()
    {
        await using var site = await WebSite.StartAsync();
        var (_, page) = await site.OpenAsync("/kelp");
        var fields = new Dictionary<string, string>(Circle) { ["shape"] = "box", ["west"] = "179.9", ["south"] = "-17", ["east"] = "-179.9", ["north"] = "-16.8", ["months"] = "7" };
        fields.Remove("tide");
        var (status, _) = await site.SendAsync(page.QuerySelector(".kelp-form")!, fields);

        Assert.Equal(302, status);
        Assert.Equal([179.9, -17, -179.9, -16.8], site.Api.Analyses.Posted!.Aoi!.Bbox!);
        Assert.Equal([7], site.Api.Analyses.Posted.Months!);
        Assert.False(site.Api.Analyses.Posted.TideCorrection);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(200_000)]
    public async Task Post_File_IsTheOutlineWithoutScripts(int spaces)
    {
        const string Outline = """{"type":"Polygon","coordinates":[[[33,34.6],[33.1,34.6],[33.1,34.7],[33,34.6]]]}""";
        await using var site = await WebSite.StartAsync();
        using var body = new MultipartFormDataContent();
        foreach (var (name, value) in Circle)
        {
            body.Add(new StringContent(value), name);
        }

        body.Add(new StringContent("analysis"), "_handler");
        body.Add(new StringContent(Outline + new string(' ', spaces)), "file", "bay.geojson");
        using var answer = await site.Http.PostAsync("/kelp", body);

        Assert.Equal(HttpStatusCode.Redirect, answer.StatusCode);
        Assert.True(JsonElement.DeepEquals(JsonElement.Parse(Outline), site.Api.Analyses.Posted!.Aoi!.Geometry!.Value));
        Assert.Null(site.Api.Analyses.Posted.Aoi.Point);
    }

    [Theory]
    [InlineData("lat", "north", 400, "lat", "“north” is not a number.")]
    [InlineData("radius", "", 400, "radius", "A number is missing here.")]
    [InlineData("to", "2024-05-01", 400, "to", "The end is not after the beginning")]
    [InlineData("from", "<b>", 400, "from", "“<b>” is not a day")]
    [InlineData("radius", "80", 400, "radius", "Radius: 80 lies outside 0.1 to 50 km.")]
    [InlineData("cloud", "much", 400, "cloud", "“much” is not a number.")]
    public async Task Post_OddQuestion_SaysWhyAtItsField(string field, string text, int status, string where, string words)
    {
        await using var site = await WebSite.StartAsync();
        var (_, page) = await site.OpenAsync("/kelp");
        var (answered, after) = await site.SendAsync(page.QuerySelector(".kelp-form")!, new(Circle) { [field] = text });

        Assert.Equal(status, answered);
        Assert.Contains(words, after.Words("[role=alert]"));
        Assert.Contains(words, after.Words($"#{where}-error"));
        Assert.Equal(text, after.QuerySelector($"#{field}")!.GetAttribute("value"));
        Assert.Equal("true", after.QuerySelector($"#{where}")!.GetAttribute("aria-invalid"));
        Assert.Null(site.Api.Analyses.Posted);
    }

    [Theory]
    [InlineData("", "Draw an outline, choose a file, or paste GeoJSON.")]
    [InlineData("{", "The outline is no JSON.")]
    public async Task Post_OutlineThatIsNone_SaysWhyAtItsField(string text, string words)
    {
        await using var site = await WebSite.StartAsync();
        var (_, page) = await site.OpenAsync("/kelp");
        var (status, after) = await site.SendAsync(page.QuerySelector(".kelp-form")!, new(Circle) { ["shape"] = "outline", ["outline"] = text });

        Assert.Equal(400, status);
        Assert.Contains(words, after.Words("#outline-error"));
    }

    [Fact]
    public async Task Post_WithoutCatalogue_SaysWhatIsMissingThoughApiAnswers503()
    {
        await using var site = await WebSite.StartAsync();
        var (_, page) = await site.OpenAsync("/kelp");
        var (status, after) = await site.SendAsync(page.QuerySelector(".kelp-form")!, new(Circle) { ["catalog"] = "local" });

        Assert.Equal(503, status);
        Assert.Contains("No catalogue of scenes is set up", after.Words("[role=alert]"));
    }

    [Fact]
    public async Task Get_Running_ShowsProgressAndLooksAgainWithoutScripts()
    {
        await using var site = await WebSite.StartAsync();
        var (status, page) = await site.OpenAsync($"/kelp/{FakeAnalyses.Running}");

        Assert.Equal(200, status);
        Assert.Equal("0.425", page.QuerySelector("progress")!.GetAttribute("value"));
        Assert.Contains("begun 2 times", page.Words(".job"));
        Assert.Contains($"content=\"4; url=/kelp/{FakeAnalyses.Running}\"", page.Head!.InnerHtml);
        Assert.Equal(FakeAnalyses.Running, page.QuerySelector("[data-job]")!.GetAttribute("data-job"));
    }

    [Fact]
    public async Task Post_Cancel_StopsTheAnalysis()
    {
        await using var site = await WebSite.StartAsync();
        var (_, page) = await site.OpenAsync($"/kelp/{FakeAnalyses.Running}");
        var (status, _) = await site.SendAsync(page.QuerySelector(".job form")!, []);

        Assert.Equal(302, status);
        Assert.True(site.Api.Analyses.WasCancelled);
        (_, page) = await site.OpenAsync($"/kelp/{FakeAnalyses.Running}");
        Assert.Contains("stopped before its end", page.Words(".job"));
    }

    [Fact]
    public async Task Get_Failed_SaysWhyAndLeadsBackToWhatWasAsked()
    {
        await using var site = await WebSite.StartAsync();
        var (_, page) = await site.OpenAsync($"/kelp/{FakeAnalyses.Failed}");

        Assert.Contains("all with more than 50 % of it under cloud", page.Words(".job"));
        Assert.Contains("NO_SCENE", page.Words(".job"));
        var (_, form) = await site.OpenAsync(page.QuerySelector(".job .button")!.GetAttribute("href")!);
        Assert.Equal(["36.62", "-121.93", "3", "2016-01-01"], ((string[])["lat", "lon", "radius", "from"]).Select(id => form.QuerySelector($"#{id}")!.GetAttribute("value")));
        Assert.Equal(["7", "8", "9"], form.QuerySelectorAll("input[name=months][checked]").Select(m => m.GetAttribute("value")));
        Assert.True(form.QuerySelector("#tide")!.HasAttribute("checked"));
    }

    [Fact]
    public async Task Get_Result_KeepsFourLinesApartWithTheScenarioOfNoSink()
    {
        await using var site = await WebSite.StartAsync();
        var (_, page) = await site.OpenAsync($"/kelp/{FakeAnalyses.Done}");

        Assert.Equal(["line-stock", "line-production", "line-export", "line-sequestration", "line-no-sink"], page.QuerySelectorAll(".carbon-lines tbody tr").Select(r => r.Id!));
        Assert.Contains("139 t C 72.2 to 267 t C", page.Words("#line-stock"));
        Assert.Contains("214 t C/y 89.7 to 495 t C/y", page.Words("#line-production"));
        Assert.Contains("12.0 t C/y 3.54 to 35.0 t C/y", page.Words("#line-sequestration"));
        Assert.Contains("0 t C/y", page.Words("#line-no-sink"));
        Assert.DoesNotContain("sequest", page.Words("#line-stock"), StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("credit", page.Body!.TextContent, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("42.7 ha 31.4 to 58.1 ha", page.Words(".carbon .figures"));
        Assert.Contains("508 t CO2e", page.Words(".carbon .figures"));
    }

    [Fact]
    public async Task Get_Result_ShowsScenesWithTideOffsetAndWhyOthersWereLeftOut()
    {
        await using var site = await WebSite.StartAsync();
        var (_, page) = await site.OpenAsync($"/kelp/{FakeAnalyses.Done}");
        var rows = page.QuerySelectorAll(".scenes tbody tr");

        Assert.Equal(12, rows.Length);
        var words = string.Join(' ', rows[0].TextContent.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        Assert.Contains("2 Jul 2024, 18:59", words);
        Assert.Contains("10:51 local sun time", words);
        Assert.Contains("+0.31 m", words);
        Assert.Contains("above MLLWMonterey, 4 km", words);
        Assert.Contains("−1000by s2:processing_baseline, baseline 05.10", words);
        Assert.Contains("83 % of the area is under cloud", rows[1].TextContent);
        Assert.Equal("–", rows[6].QuerySelectorAll("td")[3].TextContent.Trim());
    }

    [Fact]
    public async Task Get_Result_DrawsTrendTornadoAndLegends()
    {
        await using var site = await WebSite.StartAsync();
        var (_, page) = await site.OpenAsync($"/kelp/{FakeAnalyses.Done}");

        Assert.Equal(9, page.QuerySelectorAll(".canopy-svg .canopy-maximum").Length);
        Assert.NotNull(page.QuerySelector(".canopy-svg .canopy-trend"));
        Assert.StartsWith("−2.14 ha a year over 9 yearly maxima (95 %: −3.80 to −0.310 ha); a trend, p = 0.029", page.Words(".trend"), StringComparison.Ordinal);
        Assert.Equal(7 + 4, page.QuerySelectorAll(".tornado tbody tr").Length);
        Assert.Equal("Biomass of the canopy, by site", page.Words(".tornado tbody th"));
        Assert.Equal(15, page.QuerySelectorAll("[data-legend]").Length);
        Assert.Equal("cover", page.QuerySelector("[data-legend]:not([hidden])")!.GetAttribute("data-legend"));
        Assert.Equal(4, page.QuerySelectorAll("#layer optgroup").Length);
        // Said once though two scenes have it.
        Assert.Single(page.QuerySelectorAll("[aria-labelledby=warnings-head] li"));
    }

    [Fact]
    public async Task Get_ResultWithoutKelpInDemoMode_SaysBothAndInventsNothing()
    {
        await using var site = await WebSite.StartAsync();
        var (_, page) = await site.OpenAsync($"/kelp/{FakeAnalyses.Bare}");

        Assert.Equal("No canopy was found", page.Words("#carbon-head"));
        Assert.Contains("Do not report these numbers", page.Words(".demo-notice"));
        Assert.Equal("DEMO", page.Words(".demo-mark"));
        Assert.Contains("no bed was found", page.Words(".carbon .figures"));
        Assert.Contains("0 t C 0 to 0 t C", page.Words("#line-stock"));
        Assert.Empty(page.QuerySelectorAll(".tornado"));
        Assert.Contains("No quarter had a date", page.Words("[aria-labelledby=series-head]"));
    }

    [Theory]
    [InlineData("/kelp/NOPE", 404, "There is no such analysis")]
    [InlineData("/kelp?before=NOPE", 200, null)]
    public async Task Get_Unknown_AnswersAsItShould(string path, int status, string? words)
    {
        await using var site = await WebSite.StartAsync();
        var (answered, page) = await site.OpenAsync(path);

        Assert.Equal(status, answered);
        Assert.True(words is null || page.Words("[role=alert]").Contains(words, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("/kelp")]
    [InlineData($"/kelp/{FakeAnalyses.Done}")]
    public async Task Get_WithoutApi_SaysSo(string path)
    {
        await using var site = await WebSite.StartWithoutApiAsync();
        var (status, page) = await site.OpenAsync(path);

        Assert.Equal(503, status);
        Assert.Contains("does not answer", page.Words("[role=alert]"));
    }
}
