using CarbonApp.Api.Kelp.Analyses;
using CarbonApp.Cli.Http;
using CarbonApp.Cli.Terminal;

namespace CarbonApp.Cli.Kelp.Analyses;

/// <summary>Saves the files of an analysis. Each takes its name only once it is whole.</summary>
internal static class AnalysisFiles
{
    public static async Task SaveAsync(CarbonApi api, AnalysisResponse analysis, string folder, Screen screen, CancellationToken cancellationToken)
    {
        var root = Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder));
        foreach (var file in analysis.Links.Downloads)
        {
            var path = PathOf(root, file.Name);
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            var part = path + ".part";
            var bytes = await api.DownloadAsync(file.Url.TrimStart('/'), part, cancellationToken);
            File.Move(part, path, overwrite: true);
            screen.Say($"{Path.Combine(folder, file.Name)}: {file.Title}, {Size(bytes)}");
        }
    }

    private static string Size(long bytes) => bytes < 1_000_000 ? $"{Quantities.Count((bytes + 999) / 1000)} kB" : Quantities.Megabytes(bytes);

    /// <summary>A name such as cog/cover.tif is a file in a folder; one that leads out is none of ours.</summary>
    private static string PathOf(string root, string name)
    {
        var path = Path.GetFullPath(Path.Combine(root, name));
        return path.StartsWith(root + Path.DirectorySeparatorChar, StringComparison.Ordinal)
            ? path
            : throw new IOException($"The Api names a file '{name}', which would lie outside {root}; it is not saved.");
    }
}
