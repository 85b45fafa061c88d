using System.Text;
using System.Text.RegularExpressions;
using CarbonApp.Api.Tests.Jobs;
using CarbonApp.Api.Tests.Kelp.Catalog;
using CarbonApp.Tests.Shared.Servers;

namespace CarbonApp.Api.Tests.Kelp.Analyses;

/// <summary>Tiles, legends and files of a finished analysis, in demo mode as well.</summary>
public sealed class TilesTests(PostgresServer server)
{
    /// <summary>The tile of zoom 13 that Akrotiri's salt lake and the sea east of it are in.</summary>
    private const string Tile = "13/4847/3255";

    private static readonly (byte R, byte G, byte B, byte A) Land = (0xA0, 0xA0, 0xA0, 0xFF);

    [Fact]
    public async Task Tiles_OfEveryLayer_ShowTheAreaAndNothingElsewhere()
    {
        await using var api = await KelpHost.StartAsync(server, SceneFiles.ChipFolder);
        var analysis = await api.AnalyseAsync(KelpHost.Limassol);
        var id = analysis.Text("id");

        foreach (var layer in analysis.GetProperty("result").GetProperty("layers").EnumerateArray())
        {
            var tile = Png.Read((await api.FileAsync(Address(layer.Text("tilesUrl")))).Content);
            Assert.Equal((256, 256), (tile.Width, tile.Height));
            Assert.True(layer.Text("name") == "kelp" ? tile.Shown == 0 : tile.Shown > 5_000, $"{layer.Text("name")}: {tile.Shown} pixels");
            if (layer.GetProperty("legendUrl").GetString() is { } legend)
            {
                Assert.Equal("image/svg+xml", (await api.FileAsync(legend)).Type);
            }
        }

        var mask = Png.Read((await api.FileAsync($"/api/v2/analyses/{id}/tiles/mask/{Tile}.png")).Content);
        Assert.Contains(Enumerable.Range(0, 256), x => mask[x, 128] == Land);
        Assert.Equal(0, Png.Read((await api.FileAsync($"/api/v2/analyses/{id}/tiles/mask/13/100/100.png")).Content).Shown);
        Assert.True(Png.Read((await api.FileAsync($"/api/v2/analyses/{id}/tiles/fai/0/0/0.png")).Content).Shown <= 4);
        Assert.NotEqual(
            (await api.FileAsync($"/api/v2/analyses/{id}/tiles/kd/{Tile}.png")).Content, (await api.FileAsync($"/api/v2/analyses/{id}/tiles/fai/{Tile}.png")).Content);

        static string Address(string template) => template.Replace("{z}/{x}/{y}", Tile, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Get_OfNoAnalysisOrNonsense_BlamesTheRequest()
    {
        await using var api = await KelpHost.StartAsync(server, Path.GetTempPath(), ("Jobs:Concurrency", "0"));
        foreach (var (path, status) in new[]
        {
            ("tiles/nothing/13/1/1.png", 404),
            ("tiles/mask/13/9000/1.png", 400),
            ("tiles/mask/-1/0/0.png", 400),
            ("tiles/mask/x/0/0.png", 400),
            ("tiles/mask/99/0/0.png", 400),
            ("legends/rgb.svg", 404),
            ("cog/nothing.tif", 404),
            ("cog/mask.tif", 404),
            ("tiles/mask/13/1/1.png", 404),
            ("report.html", 404),
            ("features.geojson", 404),
            ("timeseries.csv", 404),
        })
        {
            var problem = await api.GetAsync($"/api/v2/analyses/01ARZ3NDEKTSV4RRFFQ69G5FAV/{path}", status);
            Assert.Equal((path, status == 400 ? "VALIDATION" : "NOT_FOUND"), (path, problem.Text("code")));
        }
    }

    [Fact]
    public async Task Demo_MarksEveryOutput()
    {
        await using var plain = await KelpHost.StartAsync(server, SceneFiles.ChipFolder);
        await using var demo = await KelpHost.StartAsync(server, SceneFiles.ChipFolder, ("Kelp:Demo", "true"));
        var (plainId, analysis) = ((await plain.AnalyseAsync(KelpHost.Limassol)).Text("id"), await demo.AnalyseAsync(KelpHost.Limassol));
        var id = analysis.Text("id");

        Assert.True(analysis.GetProperty("result").GetProperty("provenance").GetProperty("demo").GetBoolean());
        Assert.Contains(analysis.GetProperty("result").GetProperty("warnings").EnumerateArray(), w => w.Text("code") == "DEMO");
        Assert.True((await demo.GetAsync("/api/v2/analyses")).GetProperty("analyses")[0].GetProperty("demo").GetBoolean());
        foreach (var name in new[] { "report.html", "timeseries.csv", "stac-item.json", "features.geojson", "report.json" })
        {
            Assert.Contains("DEMO", Text(await demo.FileAsync($"/api/v2/analyses/{id}/{name}")), StringComparison.Ordinal);
            Assert.DoesNotContain("DEMO", Text(await plain.FileAsync($"/api/v2/analyses/{plainId}/{name}")).Replace(",demo", "", StringComparison.Ordinal), StringComparison.Ordinal);
        }

        var (marked, unmarked) = (await demo.FileAsync($"/api/v2/analyses/{id}/tiles/rgb/{Tile}.png"), await plain.FileAsync($"/api/v2/analyses/{plainId}/tiles/rgb/{Tile}.png"));
        Assert.NotEqual(unmarked.Content, marked.Content);
        Assert.NotEqual((await plain.FileAsync($"/api/imagery/{plainId}/rgb")).Content, (await demo.FileAsync($"/api/imagery/{id}/rgb")).Content);
        using var cog = await demo.Client.GetAsync(new Uri($"/api/v2/analyses/{id}/cog/mask.tif", UriKind.Relative));
        Assert.StartsWith("DEMO-", cog.Content.Headers.ContentDisposition!.FileName!.Trim('"'), StringComparison.Ordinal);

        // Pictures in the page are letters too.
        static string Text((byte[] Content, string Type) file) => Regex.Replace(Encoding.UTF8.GetString(file.Content), "base64,[^\"]*", "");
    }
}
