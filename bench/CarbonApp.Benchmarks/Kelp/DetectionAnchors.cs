using System.ComponentModel;
using System.Diagnostics;

namespace CarbonApp.Benchmarks.Kelp;

/// <summary>What others take of the same chip in the same run: GDAL to decode it, numpy for the first band arithmetic of a detection and nothing of the
/// rest. Both by Python (Debian: python3-gdal, python3-numpy), timed inside of it, its start not counted.</summary>
internal static class DetectionAnchors
{
    private const string Script = """
        import sys, time
        import numpy as np
        from osgeo import gdal

        def measure(what, work, runs):
            work()
            wall, cpu = [], time.process_time()
            for _ in range(runs):
                begun = time.perf_counter()
                work()
                wall.append((time.perf_counter() - begun) * 1000)
            cpu = (time.process_time() - cpu) * 1000 / runs
            wall.sort()
            print(f"| {what} | {wall[0]:.1f} | {wall[runs // 2]:.1f} | {wall[runs * 95 // 100]:.1f} | {cpu:.1f} |")

        def decode():
            return gdal.Open(sys.argv[1]).ReadAsArray()

        numbers = decode()

        def arithmetic():
            b04, b06, b08, b11 = ((numbers[i].astype(np.float32) - 1000) / 10000 for i in (2, 3, 4, 5))
            fai = b08 - b04 - (b11 - b04) * np.float32(0.177)
            kd = b06 - b04
            return (fai >= 0.0054) & (kd >= 0.0032) & (b11 <= 0.5 * b08 + 0.005)

        measure("anchor: GDAL decodes 7 layers", decode, 50)
        measure("anchor: numpy, FAI, KD and three compares without any water", arithmetic, 50)
        """;

    private const string TileScript = """
        import sys, time
        import numpy as np
        from osgeo import gdal

        def timed(work):
            begun, cpu = time.perf_counter(), time.process_time()
            result = work()
            return result, time.perf_counter() - begun, time.process_time() - cpu

        bands, wall, cpu = {}, 0, 0
        for band in ("B03", "B04", "B05", "B06", "B08", "B11", "Scl"):
            numbers, w, c = timed(lambda: gdal.Open(f"{sys.argv[1]}/{band}.tif").ReadAsArray())
            wall, cpu = wall + w, cpu + c
            if band in ("B04", "B06", "B08", "B11"):
                bands[band] = numbers
        print(f"anchor: GDAL decodes the same files, one thread: {wall:.1f} s, {cpu:.1f} s of processor")

        def strip(band, row):
            numbers = bands[band]
            if numbers.shape[0] * 2 == bands["B04"].shape[0]:
                numbers = np.repeat(np.repeat(numbers[row // 2:(row + 512) // 2], 2, 0), 2, 1)
            else:
                numbers = numbers[row:row + 512]
            return (numbers.astype(np.float32) - 1000) / 10000

        def arithmetic():
            for row in range(0, bands["B04"].shape[0], 512):
                b04, b06, b08, b11 = (strip(band, row) for band in ("B04", "B06", "B08", "B11"))
                fai = b08 - b04 - (b11 - b04) * np.float32(0.177)
                (fai >= 0.0054) & (b06 - b04 >= 0.0032) & (b11 <= 0.5 * b08 + 0.005)

        _, wall, cpu = timed(arithmetic)
        print(f"anchor: numpy, FAI, KD and three compares of them, no water, no masks: {wall:.1f} s, {cpu:.1f} s of processor")
        """;

    /// <summary>The anchors of a chip.</summary>
    public static Task MeasureAsync(string chip, TextWriter output) => RunAsync(Script, chip, output);

    /// <summary>The anchors of a whole tile, from the folder of its bands.</summary>
    public static Task MeasureTileAsync(string folder, TextWriter output) => RunAsync(TileScript, folder, output);

    private static async Task RunAsync(string script, string argument, TextWriter output)
    {
        try
        {
            using var python = Process.Start(new ProcessStartInfo("/usr/bin/python3", ["-c", script, argument]) { RedirectStandardOutput = true, RedirectStandardError = true })!;
            var (told, faults) = (python.StandardOutput.ReadToEndAsync(), python.StandardError.ReadToEndAsync());
            await python.WaitForExitAsync();
            output.Write(python.ExitCode == 0 ? await told : $"no anchors: {(await faults).TrimEnd().Split('\n')[^1]}{Environment.NewLine}");
        }
        catch (Win32Exception fault)
        {
            output.WriteLine($"no anchors: {fault.Message}");
        }
    }
}
