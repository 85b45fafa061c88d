using System.Collections.Concurrent;
using System.Text.Json;
using CarbonApp.Engine.Kelp.Scenes;
using Microsoft.Extensions.Options;

namespace CarbonApp.Api.Kelp.Catalog.Local;

/// <summary>The descriptions in the folder, each read once as long as neither it nor its folder changes.</summary>
internal sealed partial class LocalFolder(IOptions<LocalOptions> options, ILogger<LocalFolder> logger)
{
    private const int LongestDescription = 4 << 20;
    private const int Deepest = 6;

    private readonly ConcurrentDictionary<string, (Version Version, SceneItem? Scene)> _read = new(StringComparer.Ordinal);

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
        return path.StartsWith(Root!, StringComparison.Ordinal) && !LeadsOut(path)
            ? path
            : throw new SceneException($"its file '{href}' is outside the folder of scenes, and is not read.");
    }

    /// <summary>Whether a link on the way from the folder to a file leads elsewhere; the folder itself may be one.</summary>
    private bool LeadsOut(string path)
    {
        if (File.Exists(path) && File.ResolveLinkTarget(path, returnFinalTarget: true) is { } target && !target.FullName.StartsWith(Root!, StringComparison.Ordinal))
        {
            return true;
        }

        for (var folder = Directory.GetParent(path); folder is not null && folder.FullName.Length >= Root!.Length; folder = folder.Parent)
        {
            if (folder.LinkTarget is not null)
            {
                return true;
            }
        }

        return false;
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
            }).OrderBy(f => f.FullName, StringComparer.Ordinal).ToArray();
        }
        catch (IOException e)
        {
            throw new CatalogException(CatalogNames.Local, CatalogFault.NotFound, $"the folder {Root} cannot be read", e);
        }
    }

    private SceneItem? SceneOf(FileInfo file)
    {
        var version = new Version(file.LastWriteTimeUtc, file.Length, file.Directory!.LastWriteTimeUtc);
        if (_read.TryGetValue(file.FullName, out var known) && known.Version == version)
        {
            return known.Scene;
        }

        var scene = Read(file);
        _read[file.FullName] = (version, scene);
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

    /// <summary>With the folder's time: files may come after their description.</summary>
    private readonly record struct Version(DateTime Written, long Length, DateTime FolderWritten);
}
