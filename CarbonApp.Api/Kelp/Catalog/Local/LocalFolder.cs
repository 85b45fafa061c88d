using System.Collections.Concurrent;
using System.Text.Json;
using CarbonApp.Engine.Kelp.Scenes;
using Microsoft.Extensions.Options;

namespace CarbonApp.Api.Kelp.Catalog.Local;

/// <summary>The descriptions in the folder, each read once as long as it is not changed.</summary>
internal sealed partial class LocalFolder(IOptions<LocalOptions> options, ILogger<LocalFolder> logger)
{
    private const int LongestDescription = 4 << 20;
    private const int Deepest = 6;

    private readonly ConcurrentDictionary<string, (DateTime Written, long Length, SceneItem? Scene)> _read = new(StringComparer.Ordinal);

    /// <summary>The folder, with a separator at its end; null when none is set.</summary>
    public string? Root { get; } = string.IsNullOrWhiteSpace(options.Value.Folder)
        ? null
        : Path.TrimEndingDirectorySeparator(Path.GetFullPath(options.Value.Folder)) + Path.DirectorySeparatorChar;

    /// <summary>Every scene and chip there is, with hrefs that are paths.</summary>
    /// <exception cref="CatalogException">The folder cannot be read.</exception>
    public IEnumerable<SceneItem> Scenes(CancellationToken cancellationToken)
    {
        foreach (var file in Descriptions().Take(options.Value.MaxFiles))
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (SceneOf(file) is { } scene)
            {
                yield return scene;
            }
        }
    }

    /// <summary>The path an href of a description means. A relative one is taken from the description's folder; of an absolute one, as catalogues
    /// write them, the file of that name beside the description.</summary>
    /// <exception cref="SceneException">It leads out of the folder.</exception>
    public string PathOf(string href, string description)
    {
        var name = !Uri.TryCreate(href, UriKind.Absolute, out var uri) ? Uri.UnescapeDataString(href)
            : uri.IsFile ? uri.LocalPath
            : Uri.UnescapeDataString(Path.GetFileName(uri.AbsolutePath));
        var path = Path.GetFullPath(Path.Combine(Path.GetDirectoryName(description)!, name));
        var real = File.Exists(path) ? File.ResolveLinkTarget(path, returnFinalTarget: true)?.FullName ?? path : path;
        return path.StartsWith(Root!, StringComparison.Ordinal) && (real == path || real.StartsWith(Root!, StringComparison.Ordinal))
            ? path
            : throw new SceneException($"its file '{href}' is outside the folder of scenes, and is not read.");
    }

    private IEnumerable<FileInfo> Descriptions()
    {
        if (Root is null)
        {
            return [];
        }

        try
        {
            return new DirectoryInfo(Root).EnumerateFiles("*.json", new EnumerationOptions
            {
                RecurseSubdirectories = true,
                MaxRecursionDepth = Deepest,
                IgnoreInaccessible = true,
                AttributesToSkip = FileAttributes.Hidden | FileAttributes.System | FileAttributes.ReparsePoint,
            }).OrderBy(f => f.FullName, StringComparer.Ordinal);
        }
        catch (IOException e)
        {
            throw new CatalogException(CatalogNames.Local, CatalogFault.NotFound, $"the folder {Root} cannot be read", e);
        }
    }

    private SceneItem? SceneOf(FileInfo file)
    {
        if (_read.TryGetValue(file.FullName, out var known) && known.Written == file.LastWriteTimeUtc && known.Length == file.Length)
        {
            return known.Scene;
        }

        var scene = Read(file);
        _read[file.FullName] = (file.LastWriteTimeUtc, file.Length, scene);
        return scene;
    }

    /// <summary>Null for JSON that is no description of a scene, and for one that cannot be used, which is logged.</summary>
    private SceneItem? Read(FileInfo file)
    {
        if (file.Length > LongestDescription)
        {
            LogPassed(logger, file.FullName, $"it has {file.Length} bytes; at most {LongestDescription} are read.");
            return null;
        }

        try
        {
            using var document = JsonDocument.Parse(File.ReadAllBytes(file.FullName));
            var root = document.RootElement;
            return root.ValueKind != JsonValueKind.Object ? null
                : ChipReader.IsChip(root) ? WithFiles(ChipReader.Read(root, Path.ChangeExtension(file.Name, ".tif")), file)
                : root.TryGetProperty("type", out var type) && type.ValueEquals("Feature") ? WithFiles(StacItemReader.Read(root), file)
                : null;
        }
        catch (Exception e) when (e is SceneException or JsonException or IOException or UnauthorizedAccessException)
        {
            LogPassed(logger, file.FullName, e.Message);
            return null;
        }
    }

    private SceneItem WithFiles(SceneItem scene, FileInfo file)
    {
        var assets = new SortedDictionary<SentinelBand, SceneAsset>();
        foreach (var (band, asset) in scene.Assets)
        {
            var path = PathOf(asset.Href, file.FullName);
            if (File.Exists(path))
            {
                assets[band] = asset with { Href = path };
            }
        }

        if (assets.Count == 0)
        {
            throw new SceneException($"Scene {scene.Id}: none of its files is beside its description, such as {Path.GetFileName(scene.Assets.Values.First().Href)}.");
        }

        var metadata = scene.ProductMetadataHref is { } href ? PathOf(href, file.FullName) : null;
        return scene with { Assets = assets, ProductMetadataHref = File.Exists(metadata) ? metadata : null };
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Passed over {File} in the folder of scenes: {Reason}")]
    private static partial void LogPassed(ILogger logger, string file, string reason);
}
