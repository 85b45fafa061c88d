using System.Text;
using System.Text.Json;
using CarbonApp.Api.Kelp.Analyses;
using CarbonApp.Api.Kelp.Results;
using CarbonApp.Api.Tests.Jobs;
using CarbonApp.Api.Tests.Kelp.Catalog;
using CarbonApp.Tests.Shared.Servers;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace CarbonApp.Api.Tests.Kelp.Analyses;

/// <summary>Analyses of real scenes from end to end: HTTP, Postgres, files of a folder, results.</summary>
public sealed class AnalysisTests(PostgresServer server)
{
    [Fact]
    public async Task Limassol_WithoutKelp_IsZeroHectaresWithMasksAndProvenance()
    {
        await using var api = await KelpHost.StartAsync(server, SceneFiles.ChipFolder);

        var analysis = await api.AnalyseAsync(KelpHost.Limassol);
        var result = analysis.GetProperty("result");

        Assert.Equal(0, result.Number("mappedCanopyM2"));
        Assert.Equal(0, result.Number("canopyAreaM2", "p95"));
        Assert.Equal(0, result.Number("carbonStockT", "p95"));
        Assert.Equal(0, result.Number("beds"));
        Assert.Equal(JsonValueKind.Null, result.GetProperty("coverShare").ValueKind);

        // Akrotiri: most of the box is land with its salt lake; all of it was seen.
        var masks = result.GetProperty("masks");
        Assert.InRange(masks.Number("landPixels") / masks.Number("totalPixels"), 0.66, 0.76);
        Assert.InRange(masks.Number("waterPixels") / masks.Number("totalPixels"), 0.24, 0.34);
        Assert.InRange(masks.Number("validPixels") / masks.Number("totalPixels"), 0.97, 1);

        var scene = Assert.Single(result.GetProperty("scenes").EnumerateArray());
        Assert.Equal("S2A_MSIL2A_20240805T082601_R021_T36SVD_20240805T144559", scene.Text("id"));
        Assert.Equal(("36SVD", true, -1000.0, "reflectance_offset"), (scene.Text("tile"), scene.GetProperty("used").GetBoolean(), scene.Number("offsetDn"), scene.Text("offsetRule")));
        Assert.Equal("2024-08-05T10:38:01", scene.Text("localOverpass"));
        Assert.InRange(scene.Number("water", "medianB11"), 0.01, 0.03);
        Assert.InRange(scene.Number("water", "sigmaFai"), 0.0026, 0.0034);
        Assert.InRange(scene.Number("water", "sigmaKd"), 0.0025, 0.0034);
        Assert.Equal(JsonValueKind.Null, scene.GetProperty("tide").ValueKind);

        var provenance = result.GetProperty("provenance");
        Assert.Equal(("local", 32636, false), (provenance.Text("catalog"), (int)provenance.Number("gridEpsg"), provenance.GetProperty("demo").GetBoolean()));
        Assert.Equal((64, 64), (provenance.Text("parameterHash").Length, provenance.Text("seed").Length));
        Assert.True(provenance.Number("bytesRead") > 100_000, provenance.ToString());
        Assert.Contains(provenance.GetProperty("attributions").EnumerateArray(), a => a.GetString()!.Contains("Copernicus Sentinel data 2024", StringComparison.Ordinal));
        string[] codes = [.. result.GetProperty("warnings").EnumerateArray().Select(w => w.Text("code"))];
        Assert.Contains("NO_TIDE_STATION", codes);
        Assert.Contains("FEW_SCENES", codes);
        Assert.DoesNotContain("SPECIES_ASSUMED", codes);
        await DownloadsAreWholeAsync(api, analysis);
    }

    [Fact]
    public async Task DesertCoast_RealScene_IsZeroHectares()
    {
        await using var api = await KelpHost.StartAsync(server, SceneFiles.SceneFolder);

        var analysis = await api.AnalyseAsync("""{"aoi":{"point":{"lat":24.8,"lon":-11.43},"radiusKm":6},"from":"2020-02-01","to":"2020-03-01"}""");
        var result = analysis.GetProperty("result");
        var scene = Assert.Single(result.GetProperty("scenes").EnumerateArray());

        Assert.Equal((0.0, 0.0), (result.Number("mappedCanopyM2"), result.Number("canopyAreaM2", "p95")));
        Assert.Equal(("S2A_29RKH_20200219_0_L2A", "02.14", 0.0, "29RKH"), (scene.Text("id"), scene.Text("processingBaseline"), scene.Number("offsetDn"), scene.Text("tile")));
        Assert.Equal("raster:bands", scene.Text("offsetRule"));
        Assert.Equal("assumed", result.Text("speciesRule"));
        Assert.True(result.Number("masks", "landPixels") > 0.9 * result.Number("masks", "validPixels"), result.GetProperty("masks").ToString());
    }

    [Fact]
    public async Task PlantedBeds_AreFoundAndTheIntervalsHoldThem()
    {
        using var chip = await PlantedChip.CreateAsync(2, (400, 80, 20, 0.6), (455, 170, 8, 1));
        await using var api = await KelpHost.StartAsync(server, chip.Folder);

        var result = (await api.AnalyseAsync(KelpHost.Limassol)).GetProperty("result");
        var features = JsonElement.Parse((await api.FileAsync((await DownloadAsync(api, "features.geojson"))!)).Content);

        Assert.Equal(2, result.Number("beds"));
        Assert.InRange(result.Number("bedAreaM2"), 0.98 * chip.GroundM2, 1.02 * chip.GroundM2);
        Assert.InRange(result.Number("mappedCanopyM2"), 0.85 * chip.CanopyM2, 1.15 * chip.CanopyM2);
        KelpHost.Holds(result.GetProperty("canopyAreaM2"), chip.CanopyM2);
        KelpHost.Holds(result.GetProperty("coverShare"), chip.CanopyM2 / chip.GroundM2);

        // Giant kelp: 8.42 kg wet per m² of canopy at the medians, 12.5 % of it dry, 31.7 % of that carbon.
        KelpHost.Holds(result.GetProperty("carbonStockT"), chip.CanopyM2 * 8.42 * 0.125 * 0.317 / 1000);
        Assert.True(result.Number("sequestrationTPerYear", "p50") > 0);
        Assert.Equal(0, result.Number("sequestrationIfNoNetSinkTPerYear"));
        Assert.Equal(2, features.GetProperty("features").GetArrayLength());
        Assert.Equal(2, result.GetProperty("scenes").EnumerateArray().Count(s => s.GetProperty("used").GetBoolean()));
        var quarter = Assert.Single(result.GetProperty("timeSeries").EnumerateArray());
        Assert.Equal((2024, 3), ((int)quarter.Number("year"), (int)quarter.Number("quarter")));
        Assert.Equal(result.Number("masks", "kelpPixels"), quarter.Number("countCellsKelp"));

        async Task<string?> DownloadAsync(Data.ApiOnPostgres of, string name) =>
            (await of.GetAsync($"/api/v2/analyses/{(await of.GetAsync("/api/v2/analyses")).GetProperty("analyses")[0].Text("id")}"))
                .GetProperty("links").GetProperty("downloads").EnumerateArray().Single(d => d.Text("name") == name).Text("url");
    }

    [Fact]
    public async Task Layers_GivenAsLandOrTooDeep_LeaveOutWhatLiesInThem()
    {
        using var chip = await PlantedChip.CreateAsync(1, (400, 80, 20, 0.6), (455, 170, 8, 1));
        await using var api = await KelpHost.StartAsync(server, chip.Folder);
        var whole = (await api.AnalyseAsync(KelpHost.Limassol)).GetProperty("result");
        var list = (await api.GetAsync("/api/v2/analyses")).GetProperty("analyses")[0];
        var beds = JsonElement.Parse((await api.FileAsync($"/api/v2/analyses/{list.Text("id")}/features.geojson")).Content).GetProperty("features");
        var large = Around(beds.EnumerateArray().Select(b => b.GetProperty("geometry")).MaxBy(g => Corners(g.GetProperty("coordinates")).Count()));
        var box = list.GetProperty("bbox").EnumerateArray().Select(v => v.GetDouble()).ToArray();

        // Land is all of the box but some 300 m round the large bed; then too deep is the place of that bed alone.
        var land = (await api.AnalyseAsync(With("land", $"[{Ring(box[0] - 0.01, box[1] - 0.01, box[2] + 0.01, box[3] + 0.01)},{large}]"))).GetProperty("result");
        var deep = (await api.AnalyseAsync(With("tooDeep", $"[{large}]"))).GetProperty("result");

        Assert.Equal((2, 1, 1), ((int)whole.Number("beds"), (int)land.Number("beds"), (int)deep.Number("beds")));
        Assert.InRange(land.Number("bedAreaM2"), 0.97 * Math.PI * 20 * 20 * 100, 1.03 * Math.PI * 20 * 20 * 100);
        Assert.InRange(deep.Number("bedAreaM2"), 0.9 * Math.PI * 8 * 8 * 100, 1.1 * Math.PI * 8 * 8 * 100);
        Assert.InRange(land.Number("masks", "landPixels"), whole.Number("masks", "landPixels") * 1.2, land.Number("masks", "totalPixels"));
        Assert.Equal(whole.Number("masks", "landPixels"), deep.Number("masks", "landPixels"));

        static string Around(JsonElement geometry)
        {
            var corners = Corners(geometry.GetProperty("coordinates")).ToArray();
            return Ring(corners.Min(c => c.Lon) - 0.001, corners.Min(c => c.Lat) - 0.001, corners.Max(c => c.Lon) + 0.001, corners.Max(c => c.Lat) + 0.001);
        }

        static IEnumerable<(double Lon, double Lat)> Corners(JsonElement coordinates) => coordinates[0].ValueKind == JsonValueKind.Number
            ? [(coordinates[0].GetDouble(), coordinates[1].GetDouble())]
            : coordinates.EnumerateArray().SelectMany(Corners);

        static string Ring(double west, double south, double east, double north) =>
            FormattableString.Invariant($"[[{west},{south}],[{east},{south}],[{east},{north}],[{west},{north}],[{west},{south}]]");

        static string With(string layer, string rings) =>
            KelpHost.Limassol.Replace("\"species\"", $$"""
                "{{layer}}":{"type":"Polygon","coordinates":{{rings}}},"species"
                """, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Post_TheSameAgain_GivesTheSameAnalysisUntilRefreshed()
    {
        await using var api = await KelpHost.StartAsync(server, SceneFiles.ChipFolder);
        var first = await api.AnalyseAsync(KelpHost.Limassol);
        var refresh = KelpHost.Limassol.Replace("\"species\"", "\"refresh\":true,\"species\"", StringComparison.Ordinal);

        var again = await api.AnalyseAsync(KelpHost.Limassol);
        var refreshed = await api.AnalyseAsync(refresh);

        Assert.Equal(first.Text("id"), again.Text("id"));
        Assert.NotEqual(first.Text("id"), refreshed.Text("id"));
        Assert.Equal(first.GetProperty("result").GetProperty("provenance").Text("seed"), refreshed.GetProperty("result").GetProperty("provenance").Text("seed"));
        await OutlivedAreDroppedAsync(api, first.Text("id"), refreshed.Text("id"));
    }

    [Fact]
    public async Task NoSceneOfThePeriod_FailsSayingWhyAndCanBePostedAgain()
    {
        await using var api = await KelpHost.StartAsync(server, SceneFiles.ChipFolder);
        var request = KelpHost.Limassol.Replace("2024-0", "2021-0", StringComparison.Ordinal);

        var first = await api.AnalyseAsync(request, "failed");
        var second = await api.AnalyseAsync(request, "failed");

        Assert.Equal("NO_SCENE", first.GetProperty("problem").Text("code"));
        Assert.Contains("widen the period", first.GetProperty("problem").Text("detail"), StringComparison.Ordinal);
        Assert.NotEqual(first.Text("id"), second.Text("id"));
        Assert.Equal("JOB_CANCELLED", (await api.GetAsync($"/api/v2/analyses/{first.Text("id")}/report.json", 409)).Text("code"));
    }

    [Fact]
    public async Task CancelAndDelete_StopAndRemove()
    {
        await using var api = await KelpHost.StartAsync(server, SceneFiles.ChipFolder, ("Jobs:Concurrency", "0"));
        using var posted = await api.PostAsync("/api/v2/analyses", KelpHost.Limassol);
        var id = (await posted.JsonAsync(202)).Text("id");

        using var cancelled = await api.PostAsync($"/api/v2/analyses/{id}/cancel", "");
        var after = await cancelled.JsonAsync(200);
        using var deleted = await api.Client.DeleteAsync(new Uri($"/api/v2/analyses/{id}", UriKind.Relative));
        using var again = await api.Client.DeleteAsync(new Uri($"/api/v2/analyses/{id}", UriKind.Relative));

        Assert.Equal("cancelled", after.Text("state"));
        Assert.Equal((204, 404), ((int)deleted.StatusCode, (int)again.StatusCode));
        Assert.Equal("NOT_FOUND", (await api.GetAsync($"/api/v2/analyses/{id}", 404)).Text("code"));
        Assert.Equal("NOT_FOUND", (await api.GetAsync($"/api/v2/jobs/{id}", 404)).Text("code"));
        Assert.Equal(0, (await api.GetAsync("/api/v2/analyses")).GetProperty("analyses").GetArrayLength());
    }

    [Fact]
    public async Task Post_BadRequest_Answers400NamingTheField()
    {
        await using var api = await KelpHost.StartAsync(server, Path.GetTempPath(), ("Jobs:Concurrency", "0"));
        foreach (var (request, field) in new[]
        {
            ("""{}""", "aoi"),
            ("""{"aoi":{},"from":"2024-08-01","to":"2024-09-01"}""", "aoi"),
            ("""{"aoi":{"bbox":[33,34,33.1]},"from":"2024-08-01","to":"2024-09-01"}""", "aoi.bbox"),
            ("""{"aoi":{"bbox":[33,34,33.1,34.1],"radiusKm":3},"from":"2024-08-01","to":"2024-09-01"}""", "aoi"),
            ("""{"aoi":{"bbox":[20,20,40,40]},"from":"2024-08-01","to":"2024-09-01"}""", "aoi.bbox"),
            ("""{"aoi":{"point":{"lat":34.6,"lon":33},"radiusKm":500},"from":"2024-08-01","to":"2024-09-01"}""", "aoi.radiusKm"),
            ("""{"aoi":{"point":{"lat":34.6},"radiusKm":5},"from":"2024-08-01","to":"2024-09-01"}""", "aoi.point.lon"),
            ("""{"aoi":{"geometry":{"type":"Point","coordinates":[33,34]}},"from":"2024-08-01","to":"2024-09-01"}""", "aoi.geometry"),
            ("""{"aoi":{"point":{"lat":34.6,"lon":33},"radiusKm":5},"from":"2024-08-01","to":"2024-08-01"}""", "to"),
            ("""{"aoi":{"point":{"lat":34.6,"lon":33},"radiusKm":5},"to":"2024-08-01"}""", "from"),
            ("""{"aoi":{"point":{"lat":34.6,"lon":33},"radiusKm":5},"from":"2024-08-01","to":"2024-09-01","species":"laminaria"}""", "species"),
            ("""{"aoi":{"point":{"lat":34.6,"lon":33},"radiusKm":5},"from":"2024-08-01","to":"2024-09-01","detector":"magic"}""", "detector"),
            ("""{"aoi":{"point":{"lat":34.6,"lon":33},"radiusKm":5},"from":"2024-08-01","to":"2024-09-01","catalog":"earth-search"}""", "catalog"),
            ("""{"aoi":{"point":{"lat":34.6,"lon":33},"radiusKm":5},"from":"2024-08-01","to":"2024-09-01","maxCloudShare":1.5}""", "maxCloudShare"),
            ("""{"aoi":{"point":{"lat":34.6,"lon":33},"radiusKm":5},"from":"2024-08-01","to":"2024-09-01","months":[13]}""", "months"),
            ("""{"aoi":{"point":{"lat":34.6,"lon":33},"radiusKm":5},"from":"2024-08-01","to":"2024-09-01","scenesPerQuarter":0}""", "scenesPerQuarter"),
            ("""{"aoi":{"point":{"lat":34.6,"lon":33},"radiusKm":5},"from":"2024-08-01","to":"2024-09-01","referenceLevelM":9}""", "referenceLevelM"),
            ("""{"aoi":{"point":{"lat":34.6,"lon":33},"radiusKm":5},"from":"2024-08-01","to":"2024-09-01","land":{"type":"Point","coordinates":[33,34]}}""", "land"),
            ("""{"aoi":{"point":{"lat":34.6,"lon":33},"radiusKm":5},"from":"2024-08-01","to":"2024-09-01","tooDeep":[]}""", "tooDeep"),
        })
        {
            using var posted = await api.PostAsync("/api/v2/analyses", request);
            var problem = await posted.JsonAsync(400);

            Assert.Equal("VALIDATION", problem.Text("code"));
            Assert.True(problem.GetProperty("errors").TryGetProperty(field, out _), $"{request}: {problem}");
        }
    }

    [Theory]
    [InlineData("land")]
    [InlineData("tooDeep")]
    public async Task Post_PointAsLayer_Answers400AskingForPolygonsOnly(string layer)
    {
        await using var api = await KelpHost.StartAsync(server, Path.GetTempPath(), ("Jobs:Concurrency", "0"));
        using var posted = await api.PostAsync("/api/v2/analyses", $$"""
            {"aoi":{"point":{"lat":34.6,"lon":33},"radiusKm":5},"from":"2024-08-01","to":"2024-09-01","{{layer}}":{"type":"Point","coordinates":[33,34]} }
            """);
        var errors = (await posted.JsonAsync(400)).GetProperty("errors");

        Assert.Equal("A Point has no area; give a Polygon or a MultiPolygon.", Assert.Single(errors.GetProperty(layer).EnumerateArray()).GetString());
    }

    /// <summary>Room for one of two analyses, then for none by age; files and jobs go with them.</summary>
    private static async Task OutlivedAreDroppedAsync(Data.ApiOnPostgres api, string older, string newer)
    {
        var bytes = (await api.FileAsync($"/api/v2/analyses/{newer}/report.html")).Content.Length;
        var (store, files) = (api.Services.GetRequiredService<AnalysisStore>(), api.Services.GetRequiredService<FileReader>());
        var now = TimeProvider.System.GetUtcNow();

        Assert.Equal(0, await new AnalysisRetention(store, files, Options.Create(new AnalysisOptions())).DropOutlivedAsync(now, CancellationToken.None));
        var small = new AnalysisOptions { KeepDays = null, MostGigabytes = 3.5 * bytes / 1e9 };
        Assert.Equal(1, await new AnalysisRetention(store, files, Options.Create(small)).DropOutlivedAsync(now, CancellationToken.None));
        await api.GetAsync($"/api/v2/analyses/{older}", 404);
        await api.GetAsync($"/api/v2/jobs/{older}", 404);
        await api.GetAsync($"/api/v2/analyses/{newer}/report.json");
        Assert.Equal(1, await new AnalysisRetention(store, files, Options.Create(new AnalysisOptions())).DropOutlivedAsync(now.AddDays(366), CancellationToken.None));
        await api.FileAsync($"/api/v2/analyses/{newer}/report.html", 404);
    }

    private static async Task DownloadsAreWholeAsync(Data.ApiOnPostgres api, JsonElement analysis)
    {
        var downloads = analysis.GetProperty("links").GetProperty("downloads").EnumerateArray().ToArray();
        Assert.True(downloads.Length > 12, downloads.Length.ToString(System.Globalization.CultureInfo.InvariantCulture));
        foreach (var download in downloads)
        {
            var (content, type) = await api.FileAsync(download.Text("url"));
            Assert.Equal(download.Text("mediaType").Split(';')[0], type);
            Assert.True(content.Length > 20, download.ToString());
        }

        var id = analysis.Text("id");
        var csv = Encoding.UTF8.GetString((await api.FileAsync($"/api/v2/analyses/{id}/timeseries.csv")).Content).Split('\n');
        Assert.StartsWith("year,quarter,kelp_area_m2,count_cells_kelp,count_cells_no_clouds,count_cells_historic_footprint,", csv[0], StringComparison.Ordinal);
        Assert.StartsWith("2024,3,0,0,0,0,0,0,0,", csv[1], StringComparison.Ordinal);
        var page = Encoding.UTF8.GetString((await api.FileAsync($"/api/v2/analyses/{id}/report.html")).Content);
        Assert.Equal(4, page.Split("data:image/png;base64,").Length - 1);
        Assert.Contains("Sequestration if kelp beds are no net sink", page, StringComparison.Ordinal);
        Assert.DoesNotContain("credit", page, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("http", page.Replace("http-equiv", "", StringComparison.Ordinal), StringComparison.Ordinal);
    }
}
