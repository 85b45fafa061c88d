using CarbonApp.Api.Kelp;
using CarbonApp.Api.Tests.Fakes;

namespace CarbonApp.Api.Tests.Kelp.Catalog;

public sealed class ScenesEndpointTests(ScenesEndpointTests.DemoApi demo) : IClassFixture<ScenesEndpointTests.DemoApi>
{
    private const string Limassol = "/api/v2/scenes?bbox=32.97,34.57,33.03,34.63&from=2024-08-01&to=2024-09-01";

    [Fact]
    public async Task Get_PlaceWithAScene_ListsItWithItsOffsetAndWhoToName()
    {
        var answer = await demo.Api.GetAsync(Limassol);

        Assert.Equal(200, answer.Status);
        Assert.Equal("local", answer.String("catalog"));
        Assert.True(answer.At("demo").GetBoolean());
        Assert.Equal("S2A_MSIL2A_20240805T082601_R021_T36SVD_20240805T144559", answer.String("scenes", "0", "id"));
        Assert.Equal(("36SVD", -1000d, "reflectance_offset"), (answer.String("scenes", "0", "tile"), answer.Number("scenes", "0", "offsetDn"), answer.String("scenes", "0", "offsetRule")));
        Assert.Equal(0.00004436, answer.Number("scenes", "0", "tileCloudShare"), 12);
        Assert.Equal("Contains modified Copernicus Sentinel data 2024", answer.String("attributions", "0"));
        Assert.Contains("\"SCL\"", answer.At("scenes", "0", "bands").GetRawText(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Get_PointAndRadius_FindsTheSceneOfTheDesert()
    {
        var answer = await demo.Api.GetAsync("/api/v2/scenes?lat=24.8&lon=-11.4&radiusKm=2&from=2020-02-01&to=2020-03-01");

        Assert.Equal(("S2A_29RKH_20200219_0_L2A", "02.14", 0d, "raster:bands"),
            (answer.String("scenes", "0", "id"), answer.String("scenes", "0", "processingBaseline"), answer.Number("scenes", "0", "offsetDn"), answer.String("scenes", "0", "offsetRule")));
    }

    [Theory]
    [InlineData("&maxCloud=0.01", "allow more cloud")]
    [InlineData("", null)]
    public async Task Get_TooCloudy_IsEmptyAndSaysWhatToChange(string cloud, string? note)
    {
        var answer = await demo.Api.GetAsync($"/api/v2/scenes?lat=24.8&lon=-11.4&from=2020-02-01&to=2020-03-01{cloud}");

        Assert.Equal(200, answer.Status);
        Assert.Equal(note is null ? 1 : 0, answer.At("scenes").GetArrayLength());
        Assert.Equal(note is not null, answer.At("notes").GetArrayLength() == 1 && answer.String("notes", "0")!.Contains(note!, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Get_NothingThere_SaysToCheckPlaceAndPeriod()
    {
        var answer = await demo.Api.GetAsync("/api/v2/scenes?bbox=34.57,32.97,34.63,33.03&from=2024-08-01&to=2024-09-01");

        Assert.Contains("latitude and longitude are not swapped", answer.String("notes", "0"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", "bbox")]
    [InlineData("?bbox=1,2,3,4&lat=1&lon=2", "bbox")]
    [InlineData("?bbox=1,2,3", "bbox")]
    [InlineData("?bbox=1,2,3,x", "bbox")]
    [InlineData("?bbox=1,9,3,4", "bbox")]
    [InlineData("?bbox=NaN,2,3,4", "bbox")]
    [InlineData("?lat=91&lon=0", "lat")]
    [InlineData("?lat=1", "lon")]
    [InlineData("?lat=1&lon=1e999", "lon")]
    [InlineData("?lat=1&lon=1&radiusKm=0", "radiusKm")]
    [InlineData("?lat=1&lon=1&radiusKm=51", "radiusKm")]
    [InlineData("?lat=1&lon=1&from=yesterday", "from")]
    [InlineData("?lat=1&lon=1&to=yesterday", "to")]
    [InlineData("?lat=1&lon=1&from=2024-02-01&to=2024-02-01", "to")]
    [InlineData("?lat=1&lon=1&from=1990-01-01&to=2024-02-01", "to")]
    [InlineData("?lat=1&lon=1&maxCloud=50", "maxCloud")]
    [InlineData("?lat=1&lon=1&limit=0", "limit")]
    [InlineData("?lat=1&lon=1&limit=1.5", "limit")]
    [InlineData("?lat=1&lon=1&limit=1001", "limit")]
    public async Task Get_WhatMakesNoSense_Is400NamingTheField(string query, string field)
    {
        var answer = await demo.Api.GetAsync("/api/v2/scenes" + query);

        Assert.Equal(400, answer.Status);
        Assert.True(answer.At("errors").TryGetProperty(field, out _), answer.Text);
    }

    [Fact]
    public async Task Get_CatalogueThatIsNotSetUp_Is404WithThoseThatAre()
    {
        var answer = await demo.Api.GetAsync(Limassol + "&catalog=earth-search");

        Assert.Equal((404, "UNKNOWN_CATALOG"), (answer.Status, answer.String("code")));
        Assert.Contains("there are local", answer.String("detail"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Get_NoCatalogueReachable_Is502WithTheRemedyAndNoScene()
    {
        await using var api = new TestApi()
            .Set("Outbound:AllowLoopback", "true").Set("Kelp:Catalogs:MaxRetries", "0").Set("Kelp:Catalogs:RetryDelayMilliseconds", "1")
            .Set("Kelp:Catalogs:PlanetaryComputer:SearchAddress", $"{CatalogHost.Nobody}search").Set("Kelp:Catalogs:EarthSearch:SearchAddress", $"{CatalogHost.Nobody}search");

        var answer = await api.GetAsync(Limassol);

        Assert.Equal((502, "CATALOG_FAILED"), (answer.Status, answer.String("code")));
        Assert.Contains("Check the network", answer.String("detail"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Get_DemoWithoutAFolder_Is503SayingWhatToSet()
    {
        await using var api = new TestApi().Set("Kelp:Demo", "true");

        var answer = await api.GetAsync(Limassol);

        Assert.Equal(503, answer.Status);
        Assert.Contains("Kelp:Catalogs:Local:Folder", answer.String("detail"), StringComparison.Ordinal);
    }

    [Fact]
    public void Expand_DemoBeforeAnotherArgument_LeavesThatAlone() =>
        Assert.Equal(["--Kelp:Demo=true", "--urls", "http://127.0.0.1:0"], DemoSwitch.Expand(["--demo", "--urls", "http://127.0.0.1:0"]));

    /// <summary>Started once: these tests only ask.</summary>
    public sealed class DemoApi : IAsyncDisposable
    {
        private TestApi? _api;

        /// <summary>Not made before a test asks, so that without the data each is skipped.</summary>
        internal TestApi Api => _api ??= new TestApi().Set("Kelp:Demo", "true").Set("Kelp:Catalogs:Local:Folder", SceneFiles.Folder);

        public ValueTask DisposeAsync() => _api?.DisposeAsync() ?? ValueTask.CompletedTask;
    }
}
