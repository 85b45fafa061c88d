using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using CarbonApp.Tests.Shared.Servers;

namespace CarbonApp.Engine.Tests.Oracles;

/// <summary>GDAL's command line tools, an oracle for rasters that shares no code with ours. Skips the calling test when they are missing.</summary>
internal static class Gdal
{
    /// <summary>Runs <c>gdal_translate</c> and answers what it printed.</summary>
    public static string Translate(params string[] arguments) => Run("gdal_translate", ["-q", .. arguments]);

    /// <summary>Runs <c>gdalwarp</c>.</summary>
    public static string Warp(params string[] arguments) => Run("gdalwarp", ["-q", .. arguments]);

    /// <summary>What <c>gdalinfo</c> prints.</summary>
    public static string Info(params string[] arguments) => Run("gdalinfo", arguments);

    /// <summary>Points of one reference system in another (EPSG codes), x before y, as <c>gdaltransform</c> finds them; points that have no place there come as infinity.</summary>
    public static (double X, double Y)[] Transform(int from, int to, IReadOnlyList<(double X, double Y)> points)
    {
        var input = string.Join('\n', points.Select(p => string.Create(CultureInfo.InvariantCulture, $"{p.X:R} {p.Y:R}")));
        var lines = Run("gdaltransform", ["-s_srs", $"EPSG:{from}", "-t_srs", $"EPSG:{to}", "-output_xy"], input)
            .Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(points.Count, lines.Length);
        return [.. lines.Select(line => line.Split(' ')).Select(p => (Number(p[0]), Number(p[1])))];

        static double Number(string text) => text == "inf" ? double.PositiveInfinity : double.Parse(text, CultureInfo.InvariantCulture);
    }

    /// <summary>Samples of some bands (from 1, or "mask") as GDAL reads them, band after band; level 0 is the full raster.</summary>
    public static T[] Read<T>(string path, int level, IEnumerable<string> bands, params string[] more)
        where T : unmanaged
    {
        using var folder = new TemporaryFolder();
        var raw = folder.File("raw.bin");
        string[] overview = level == 0 ? [] : ["-oo", $"OVERVIEW_LEVEL={level - 1}"];
        Translate(["-of", "ENVI", "-co", "INTERLEAVE=BSQ", .. overview, .. bands.SelectMany(b => new[] { "-b", b }), .. more, path, raw]);
        return MemoryMarshal.Cast<byte, T>(File.ReadAllBytes(raw)).ToArray();
    }

    private static string Run(string tool, string[] arguments, string input = "")
    {
        var path = ServerProcess.Find(tool);
        Assert.SkipWhen(path is null, $"needs {tool}, which is not on PATH (Debian: apt install gdal-bin)");
        var start = new ProcessStartInfo(path!) { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true };
        // Plug-ins are not needed, and looking for them takes a third of a run.
        start.Environment["GDAL_DRIVER_PATH"] = "disable";
        foreach (var argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync();
        var writing = Task.Run(() =>
        {
            process.StandardInput.Write(input);
            process.StandardInput.Close();
        });
        var output = process.StandardOutput.ReadToEnd();
        writing.Wait();
        process.WaitForExit();
        Assert.True(process.ExitCode == 0, $"{tool} {string.Join(' ', arguments)}: {errors.Result}");
        return output;
    }
}

/// <summary>A folder that goes away with the test.</summary>
internal sealed class TemporaryFolder : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("carbonapp-gdal-");

    public string File(string name) => Path.Combine(_folder.FullName, name);

    public void Dispose() => _folder.Delete(recursive: true);
}
