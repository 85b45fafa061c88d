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

    public static async Task MeasureAsync(string chip, TextWriter output)
    {
        try
        {
            using var python = Process.Start(new ProcessStartInfo("/usr/bin/python3", ["-c", Script, chip]) { RedirectStandardOutput = true, RedirectStandardError = true })!;
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
