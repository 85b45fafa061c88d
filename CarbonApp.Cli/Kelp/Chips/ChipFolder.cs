using System.Text.Json;
using CarbonApp.Engine.Kelp.Scenes;

namespace CarbonApp.Cli.Kelp.Chips;

/// <summary>Chips and scenes of a folder, laid out like a folder of scenes of the Api (docs/methods/scenes.md): a description, its files beside it, and
/// for a label NAME.label.tif or label.tif.</summary>
internal static class ChipFolder
{
    private const int LongestDescription = 4 << 20;
    private static readonly EnumerationOptions Below = new() { RecurseSubdirectories = true, MaxRecursionDepth = 6 };

    /// <summary>Every chip there is, by name.</summary>
    /// <exception cref="IOException">There is none, or one cannot be used; the message names it.</exception>
    public static IReadOnlyList<Chip> Find(string folder)
    {
        if (!Directory.Exists(folder))
        {
            throw new IOException($"{folder}: no such folder.");
        }

        Chip[] chips = [.. Directory.EnumerateFiles(folder, "*.json", Below).Order(StringComparer.Ordinal).Select(Read).OfType<Chip>()];
        return chips.Length > 0
            ? chips
            : throw new IOException($"{folder}: holds no description of a chip or scene, such as NAME.json beside NAME.tif. For a bare image give --image, --bands and --offset.");
    }

    /// <summary>Null for JSON that describes neither chip nor scene.</summary>
    private static Chip? Read(string path)
    {
        if (new FileInfo(path).Length > LongestDescription)
        {
            return null;
        }

        try
        {
            using var document = JsonDocument.Parse(File.ReadAllBytes(path));
            var root = document.RootElement;
            return root.ValueKind != JsonValueKind.Object ? null
                : ChipReader.IsChip(root) ? Of(ChipReader.Read(root, Path.ChangeExtension(Path.GetFileName(path), ".tif")), path)
                : root.TryGetProperty("type", out var type) && type.ValueEquals("Feature") && root.TryGetProperty("assets", out _) ? Of(StacItemReader.Read(root), path)
                : null;
        }
        catch (Exception e) when (e is SceneException or JsonException)
        {
            throw new IOException($"{path}: {e.Message}", e);
        }
    }

    private static Chip Of(SceneItem item, string description)
    {
        var folder = Path.GetDirectoryName(description)!;
        item = item.NeedsProductMetadata && Beside(folder, item.ProductMetadataHref!) is { } metadata
            ? item.WithProductMetadata(ProductMetadataReader.Read(File.ReadAllBytes(metadata)))
            : item;
        var bands = new Dictionary<SentinelBand, ChipBand>();
        foreach (var (band, asset) in item.Assets)
        {
            if (Beside(folder, asset.Href) is { } file)
            {
                bands[band] = new ChipBand(file, asset.FileBand, OffsetOf(item, asset));
            }
        }

        return bands.Count > 0
            ? new Chip(item.Id, bands, LabelBeside(description))
            : throw new IOException($"{description}: none of its files is beside it, such as {Path.GetFileName(item.Assets.Values.First().Href)}.");
    }

    /// <summary>Digital numbers; the detector knows reflectance in steps of 1/10,000 only.</summary>
    private static int OffsetOf(SceneItem item, SceneAsset asset)
    {
        if (asset.Rule is null)
        {
            return 0;
        }

        var (scale, offset) = (asset.Scale.Scale, asset.Scale.Offset);
        return double.IsNaN(offset) ? throw new SceneException($"scene {item.Id}: nothing tells the offset of {asset.Band}.")
            : Math.Abs(scale * OffsetResolution.Quantification - 1) > 1e-6 ? throw new SceneException($"scene {item.Id}: {asset.Band} has a scale of {scale}; 0.0001 is read.")
            : (int)Math.Round(offset / scale);
    }

    private static string? LabelBeside(string description)
    {
        string[] names = [Path.ChangeExtension(description, ".label.tif"), Path.Combine(Path.GetDirectoryName(description)!, "label.tif")];
        return names.FirstOrDefault(File.Exists);
    }

    /// <summary>The file of an href's last part, beside the description: nothing outside the folder is read.</summary>
    private static string? Beside(string folder, string href)
    {
        var path = Path.Combine(folder, Path.GetFileName(href.Split('?')[0]));
        return File.Exists(path) ? path : null;
    }
}
