using System.Diagnostics;
using System.Runtime.InteropServices;
using CarbonApp.Tests.Shared.Servers;

namespace CarbonApp.Engine.Tests.Oracles;

/// <summary>GDAL's command line tools, an oracle for rasters that shares no code with ours. Skips the calling test when they are missing.</summary>
internal static class Gdal
{
    /// <summary>Runs <c>gdal_translate</c> and answers what it printed.</summary>
    public static string Translate(params string[] arguments) => Run("gdal_translate", ["-q", .. arguments]);

    /// <summary>What <c>gdalinfo</c> prints.</summary>
    public static string Info(params string[] arguments) => Run("gdalinfo", arguments);

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

    private static string Run(string tool, string[] arguments)
    {
        var path = ServerProcess.Find(tool);
        Assert.SkipWhen(path is null, $"needs {tool}, which is not on PATH (Debian: apt install gdal-bin)");
        var start = new ProcessStartInfo(path!) { RedirectStandardOutput = true, RedirectStandardError = true };
        // Plug-ins are not needed, and looking for them takes a third of a run.
        start.Environment["GDAL_DRIVER_PATH"] = "disable";
        foreach (var argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
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
