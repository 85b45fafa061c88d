using CarbonApp.Engine.Kelp.Detection;
using CarbonApp.Engine.Kelp.Imagery;
using CarbonApp.Engine.Kelp.Radiometry;
using CarbonApp.Engine.Kelp.Scenes;
using CarbonApp.Engine.Tests.Kelp.Imagery;
using CarbonApp.Tests.Shared;

namespace CarbonApp.Engine.Tests.Kelp.Detection;

/// <summary>The two real Sentinel-2 L2A scenes at hand; neither has kelp.</summary>
internal static class RealScenes
{
    /// <summary>Akrotiri Bay off Limassol, 512² at 10 m, its seven layers in one file, the offset of −1000 not applied. Its 20 m bands were
    /// repeated on a 10 m grid that starts between two of their pixels.</summary>
    public static async Task<ISceneBands> LimassolAsync(int offsetDn = -1000)
    {
        var tiff = await Bytes.OfFile(SharedData.File("kelp/sentinel2-chip-limassol/limassol.tif")).OpenAsync();
        SentinelBand[] order = [SentinelBand.B02, SentinelBand.B03, SentinelBand.B04, SentinelBand.B06, SentinelBand.B08, SentinelBand.B11, SentinelBand.Scl];
        var files = order.Index().ToDictionary(band => band.Item, band => new SceneFile(tiff, band.Index, offsetDn));
        return new GeoTiffScene(files, GeoTiffScene.WholeOf(files.Values));
    }

    /// <summary>The same in memory, so that canopy can be planted in it.</summary>
    public static async Task<MemoryScene> LimassolInMemoryAsync(int offsetDn = -1000) =>
        await MemoryScene.LoadAsync(await LimassolAsync(offsetDn), KelpDetector.Bands);

    /// <summary>Desert coast, 1098² at 100 m (20 m bands at 200 m), offset 0, cirrus.</summary>
    public static async Task<ISceneBands> DesertCoastAsync(PixelWindow? area = null)
    {
        var files = new Dictionary<SentinelBand, SceneFile>();
        foreach (var band in KelpDetector.Bands)
        {
            var path = SharedData.File($"kelp/sentinel2-scene-29RKH/{band.ToString().ToUpperInvariant()}.tif");
            files[band] = new SceneFile(await Bytes.OfFile(path).OpenAsync(), 0, 0);
        }

        return new GeoTiffScene(files, area ?? GeoTiffScene.WholeOf(files.Values));
    }

    public static async Task<SceneDetection> DetectAsync(ISceneBands scene, DetectorOptions? options = null) =>
        Assert.IsType<DetectionOutcome.Detected>(await KelpDetector.DetectAsync(scene, options, cancellationToken: TestContext.Current.CancellationToken)).Scene;
}
