using CarbonApp.Engine.Kelp.Imagery;
using CarbonApp.Engine.Kelp.Masks;
using CarbonApp.Engine.Kelp.Radiometry;
using CarbonApp.Engine.Kelp.Scenes;

namespace CarbonApp.Engine.Kelp.Detection;

/// <summary>Finds floating canopy in one Sentinel-2 L2A scene by what it adds to the water beside it.</summary>
/// <remarks>Method, constants and limits: docs/methods/detection.md. Equal input gives equal output, with any number of threads and however the
/// scene is cut into blocks.</remarks>
public static class KelpDetector
{
    /// <summary>Bands that detection asks a scene for; of these B04 and B08 have to be there, and B11 unless land is given.</summary>
    public static IReadOnlyList<SentinelBand> Bands { get; } = [.. TestBands.Order, SentinelBand.B03, SentinelBand.Scl];

    /// <summary>Searches a scene. Memory: two bytes a pixel for the result, of which only what is not plain water is touched, and about twelve
    /// bytes for each pixel of a strip as high as the scene's blocks.</summary>
    /// <param name="scene">The scene over the area.</param>
    /// <param name="options">Null for the defaults.</param>
    /// <param name="progress">Told the share of rows done, 0 to 1.</param>
    /// <param name="cancellationToken">Asked between rows and reads.</param>
    /// <exception cref="ArgumentException">A mask of the options that has not the scene's size, or an option out of range.</exception>
    public static Task<DetectionOutcome> DetectAsync(
        ISceneBands scene, DetectorOptions? options = null, IProgress<double>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(scene);
        return DetectAsync(scene, options ?? new DetectorOptions(), WorkLimits.Default, progress, cancellationToken);
    }

    internal static async Task<DetectionOutcome> DetectAsync(
        ISceneBands scene, DetectorOptions options, WorkLimits limits, IProgress<double>? progress, CancellationToken cancellationToken)
    {
        Check(scene, options);
        if (MissingBands(scene, options) is { } reason)
        {
            return new DetectionOutcome.BandsMissing(reason);
        }

        using var pool = new RowChunks();
        if (scene is not MemoryScene && (long)scene.Width * scene.Height <= limits.PixelsInMemory)
        {
            scene = await MemoryScene.LoadAsync(scene, Bands, options.Threads, pool.Rent, cancellationToken);
        }

        var (classes, classDecimation) = await ReadClassesAsync(scene, pool, options, cancellationToken);
        var decimation = (long)scene.Width * scene.Height <= limits.PixelsForHalf ? 2 : 4;
        var overview = await OverviewStage.RunAsync(scene, classes, classDecimation, decimation, pool, options, cancellationToken);
        if (!OffsetGuard.Believes(overview.MedianB11))
        {
            return DetectionReport.Implausible(scene, overview);
        }

        if ((long)scene.Width * scene.Height > limits.PixelsForHalf)
        {
            // What the overview and the scene before this one left are a few arrays of hundreds of megabytes, which the collector is in no
            // hurry to take back; it does so in some milliseconds.
            GC.Collect(GC.MaxGeneration, GCCollectionMode.Forced, blocking: true, compacting: false);
        }

        var map = new SceneMap(scene.Width, scene.Height, new PixelMask[scene.Width * scene.Height], new byte[scene.Width * scene.Height]);
        var full = new FullStage(scene, classes, classDecimation, overview, pool, options, map);
        await full.RunAsync(progress, cancellationToken);
        Finish(scene, full, options, map);
        return new DetectionOutcome.Detected(DetectionReport.Of(scene, options, overview, full, map));
    }

    /// <summary>Small objects out, holes closed, flags set. Canopy below the surface is told by 20 m bands alone, so its objects have to be as
    /// many of those pixels.</summary>
    private static void Finish(ISceneBands scene, FullStage full, DetectorOptions options, SceneMap map)
    {
        var own = scene.LayoutOf(SentinelBand.B06)?.Decimation ?? 1;
        CleanUp.RemoveSmall(full.Surface, options.FewestPixels, map.Cover);
        CleanUp.FillHoles(full.Surface, options.LargestHolePixels, map);
        full.NearSurface.Remove(full.Surface);
        CleanUp.RemoveSmall(full.NearSurface, options.FewestPixels * own * own, map.Cover);
        CleanUp.SetKelp(full.Surface, map);
    }

    private static async Task<(ClassMasks? Masks, int Decimation)> ReadClassesAsync(
        ISceneBands scene, RowChunks pool, DetectorOptions options, CancellationToken cancellationToken)
    {
        if (scene.LayoutOf(SentinelBand.Scl) is not { } layout)
        {
            return (null, 1);
        }

        var (width, height) = (Pixels(scene.Width, layout.Decimation), Pixels(scene.Height, layout.Decimation));
        var (masks, buffer) = (new ClassMasks(width, height, layout.Decimation), BandBuffer.Full(scene, SentinelBand.Scl, pool));
        var parallel = new ParallelOptions { MaxDegreeOfParallelism = options.Threads, CancellationToken = cancellationToken };
        for (var row = 0; row < height;)
        {
            var end = Math.Min(row + 512, height);
            var reads = buffer.Advance(row * layout.Decimation, end * layout.Decimation);
            await Parallel.ForEachAsync(reads, parallel, static (read, token) => read(token));
            Parallel.For(row, end, parallel, y => masks.SetRow(y, buffer.Row(y * layout.Decimation)[..width]));
            row = end;
        }

        buffer.Release();
        masks.AddMargins();
        return (masks, layout.Decimation);
    }

    private static string? MissingBands(ISceneBands scene, DetectorOptions options)
    {
        var missing = new[] { SentinelBand.B04, SentinelBand.B08 }.Where(band => scene.LayoutOf(band) is null).ToList();
        if (missing.Count > 0)
        {
            return $"The scene lacks {string.Join(" and ", missing)}; without red and near infrared no canopy can be told from water.";
        }

        return options.Land is null && scene.LayoutOf(SentinelBand.B11) is null
            ? "The scene lacks B11, by which land is told from water, and no land mask is given; give one of the two."
            : null;
    }

    private static void Check(ISceneBands scene, DetectorOptions options)
    {
        foreach (var mask in new[] { options.Land, options.TooDeep })
        {
            if (mask is not null && (mask.Width != scene.Width || mask.Height != scene.Height))
            {
                throw new ArgumentException($"A mask of {mask.Width} × {mask.Height} pixels does not fit a scene of {scene.Width} × {scene.Height}.", nameof(options));
            }
        }

        ArgumentOutOfRangeException.ThrowIfLessThan(options.Threads, 1, nameof(options));
        ArgumentOutOfRangeException.ThrowIfLessThan(options.FewestPixels, 1, nameof(options));
        ArgumentOutOfRangeException.ThrowIfGreaterThan((uint)options.LandMarginPixels, 16u, nameof(options));
        ArgumentOutOfRangeException.ThrowIfGreaterThan((uint)options.LargestHolePixels, 8u, nameof(options));
    }

    private static int Pixels(int fine, int factor) => (fine + factor - 1) / factor;
}
