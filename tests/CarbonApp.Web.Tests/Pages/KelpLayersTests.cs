using System.Net;
using System.Text.Json;
using AngleSharp.Dom;
using AngleSharp.Html.Parser;
using CarbonApp.Web.Tests.Fakes;

namespace CarbonApp.Web.Tests.Pages;

/// <summary>Layers of land and of water too deep: files of the form, sent as a browser without scripts would.</summary>
public sealed class KelpLayersTests
{
    private const string Coast = """{"type":"Polygon","coordinates":[[[33,34.6],[33.1,34.6],[33.1,34.7],[33,34.6]]]}""";
    private const string Trench = """{"type":"Polygon","coordinates":[[[33,34.5],[33.1,34.5],[33.1,34.55],[33,34.5]]]}""";

    [Fact]
    public async Task Post_FilesOfBothLayers_AsksWithThem()
    {
        await using var site = await WebSite.StartAsync();
        var (status, _) = await SendAsync(site, [], ("land", "coast.geojson", Coast), ("deep", "trench.geojson", Trench));

        Assert.Equal(HttpStatusCode.Redirect, status);
        Assert.True(JsonElement.DeepEquals(JsonElement.Parse(Coast), site.Api.Analyses.Posted!.Land!.Value));
        Assert.True(JsonElement.DeepEquals(JsonElement.Parse(Trench), site.Api.Analyses.Posted.TooDeep!.Value));
        Assert.NotNull(site.Api.Analyses.Posted.Aoi!.Point);
    }

    [Fact]
    public async Task Post_ErrorElsewhere_KeepsTheLayersForTheNextPost()
    {
        await using var site = await WebSite.StartAsync();
        var (status, page) = await SendAsync(site, new() { ["radius"] = "80" }, ("land", "coast.geojson", Coast));

        Assert.Equal(HttpStatusCode.BadRequest, status);
        Assert.True(page.QuerySelector(".more-options")!.HasAttribute("open"));
        Assert.Equal("Use coast.geojson", page.Words("#land-state label"));
        Assert.True(page.QuerySelector("[name=land-used]")!.HasAttribute("checked"));
        Assert.True(page.QuerySelector("[name=deep-used]")!.Closest("label")!.HasAttribute("hidden"));

        (status, _) = await SendAsync(site, Kept(page));
        Assert.Equal(HttpStatusCode.Redirect, status);
        Assert.True(JsonElement.DeepEquals(JsonElement.Parse(Coast), site.Api.Analyses.Posted!.Land!.Value));
    }

    [Fact]
    public async Task Post_LayerUnticked_AsksWithoutItButKeepsItsFile()
    {
        await using var site = await WebSite.StartAsync();
        var (_, page) = await SendAsync(site, new() { ["radius"] = "80" }, ("land", "coast.geojson", Coast));
        var unticked = Kept(page);
        unticked.Remove("land-used");

        var (_, again) = await SendAsync(site, new(unticked) { ["radius"] = "80" });
        Assert.Equal("Use coast.geojson", again.Words("#land-state label"));
        Assert.False(again.QuerySelector("[name=land-used]")!.HasAttribute("checked"));

        await SendAsync(site, unticked);
        Assert.Null(site.Api.Analyses.Posted!.Land);
    }

    [Fact]
    public async Task Post_LayerApiRefuses_SaysWhyAtItsFieldAndKeepsIt()
    {
        await using var site = await WebSite.StartAsync();
        var (status, page) = await SendAsync(site, [], ("land", "utm.geojson", Coast.Replace("{\"type", "{\"crs\":{},\"type", StringComparison.Ordinal)));

        Assert.Equal(HttpStatusCode.BadRequest, status);
        Assert.Equal("Land: The coordinates are of EPSG:32629; give longitude and latitude on WGS 84 (RFC 7946).", page.Words("#land-error"));
        Assert.Equal("true", page.QuerySelector("#land")!.GetAttribute("aria-invalid"));
        Assert.Contains("land-state", page.QuerySelector("#land")!.GetAttribute("aria-describedby"), StringComparison.Ordinal);
        Assert.Equal("#land", page.QuerySelector("[role=alert] a")!.GetAttribute("href"));
        Assert.Equal("Use utm.geojson", page.Words("#land-state label"));
    }

    [Theory]
    [InlineData("land", "depth in metres", "“notes.txt” is no GeoJSON and was not taken.")]
    [InlineData("deep", "null", "“notes.txt” is no GeoJSON and was not taken.")]
    [InlineData("deep", null, "“notes.txt” is larger than 1.9 MB.")]
    public async Task Post_FileThatIsNoLayer_SaysSoAtItsFieldAndAsksNothing(string field, string? text, string words)
    {
        await using var site = await WebSite.StartAsync();
        var (status, page) = await SendAsync(site, [], (field, "notes.txt", text ?? new string(' ', 1_900_001)));

        Assert.Equal(HttpStatusCode.BadRequest, status);
        Assert.Contains(words, page.Words($"#{field}-error"), StringComparison.Ordinal);
        Assert.True(page.QuerySelector($"[name={field}-used]")!.Closest("label")!.HasAttribute("hidden"));
        Assert.Null(site.Api.Analyses.Posted);
    }

    [Fact]
    public async Task Post_LayersTooLargeTogether_SaysSoInsteadOfAsking()
    {
        await using var site = await WebSite.StartAsync();
        var large = Coast.Replace("{", $"{{\"name\":\"{new string('x', 1_200_000)}\",", StringComparison.Ordinal);
        var (status, page) = await SendAsync(site, [], ("land", "coast.geojson", large), ("deep", "trench.geojson", large));

        Assert.Equal(HttpStatusCode.BadRequest, status);
        Assert.Contains("together are larger than the 2 MB", page.Words("#land-error"), StringComparison.Ordinal);
        Assert.Null(site.Api.Analyses.Posted);
    }

    [Fact]
    public async Task Get_AgainAfterAnAnalysisWithLand_AsksForTheFile()
    {
        await using var site = await WebSite.StartAsync();
        var (_, failed) = await site.OpenAsync($"/kelp/{FakeAnalyses.Failed}");
        var (status, form) = await site.OpenAsync(failed.QuerySelector(".job .button")!.GetAttribute("href")!);

        Assert.Equal(200, status);
        Assert.Equal("Land: the analysis you come from had this layer. Choose its file again, or go on without it.", form.Words("#land-error"));
        Assert.True(form.QuerySelector("#deep-error")!.HasAttribute("hidden"));
    }

    [Theory]
    [InlineData(FakeAnalyses.Bare, true)]
    [InlineData(FakeAnalyses.Done, false)]
    public async Task Get_Result_SaysWhereLandAndDepthComeFrom(string id, bool given)
    {
        await using var site = await WebSite.StartAsync();
        var (_, page) = await site.OpenAsync($"/kelp/{id}");
        var words = page.Words(".basis");

        Assert.Contains(given ? "LandThe layer given with the request; all else counts as sea" : "LandTold from each scene", words, StringComparison.Ordinal);
        Assert.Equal(given, words.Contains("Too deepThe layer given with the request", StringComparison.Ordinal));
        Assert.Equal(given, words.Contains("1,204 too deep", StringComparison.Ordinal));
    }

    /// <summary>What the page holds of its layers, as a browser would send it.</summary>
    private static Dictionary<string, string> Kept(IDocument page) => page.QuerySelectorAll("[data-layer] :is(textarea, [type=hidden], [checked])")
        .ToDictionary(e => e.GetAttribute("name")!, e => e.GetAttribute("value") ?? (e.LocalName == "textarea" ? e.TextContent : "on"));

    private static async Task<(HttpStatusCode Status, IDocument Page)> SendAsync(WebSite site, Dictionary<string, string> fields, params (string Field, string Name, string Text)[] files)
    {
        var all = new Dictionary<string, string> { ["_handler"] = "analysis", ["shape"] = "circle", ["lat"] = "34.6", ["lon"] = "33", ["radius"] = "3", ["from"] = "2024-06-01", ["to"] = "2024-10-01" };
        using var body = new MultipartFormDataContent();
        foreach (var (name, value) in all.Where(f => !fields.ContainsKey(f.Key)).Concat(fields))
        {
            body.Add(new StringContent(value), name);
        }

        foreach (var (field, name, text) in files)
        {
            body.Add(new StringContent(text), $"{field}-file", name);
        }

        using var answer = await site.Http.PostAsync("/kelp", body);
        return (answer.StatusCode, await new HtmlParser().ParseDocumentAsync(await answer.Content.ReadAsStringAsync()));
    }
}
