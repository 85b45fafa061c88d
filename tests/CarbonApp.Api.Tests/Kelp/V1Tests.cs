using System.Text.Json;
using CarbonApp.Api.Tests.Jobs;
using CarbonApp.Api.Tests.Kelp.Analyses;
using CarbonApp.Api.Tests.Kelp.Catalog;
using CarbonApp.Tests.Shared.Servers;

namespace CarbonApp.Api.Tests.Kelp;

/// <summary>The calls of Kelpie Carbon v1, at their old addresses.</summary>
public sealed class V1Tests(PostgresServer server)
{
    private const string Run = """{"aoi":{"lat":34.6,"lng":33.0},"start_date":"2024-08-01","end_date":"2024-08-31"}""";

    /// <summary>v1's own example.</summary>
    private const string Monterey = """{"aoi":{"lat":36.8,"lng":-121.9},"start_date":"2023-08-01","end_date":"2023-08-31"}""";

    [Fact]
    public async Task Run_RealScene_AnswersV1sMembersWithNumbersAndScenes()
    {
        await using var api = await KelpHost.StartAsync(server, SceneFiles.ChipFolder);

        using var posted = await api.PostAsync("/api/run", Run);
        var answer = await posted.JsonAsync(200);
        using var none = await api.PostAsync("/api/run", Monterey);
        var metrics = System.Text.Encoding.UTF8.GetString((await api.FileAsync("/metrics")).Content);

        Assert.Equal(("completed", JsonValueKind.Null), (answer.Text("status"), answer.GetProperty("error_message").ValueKind));
        Assert.EndsWith("s", answer.Text("processing_time"), StringComparison.Ordinal);
        Assert.Equal((34.6, 33.0), (answer.Number("aoi", "lat"), answer.Number("aoi", "lng")));
        Assert.Equal("2024-08-31", answer.GetProperty("date_range").Text("end"));
        Assert.StartsWith("0.0 kg/ha", answer.Text("biomass"), StringComparison.Ordinal);
        Assert.Contains("no sequestration", answer.Text("carbon"), StringComparison.Ordinal);
        Assert.InRange(answer.Number("mask_statistics", "water_coverage") + answer.Number("mask_statistics", "land_coverage"), 0.99, 1);
        // The water is so dark that red and near infrared add up to less than the error of each: a ratio says nothing, a difference does.
        Assert.Equal(JsonValueKind.Null, answer.GetProperty("spectral_indices").GetProperty("avg_ndvi").ValueKind);
        Assert.InRange(answer.Number("spectral_indices", "avg_fai"), -0.02, 0.02);
        Assert.Equal("S2A_MSIL2A_20240805T082601_R021_T36SVD_20240805T144559", Assert.Single(answer.GetProperty("scene_ids").EnumerateArray()).GetString());
        Assert.Equal("SATELLITE_DATA_ERROR", Error(await none.JsonAsync(422)).Text("code"));
        Assert.Contains("kelpie_requests_total{", metrics, StringComparison.Ordinal);
        Assert.Contains("kelpie_request_duration_seconds_bucket{", metrics, StringComparison.Ordinal);
        Assert.Matches("kelpie_requests_total\\{[^}]*endpoint=\"/api/run\"[^}]*status=\"422\"", metrics);
    }

    [Fact]
    public async Task Imagery_EveryLayer_IsAPictureOfTheArea()
    {
        await using var api = await KelpHost.StartAsync(server, SceneFiles.ChipFolder);
        using var posted = await api.PostAsync("/api/imagery/analyze-and-cache", Run.Replace("\"aoi\"", "\"buffer_km\":2,\"max_cloud_cover\":0.2,\"aoi\"", StringComparison.Ordinal));
        var answer = await posted.JsonAsync(200);
        var id = answer.Text("analysis_id");

        Assert.Equal(("success", 4), (answer.Text("status"), answer.GetProperty("bounds").GetArrayLength()));
        string[] paths =
        [
            "rgb", "false-color", "mask/water?alpha=0.5", "biomass?colormap=hot&min_biomass=0&max_biomass=5", "biomass",
            .. answer.GetProperty("available_layers").GetProperty("spectral_indices").EnumerateArray().Select(i => $"spectral/{i.GetString()}"),
        ];
        Assert.Contains("spectral/fai", paths);
        Assert.Contains("spectral/ndwi", paths);
        foreach (var path in paths)
        {
            var (content, type) = await api.FileAsync($"/api/imagery/{id}/{path}");
            var picture = Png.Read(content);
            Assert.Equal("image/png", type);
            Assert.True(picture.Shown > picture.Width * picture.Height / 10 && picture.Width > 300, $"{path}: {picture.Shown} of {picture.Width} × {picture.Height}");
        }

        Assert.NotEqual((await api.FileAsync($"/api/imagery/{id}/spectral/fai")).Content, (await api.FileAsync($"/api/imagery/{id}/spectral/kd")).Content);
        // v1's own fai is made of B05, which the chip lacks; the real one is not.
        Assert.Contains("B05", Error(await api.GetAsync($"/api/imagery/{id}/spectral/fai?legacy=true", 404)).Text("message"), StringComparison.Ordinal);
        var metadata = await api.GetAsync($"/api/imagery/{id}/metadata");
        Assert.Equal(("2024-08-05T08:26:01.024Z", "Sentinel-2 L2A"), (metadata.Text("acquisition_date"), metadata.Text("acquisition_info")));
        Assert.Equal(0, metadata.Number("cloud_coverage"));
        Assert.Equal("ok", (await api.GetAsync("/api/imagery/health")).Text("status"));
        using var deleted = await api.Client.DeleteAsync(new Uri($"/api/imagery/{id}", UriKind.Relative));
        Assert.Equal("success", (await deleted.JsonAsync(200)).Text("status"));
        Assert.Equal("RESOURCE_NOT_FOUND", Error(await api.GetAsync($"/api/imagery/{id}/rgb", 404)).Text("code"));
    }

    [Fact]
    public async Task Errors_AreThoseOfTheCatalogueWithSuggestions()
    {
        await using var api = await KelpHost.StartAsync(server, Path.GetTempPath(), ("Jobs:Concurrency", "0"), ("Kelp:V1:WaitSeconds", "1"));
        foreach (var (path, body, status, code, field) in new (string, string, int, string, string?)[]
        {
            ("/api/run", "{}", 400, "MISSING_REQUIRED_FIELD", "aoi"),
            ("/api/run", Run.Replace("34.6", "95", StringComparison.Ordinal), 400, "INVALID_COORDINATES", "aoi.lat"),
            ("/api/run", Run.Replace("33.0", "999", StringComparison.Ordinal), 400, "INVALID_COORDINATES", "aoi.lng"),
            ("/api/run", Run.Replace("2024-08-31", "2024-08-01", StringComparison.Ordinal), 400, "INVALID_DATE_RANGE", "end_date"),
            ("/api/run", Run.Replace("2024-08-31", "2026-08-31", StringComparison.Ordinal), 400, "INVALID_DATE_RANGE", "end_date"),
            ("/api/run", Run.Replace("2024-08-31", "31/08/2024", StringComparison.Ordinal), 400, "INVALID_DATE_RANGE", "end_date"),
            ("/api/run", Run.Replace("\"aoi\"", "\"species\":\"oak\",\"aoi\"", StringComparison.Ordinal), 400, "INVALID_PARAMETER", "species"),
            ("/api/run", "not json", 400, "INVALID_REQUEST", null),
            ("/api/imagery/analyze-and-cache", Run.Replace("\"aoi\"", "\"buffer_km\":50,\"aoi\"", StringComparison.Ordinal), 400, "INVALID_PARAMETER", "buffer_km"),
            ("/api/imagery/analyze-and-cache", Run.Replace("\"aoi\"", "\"max_cloud_cover\":2,\"aoi\"", StringComparison.Ordinal), 400, "INVALID_PARAMETER", "max_cloud_cover"),
        })
        {
            using var posted = await api.PostAsync(path, body);
            var error = Error(await posted.JsonAsync(status));
            Assert.Equal((body, code, field), (body, error.Text("code"), error.GetProperty("field").GetString()));
            Assert.NotEqual("", error.Text("message"));
            Assert.True(error.GetProperty("suggestions").GetArrayLength() > 0);
        }

        foreach (var path in new[] { "x/rgb", "01ARZ3NDEKTSV4RRFFQ69G5FAV/rgb", "01ARZ3NDEKTSV4RRFFQ69G5FAV/spectral/none", "01ARZ3NDEKTSV4RRFFQ69G5FAV/mask/none", "01ARZ3NDEKTSV4RRFFQ69G5FAV/metadata" })
        {
            Assert.Equal((path, "RESOURCE_NOT_FOUND"), (path, Error(await api.GetAsync($"/api/imagery/{path}", 404)).Text("code")));
        }

        Assert.Contains("it takes DELETE", Error(await api.GetAsync("/api/imagery/nothing", 405)).Text("message"), StringComparison.Ordinal);
        Assert.Equal("INVALID_PARAMETER", Error(await api.GetAsync("/api/imagery/01ARZ3NDEKTSV4RRFFQ69G5FAV/mask/kelp?alpha=2", 400)).Text("code"));
        Assert.Equal("INVALID_PARAMETER", Error(await api.GetAsync("/api/imagery/01ARZ3NDEKTSV4RRFFQ69G5FAV/biomass?min_biomass=9&max_biomass=1", 400)).Text("code"));

        // Nobody works on jobs here: the call gives up waiting, and says so without numbers.
        using var pending = await api.PostAsync("/api/run", Run);
        Assert.Equal("processing", (await pending.JsonAsync(202)).Text("status"));
    }

    [Fact]
    public async Task WithoutNetworkOrCatalogue_IsAClearErrorAndNeverANumber()
    {
        await using var away = await KelpHost.StartAsync(
            server, Path.GetTempPath(),
            ("Kelp:Catalogs:Order", "earth-search"), ("Kelp:Catalogs:EarthSearch:SearchAddress", $"{CatalogHost.Nobody}search"), ("Outbound:AllowLoopback", "true"),
            ("Kelp:Catalogs:MaxRetries", "0"), ("Jobs:MostAttempts", "1"));
        await using var bare = await KelpHost.StartAsync(server, "");

        using var unreachable = await away.PostAsync("/api/run", Run);
        using var without = await bare.PostAsync("/api/run", Run);
        using var v2 = await bare.PostAsync("/api/v2/analyses", KelpHost.Limassol);
        using var health = await bare.Client.GetAsync(new Uri("/api/imagery/health", UriKind.Relative));

        Assert.Equal("EXTERNAL_SERVICE_ERROR", Error(await unreachable.JsonAsync(502)).Text("code"));
        Assert.Equal("SERVICE_UNAVAILABLE", Error(await without.JsonAsync(503)).Text("code"));
        Assert.Equal("NO_CATALOG", (await v2.JsonAsync(503)).Text("code"));
        Assert.False((await health.JsonAsync(503)).GetProperty("checks").GetProperty("catalog").GetBoolean());
    }

    private static JsonElement Error(JsonElement answer) => answer.GetProperty("detail").GetProperty("error");
}
