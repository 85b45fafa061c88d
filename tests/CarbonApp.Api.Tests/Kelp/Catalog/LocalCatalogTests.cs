using CarbonApp.Api.Kelp.Catalog;
using CarbonApp.Engine.Kelp.Aoi;
using CarbonApp.Engine.Kelp.Imagery;
using CarbonApp.Engine.Kelp.Projection;
using CarbonApp.Engine.Kelp.Scenes;

namespace CarbonApp.Api.Tests.Kelp.Catalog;

public sealed class LocalCatalogTests : IDisposable
{
    private static readonly GeoBounds Limassol = new(32.97, 34.57, 33.03, 34.63);
    private readonly string _folder = Directory.CreateTempSubdirectory("scenes").FullName;

    [Fact]
    public async Task Search_FolderOfSceneAndChip_FindsEachAtItsPlaceAndTime()
    {
        using var host = Local(SceneFiles.Folder);

        var chip = Assert.Single(await SearchAsync(host, Limassol));
        var scene = Assert.Single(await SearchAsync(host, new GeoBounds(-11.5, 24.5, -11.4, 24.6)));

        Assert.Equal("S2A_MSIL2A_20240805T082601_R021_T36SVD_20240805T144559", chip.Id);
        Assert.Equal(("36SVD", 32636, -0.1, OffsetRule.ChipDescription), (chip.MgrsTile, chip.Epsg!.Value, chip.Assets[SentinelBand.B11].Scale.Offset, chip.Assets[SentinelBand.B11].Rule!.Value));
        Assert.Equal("S2A_29RKH_20200219_0_L2A", scene.Id);
        Assert.Empty(await SearchAsync(host, Limassol, from: new DateTimeOffset(2024, 8, 5, 8, 26, 2, TimeSpan.Zero)));
        Assert.Empty(await SearchAsync(host, Limassol, to: new DateTimeOffset(2024, 8, 5, 8, 26, 1, 24, TimeSpan.Zero)));
        Assert.Empty(await SearchAsync(host, new GeoBounds(-11.5, 24.5, -11.4, 24.6), maxCloudPercent: 4));
    }

    [Fact]
    public async Task Open_Chip_ReadsEveryBandOfTheOneFile()
    {
        using var host = Local(SceneFiles.Folder);
        var item = Assert.Single(await SearchAsync(host, Limassol));

        using var scene = await host.Catalog("local").OpenAsync(item, Enum.GetValues<SentinelBand>(), CancellationToken.None);

        Assert.Equal([SentinelBand.B02, SentinelBand.B03, SentinelBand.B04, SentinelBand.B06, SentinelBand.B08, SentinelBand.B11, SentinelBand.Scl], scene.Reader.Bands);
        Assert.Equal(new UtmGrid(new UtmZone(36, isNorth: true), 497430, 3831250, 10, 512, 512), scene.Reader.Grid);
        var swir = await SceneFiles.ReadAsync(scene, SentinelBand.B11, scene.Reader.Grid);
        var classes = new byte[512 * 512];
        await scene.Reader.ReadAsync(SentinelBand.Scl, scene.Reader.Grid, new PixelWindow(0, 0, 512, 512), classes);
        // Water of this chip lies at 0.0195 in B11 once −0.1 is added: what proves that the file's numbers are the product's.
        var water = swir.Where((_, i) => classes[i] == 6).Order().ToArray();
        Assert.InRange(water[water.Length / 2] * 0.0001 - 0.1, 0.01, 0.03);
        Assert.True(scene.Transfer.Bytes > 100_000, $"{scene.Transfer.Bytes} bytes");
    }

    [Fact]
    public async Task Open_SceneWithAddressesOfItsCatalogue_TakesTheFilesBesideItsDescription()
    {
        using var host = Local(SceneFiles.SceneFolder);
        var item = Assert.Single(await SearchAsync(host, new GeoBounds(-11.5, 24.5, -11.4, 24.6)));

        using var scene = await host.Catalog("local").OpenAsync(item, [SentinelBand.B04, SentinelBand.B11, SentinelBand.Scl], CancellationToken.None);

        // The files are the scene's decimated ten times: what they say of their pixels counts, not the item.
        Assert.Equal(new UtmGrid(new UtmZone(29, isNorth: true), 199980, 2800020, 100, 1098, 1098), scene.Reader.Grid);
        Assert.Equal(200, scene.Reader.GridOf(SentinelBand.B11).PixelMetres);
    }

    [Theory]
    [InlineData("../secret/B04.tif")]
    [InlineData("..%2Fsecret/B04.tif")]
    [InlineData("/etc/passwd")]
    [InlineData("file:///etc/passwd")]
    [InlineData("link.tif")]
    [InlineData("linked/B04.tif")]
    public async Task Search_FileOutsideTheFolder_IsPassedOverWithItsReason(string href)
    {
        var scenes = Directory.CreateDirectory(Path.Combine(_folder, "scenes")).FullName;
        var secret = Directory.CreateDirectory(Path.Combine(_folder, "secret")).FullName;
        await File.WriteAllBytesAsync(Path.Combine(secret, "B04.tif"), [1, 2, 3]);
        Directory.CreateSymbolicLink(Path.Combine(scenes, "linked"), secret);
        File.CreateSymbolicLink(Path.Combine(scenes, "link.tif"), Path.Combine(secret, "B04.tif"));
        await File.WriteAllTextAsync(Path.Combine(scenes, "item.json"), ItemJson("a", href));
        using var host = Local(scenes);

        Assert.Empty(await SearchAsync(host, new GeoBounds(10, 50, 11, 51)));
        Assert.Contains(host.Log.All, line => line.Contains("outside the folder", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Search_FolderThatChanges_SeesWhatIsThereNow()
    {
        using var host = Local(_folder);
        Assert.Empty(await SearchAsync(host, new GeoBounds(10, 50, 11, 51)));

        await WriteItemAsync("item.json", "one");
        await File.WriteAllTextAsync(Path.Combine(_folder, "notes.json"), """{"note":"no scene"}""");
        await File.WriteAllTextAsync(Path.Combine(_folder, "broken.json"), """{"type":"Feature","id":"b","proper""");
        Assert.Equal(["one"], (await SearchAsync(host, new GeoBounds(10, 50, 11, 51))).Select(s => s.Id));

        await WriteItemAsync("item.json", "renamed");
        Assert.Equal(["renamed"], (await SearchAsync(host, new GeoBounds(10, 50, 11, 51))).Select(s => s.Id));
        Assert.Contains(host.Log.All, line => line.Contains("broken.json", StringComparison.Ordinal));
        Assert.DoesNotContain(host.Log.All, line => line.Contains("notes.json", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Search_FilesThatComeAfterTheirDescription_AreSeen()
    {
        await File.WriteAllTextAsync(Path.Combine(_folder, "item.json"), ItemJson("late", "./B04.tif"));
        using var host = Local(_folder);
        Assert.Empty(await SearchAsync(host, new GeoBounds(10, 50, 11, 51)));

        await WriteBandAsync();

        Assert.Single(await SearchAsync(host, new GeoBounds(10, 50, 11, 51)));
    }

    [Fact]
    public async Task Open_SceneThatRestsOnItsBaseline_TakesTheProductMetadataBesideIt()
    {
        await WriteItemAsync("item.json", "one", ",\"product_metadata\":{\"href\":\"MTD_MSIL2A.xml\"}");
        File.Copy(CarbonApp.Tests.Shared.SharedData.File("kelp/stac-items/S2B_MSIL2A_20220413T150759_N0400_R025_T33XWJ_20220414T082126__MTD_MSIL2A.xml"), Path.Combine(_folder, "MTD_MSIL2A.xml"));
        using var host = Local(_folder);

        using var scene = await host.Catalog("local").OpenAsync(Assert.Single(await SearchAsync(host, new GeoBounds(10, 50, 11, 51))), [SentinelBand.B04], CancellationToken.None);

        var asset = scene.Reader.AssetOf(SentinelBand.B04);
        Assert.Equal((-0.1, OffsetRule.ProductMetadata, 665), (asset.Scale.Offset, asset.Rule!.Value, asset.CentreWavelengthNm!.Value));
    }

    [Fact]
    public async Task Open_FileThatIsNoTiff_NamesTheFault()
    {
        await WriteItemAsync("item.json", "one");
        await File.WriteAllTextAsync(Path.Combine(_folder, "B04.tif"), "hello");
        using var host = Local(_folder);
        var item = Assert.Single(await SearchAsync(host, new GeoBounds(10, 50, 11, 51)));

        await Assert.ThrowsAsync<TiffException>(async () => await host.Catalog("local").OpenAsync(item, [SentinelBand.B04], CancellationToken.None));
    }

    [Fact]
    public async Task Start_FolderThatIsNone_StopsNamingTheSetting()
    {
        using var host = Local(Path.Combine(_folder, "missing"));

        var fault = await Assert.ThrowsAnyAsync<Microsoft.Extensions.Options.OptionsValidationException>(host.StartAsync);

        Assert.Contains("Kelp:Catalogs:Local:Folder", fault.Message, StringComparison.Ordinal);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    internal static async Task<List<SceneItem>> SearchAsync(
        CatalogHost host, GeoBounds box, string catalog = "local", DateTimeOffset? from = null, DateTimeOffset? to = null, double? maxCloudPercent = null)
    {
        var found = new List<SceneItem>();
        var query = new SceneQuery { Box = box, From = from ?? new(2015, 1, 1, 0, 0, 0, TimeSpan.Zero), To = to ?? new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero), MaxCloudPercent = maxCloudPercent };
        await foreach (var scene in host.Catalog(catalog).SearchAsync(query, null, CancellationToken.None))
        {
            found.Add(scene);
        }

        return found;
    }

    private static CatalogHost Local(string folder) => new(settings: ("Kelp:Catalogs:Local:Folder", folder));

    private async Task WriteItemAsync(string name, string id, string assets = "")
    {
        await WriteBandAsync();
        await File.WriteAllTextAsync(Path.Combine(_folder, name), ItemJson(id, "./B04.tif", assets));
    }

    private async Task WriteBandAsync()
    {
        await using var file = File.Create(Path.Combine(_folder, "B04.tif"));
        var raster = new CogRaster<ushort>(20, 20, Enumerable.Repeat((ushort)1200, 400).ToArray(), Transform: new GeoTransform(500_000, 10, 0, 5_500_000, 0, -10), Epsg: 32632);
        await CogWriter.WriteAsync(file, raster, OverviewResampling.Nearest);
    }

    private static string ItemJson(string id, string href, string assets = "") => """
        {"type":"Feature","id":"ID","bbox":[10,50,11,51],"properties":{"datetime":"2024-06-01T10:30:00Z","s2:processing_baseline":"04.00"},"assets":{"B04":{"href":"HREF"}MORE}}
        """.Replace("ID", id, StringComparison.Ordinal).Replace("HREF", href, StringComparison.Ordinal).Replace("MORE", assets, StringComparison.Ordinal);
}
