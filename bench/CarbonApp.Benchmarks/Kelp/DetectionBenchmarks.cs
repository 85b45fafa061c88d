using System.Diagnostics;
using System.Globalization;
using CarbonApp.Engine.Kelp.Detection;
using CarbonApp.Engine.Kelp.Imagery;
using CarbonApp.Engine.Kelp.Radiometry;
using CarbonApp.Engine.Kelp.Scenes;

namespace CarbonApp.Benchmarks.Kelp;

/// <summary>Detection from files, end to end: the Limassol chip, and whole tiles of 10,980² made by laying real windows side by side (never by
/// upsampling, which compresses too well): of the desert scene, which is land and cirrus, or of the chip's sea, the most work there can be. Also
/// how time grows with size, and what decoding alone takes.</summary>
internal static class DetectionBenchmarks
{
    public const string Command = "kelp-detect";

    private const int TileSide = 10_980;
    private const int BlockSide = 1024;
    private const int WarmUp = 30;
    private const int Runs = 200;

    /// <summary>Takes <c>chip DATA</c>, <c>write DATA desert|sea FOLDER [SIDE]</c> or <c>tile FOLDER OFFSET</c>. Writing a tile is a run of its own, so that
    /// the memory it takes is not counted.</summary>
    public static async Task<int> RunAsync(string[] arguments, TextWriter output)
    {
        switch (arguments)
        {
            case ["chip", var data]:
                await MeasureChipAsync(ChipOf(data), output);
                return 0;
            case ["write", var data, "desert", var folder, .. var side]:
                await WriteDesertAsync(Path.Combine(data, "sentinel2-scene-29RKH"), Directory.CreateDirectory(folder).FullName, SideOf(side));
                return 0;
            case ["write", var data, "sea", var folder, .. var side]:
                await WriteSeaAsync(ChipOf(data), Directory.CreateDirectory(folder).FullName, SideOf(side));
                return 0;
            case ["tile", var folder, var offset]:
                await MeasureTileAsync(folder, int.Parse(offset, CultureInfo.InvariantCulture), output);
                return 0;
            default:
                output.WriteLine($"usage: {Command} chip DATA | write DATA desert|sea FOLDER [SIDE] | tile FOLDER OFFSET; DATA is the folder of kelp data");
                return 2;
        }

        static string ChipOf(string data) => Path.Combine(data, "sentinel2-chip-limassol", "limassol.tif");
        static int SideOf(string[] side) => side is [var text] ? int.Parse(text, CultureInfo.InvariantCulture) : TileSide;
    }

    private static async Task MeasureChipAsync(string path, TextWriter output)
    {
        var content = await File.ReadAllBytesAsync(path);
        SentinelBand[] order = [SentinelBand.B02, SentinelBand.B03, SentinelBand.B04, SentinelBand.B06, SentinelBand.B08, SentinelBand.B11, SentinelBand.Scl];
        var (whole, decode) = (new List<double>(), new List<double>());
        var (processor, processorOfDecoding) = (TimeSpan.Zero, TimeSpan.Zero);
        for (var run = 0; run < WarmUp + Runs; run++)
        {
            (processor, processorOfDecoding) = run == WarmUp ? default : (processor, processorOfDecoding);
            var (started, used) = (Stopwatch.GetTimestamp(), Environment.CpuUsage.TotalTime);
            var tiff = await GeoTiff.OpenAsync(ReaderOf(content));
            var files = order.Index().ToDictionary(band => band.Item, band => new SceneFile(tiff, band.Index, -1000));
            var scene = new GeoTiffScene(files, GeoTiffScene.WholeOf(files.Values));
            _ = await KelpDetector.DetectAsync(scene);
            whole.Add(Stopwatch.GetElapsedTime(started).TotalMilliseconds);
            processor += Environment.CpuUsage.TotalTime - used;
            (started, used) = (Stopwatch.GetTimestamp(), Environment.CpuUsage.TotalTime);
            _ = await MemoryScene.LoadAsync(scene, KelpDetector.Bands, Environment.ProcessorCount);
            decode.Add(Stopwatch.GetElapsedTime(started).TotalMilliseconds);
            processorOfDecoding += Environment.CpuUsage.TotalTime - used;
        }

        output.WriteLine("| 512² chip, from bytes in memory | best ms | p50 ms | p95 ms | processor ms, mean |");
        output.WriteLine("|---|---|---|---|---|");
        output.WriteLine(Row("detection, end to end", whole[WarmUp..], processor));
        output.WriteLine(Row("of that decoding 6 layers", decode[WarmUp..], processorOfDecoding));
        await DetectionAnchors.MeasureAsync(path, output);
    }

    private static async Task MeasureTileAsync(string folder, int offset, TextWriter output)
    {
        output.WriteLine("| side | seconds | processor s | Mpx/s | sea | canopy px | RSS MB | most MB |");
        output.WriteLine("|---|---|---|---|---|---|---|---|");

        // Windows first: they show how time and memory grow, and have the code compiled.
        foreach (var side in (int[])[512, 512, 2048, 2048, TileSide, TileSide, TileSide, TileSide, TileSide])
        {
            var (started, used) = (Stopwatch.GetTimestamp(), Environment.CpuUsage.TotalTime);
            var tile = await OpenAsync(folder, offset, side);
            var outcome = await KelpDetector.DetectAsync(tile);
            var (seconds, processor) = (Stopwatch.GetElapsedTime(started).TotalSeconds, (Environment.CpuUsage.TotalTime - used).TotalSeconds);
            var scene = outcome is DetectionOutcome.Detected(var found) ? found : throw new InvalidOperationException($"{outcome}");
            var memory = MemoryMegabytes();
            output.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"| {tile.Width} | {seconds:0.00} | {processor:0.00} | {(double)tile.Width * tile.Height / seconds / 1e6:0} | {scene.Shares.Sea:P0} | {scene.Canopy.Surface} | {memory.Now} | {memory.Peak} |"));
        }

        var (decoding, processorOfDecoding) = await BestDecodeAsync(folder, offset);
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"decoding all bands alone, best of 3: {decoding:0.00} s, {processorOfDecoding:0.00} s of processor"));
        await DetectionAnchors.MeasureTileAsync(folder, output);
    }

    private static async Task<(double Seconds, double Processor)> BestDecodeAsync(string folder, int offset)
    {
        var (best, processor) = (double.PositiveInfinity, double.PositiveInfinity);
        for (var run = 0; run < 3; run++)
        {
            var used = Environment.CpuUsage.TotalTime;
            best = Math.Min(best, await DecodeAsync(await OpenAsync(folder, offset, TileSide)));
            processor = Math.Min(processor, (Environment.CpuUsage.TotalTime - used).TotalSeconds);
        }

        return (best, processor);
    }

    /// <summary>Every block of every band that detection reads, on as many threads, into nothing.</summary>
    private static async Task<double> DecodeAsync(GeoTiffScene scene)
    {
        var started = Stopwatch.GetTimestamp();
        var windows = KelpDetector.Bands.SelectMany(band =>
        {
            var layout = scene.LayoutOf(band)!.Value;
            var (width, height) = (scene.Width / layout.Decimation, scene.Height / layout.Decimation);
            return from row in Enumerable.Range(0, (height + BlockSide - 1) / BlockSide)
                   from column in Enumerable.Range(0, (width + BlockSide - 1) / BlockSide)
                   select (band, layout.Decimation, new PixelWindow(
                       column * BlockSide, row * BlockSide, Math.Min(BlockSide, width - column * BlockSide), Math.Min(BlockSide, height - row * BlockSide)));
        });
        await Parallel.ForEachAsync(windows, new ParallelOptions { MaxDegreeOfParallelism = Environment.ProcessorCount }, async (job, token) =>
        {
            var buffer = System.Buffers.ArrayPool<ushort>.Shared.Rent(BlockSide * BlockSide);
            await scene.ReadAsync(job.band, job.Decimation, job.Item3, buffer, token);
            System.Buffers.ArrayPool<ushort>.Shared.Return(buffer);
        });
        return Stopwatch.GetElapsedTime(started).TotalSeconds;
    }

    private static async Task<GeoTiffScene> OpenAsync(string folder, int offset, int mostSide)
    {
        var files = new Dictionary<SentinelBand, SceneFile>();
        foreach (var band in KelpDetector.Bands)
        {
            files[band] = new SceneFile(await GeoTiff.OpenAsync(ReaderOf(Path.Combine(folder, $"{band}.tif"))), 0, offset);
        }

        var whole = GeoTiffScene.WholeOf(files.Values);
        return new GeoTiffScene(files, whole with { Width = Math.Min(whole.Width, mostSide), Height = Math.Min(whole.Height, mostSide) });
    }

    /// <summary>The scene's bands, their first 1024² (512² of the 20 m bands) repeated.</summary>
    private static async Task WriteDesertAsync(string scene, string folder, int side)
    {
        foreach (var band in KelpDetector.Bands)
        {
            var name = band == SentinelBand.Scl ? "SCL" : $"{band}";
            var tiff = await GeoTiff.OpenAsync(ReaderOf(await File.ReadAllBytesAsync(Path.Combine(scene, $"{name}.tif"))));
            var decimation = tiff.Images[0].Width > 600 ? 1 : 2;
            var window = new PixelWindow(0, 0, 1024 / decimation, 1024 / decimation);
            var path = Path.Combine(folder, $"{band}.tif");
            if (band == SentinelBand.Scl)
            {
                await WriteRepeatedAsync<byte>(tiff, 0, window, side / decimation, 1, path);
            }
            else
            {
                await WriteRepeatedAsync<ushort>(tiff, 0, window, side / decimation, 1, path);
            }
        }
    }

    /// <summary>A window of the chip's open sea repeated; its 20 m bands, which it holds repeated, taken back to 20 m. It has no B05: B06 of another place
    /// stands in for it, as noisy as the real one, so that as many bytes are decoded.</summary>
    private static async Task WriteSeaAsync(string chip, string folder, int side)
    {
        var tiff = await GeoTiff.OpenAsync(ReaderOf(await File.ReadAllBytesAsync(chip)));
        var order = new (SentinelBand Band, int Index, int Decimation, int Row)[]
        {
            (SentinelBand.B03, 1, 1, 0), (SentinelBand.B04, 2, 1, 0), (SentinelBand.B08, 4, 1, 0),
            (SentinelBand.B05, 3, 2, 16), (SentinelBand.B06, 3, 2, 0), (SentinelBand.B11, 5, 2, 0), (SentinelBand.Scl, 6, 2, 0),
        };
        foreach (var (band, index, decimation, row) in order)
        {
            var window = new PixelWindow(352, row, 160, 176);
            await WriteRepeatedAsync<ushort>(tiff, index, window, side / decimation, decimation, Path.Combine(folder, $"{band}.tif"));
        }
    }

    private static async Task WriteRepeatedAsync<T>(GeoTiff tiff, int band, PixelWindow window, int side, int every, string path)
        where T : unmanaged, System.Numerics.INumber<T>
    {
        var source = new T[window.Pixels];
        await tiff.ReadAsync<T>(0, band, window, source);
        var (width, height) = (window.Width / every, window.Height / every);
        var samples = new T[side * side];
        for (var row = 0; row < side; row++)
        {
            for (var column = 0; column < side; column++)
            {
                samples[row * side + column] = source[row % height * every * window.Width + column % width * every];
            }
        }

        await using var stream = File.Create(path);
        var resampling = typeof(T) == typeof(byte) ? OverviewResampling.Nearest : OverviewResampling.Average;
        await CogWriter.WriteAsync(stream, new CogRaster<T>(side, side, samples, NoData: 0), resampling, BlockSide);
    }

    private static RangeReader ReaderOf(byte[] content) => (offset, destination, _) =>
    {
        var length = (int)Math.Clamp(content.Length - offset, 0, destination.Length);
        content.AsSpan((int)Math.Min(offset, content.Length), length).CopyTo(destination.Span);
        return new(length);
    };

    private static RangeReader ReaderOf(string path)
    {
        var handle = File.OpenHandle(path);
        return (offset, destination, _) => new(RandomAccess.Read(handle, destination.Span, offset));
    }

    private static (long Now, long Peak) MemoryMegabytes()
    {
        var status = File.Exists("/proc/self/status") ? File.ReadAllLines("/proc/self/status") : [];
        return (Kilobytes("VmRSS") / 1024, Kilobytes("VmHWM") / 1024);

        long Kilobytes(string key) => status.FirstOrDefault(line => line.StartsWith(key, StringComparison.Ordinal)) is { } line
            ? long.Parse(line.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture)
            : 0;
    }

    private static string Row(string what, List<double> milliseconds, TimeSpan processor)
    {
        milliseconds.Sort();
        return string.Create(
            CultureInfo.InvariantCulture,
            $"| {what} | {milliseconds[0]:0.0} | {milliseconds[milliseconds.Count / 2]:0.0} | {milliseconds[milliseconds.Count * 95 / 100]:0.0} | {processor.TotalMilliseconds / milliseconds.Count:0.0} |");
    }
}
