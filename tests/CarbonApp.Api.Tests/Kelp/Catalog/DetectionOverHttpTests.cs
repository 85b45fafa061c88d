using CarbonApp.Api.Kelp.Catalog;
using CarbonApp.Api.Tests.Fakes;
using CarbonApp.Engine.Kelp.Aoi;
using CarbonApp.Engine.Kelp.Detection;
using CarbonApp.Engine.Kelp.Imagery;
using CarbonApp.Engine.Kelp.Projection;
using CarbonApp.Engine.Kelp.Radiometry;
using CarbonApp.Engine.Kelp.Scenes;
using Microsoft.AspNetCore.Http;

namespace CarbonApp.Api.Tests.Kelp.Catalog;

/// <summary>From a search to a map of canopy, over servers that do everything wrong now and then.</summary>
public sealed class DetectionOverHttpTests
{
    /// <summary>A part of the scene, on its own pixels.</summary>
    private static readonly PixelWindow Area = new(200, 300, 500, 400);

    [Fact]
    public async Task Detect_SceneOfAFaultyServer_IsTheMapOfTheFiles()
    {
        await using var storage = await SceneServer.StartAsync(SceneFiles.SceneFolder);
        storage.Fault = (request, context) => FaultAsync(storage, request, context);
        await using var search = await UpstreamStandIn.StartAsync(UpstreamStandIn.Json($$"""{"type":"FeatureCollection","features":[{{SceneFiles.ItemJson(storage.Address)}}],"links":[]}"""));
        using var host = HttpRangesTests.EarthSearch(
            ("Kelp:Catalogs:EarthSearch:SearchAddress", $"{search.Address}search"), ("Kelp:Catalogs:StallTimeoutSeconds", "1"), ("Kelp:Catalogs:Local:Folder", SceneFiles.SceneFolder));

        var (overHttp, bytes) = await DetectAsync(host, "earth-search");
        var (ofFiles, bytesOfFiles) = await DetectAsync(host, "local");

        Assert.Equal(ofFiles.Map.Mask, overHttp.Map.Mask);
        Assert.Equal(ofFiles.Map.Cover, overHttp.Map.Cover);
        Assert.Equal((0, 0), (overHttp.Canopy.Surface, overHttp.Canopy.NearSurface));
        Assert.True(bytes >= bytesOfFiles, $"{bytes} bytes over HTTP, {bytesOfFiles} of the files");
        Assert.True(storage.Requests.Count > 20, $"{storage.Requests.Count} requests");
    }

    /// <summary>Of seven requests one is refused, one is told to come back, one is cut, one is slow and one falls silent.</summary>
    private static async Task<bool> FaultAsync(SceneServer storage, int request, HttpContext context)
    {
        switch (request % 7)
        {
            case 1:
                context.Response.StatusCode = 429;
                context.Response.Headers.RetryAfter = "0";
                return true;
            case 2:
                context.Response.StatusCode = 503;
                return true;
            case 3:
                await storage.SendAsync(context, most: 20_000);
                return true;
            case 4:
                await storage.SendAsync(context, pace: _ => Task.Delay(2));
                return true;
            case 5 when request < 7:
                await storage.SendAsync(context, pace: at => at > 0 ? Task.Delay(Timeout.Infinite, context.RequestAborted) : Task.CompletedTask);
                return true;
            default:
                return false;
        }
    }

    private static async Task<(SceneDetection Found, long Bytes)> DetectAsync(CatalogHost host, string catalog)
    {
        var query = new SceneQuery { Box = new GeoBounds(-11.5, 24.5, -11.4, 24.6), From = new(2020, 2, 1, 0, 0, 0, TimeSpan.Zero), To = new(2020, 3, 1, 0, 0, 0, TimeSpan.Zero) };
        var found = await host.Finder.FindAsync(query, catalog, null, CancellationToken.None);
        using var scene = await found.Catalog.OpenAsync(Assert.Single(found.Scenes), KelpDetector.Bands, CancellationToken.None);
        var bands = await CloudSkippingScene.OpenAsync(new OwnPixels(scene.Reader, scene.Reader.Grid.Window(Area)));

        return (Assert.IsType<DetectionOutcome.Detected>(await KelpDetector.DetectAsync(bands)).Scene, scene.Transfer.Bytes);
    }

    /// <summary>The scene's finest pixels as those of 10 m, which here they are not.</summary>
    private sealed class OwnPixels(SceneReader reader, UtmGrid grid) : ISceneBands
    {
        public int Width => grid.Width;

        public int Height => grid.Height;

        public BandLayout? LayoutOf(SentinelBand band) =>
            reader.Bands.Contains(band) ? new BandLayout((int)(reader.GridOf(band).PixelMetres / grid.PixelMetres), OffsetDn: 0) : null;

        public ValueTask ReadAsync(SentinelBand band, int decimation, PixelWindow window, Memory<ushort> destination, CancellationToken cancellationToken) =>
            reader.ReadAsync(band, grid.Overview(decimation), window, destination, cancellationToken);
    }
}
