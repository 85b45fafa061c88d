using CarbonApp.Engine.Kelp.Imagery;
using CarbonApp.Engine.Kelp.Radiometry;
using CarbonApp.Engine.Kelp.Scenes;

namespace CarbonApp.Cli.Kelp.Chips;

/// <summary>A piece of a scene in files of this machine.</summary>
/// <param name="Name">For people.</param>
/// <param name="Bands">Where each band is and what its numbers mean.</param>
/// <param name="Label">The file that says where its kelp is; null where there is none.</param>
internal sealed record Chip(string Name, IReadOnlyDictionary<SentinelBand, ChipBand> Bands, string? Label)
{
    /// <summary>Most pixels: a whole tile of Sentinel-2 has 121 million.</summary>
    private const long MostPixels = 1 << 27;

    /// <exception cref="IOException">A file cannot be read, or does not fit; the message names it.</exception>
    public async Task<OpenChip> OpenAsync(CancellationToken cancellationToken)
    {
        var (handles, tiffs) = (new List<IDisposable>(), new Dictionary<string, GeoTiff>(StringComparer.Ordinal));
        try
        {
            foreach (var path in Bands.Values.Select(b => b.File).Distinct(StringComparer.Ordinal))
            {
                tiffs[path] = await TiffFile.OpenAsync(path, handles, cancellationToken);
            }

            var files = Bands.ToDictionary(b => b.Key, b => FileOf(b.Key, b.Value, tiffs[b.Value.File]));
            var area = GeoTiffScene.WholeOf(files.Values);
            return area.Pixels <= MostPixels
                ? new OpenChip(new GeoTiffScene(files, area), files, handles)
                : throw new IOException($"{Name}: {area.Width} × {area.Height} pixels; at most {MostPixels} are looked at.");
        }
        catch (ArgumentException e)
        {
            handles.ForEach(h => h.Dispose());
            throw new IOException($"{Name}: {e.Message}", e);
        }
        catch
        {
            handles.ForEach(h => h.Dispose());
            throw;
        }
    }

    private static SceneFile FileOf(SentinelBand band, ChipBand at, GeoTiff tiff) => at.Index < tiff.Images[0].Bands
        ? new SceneFile(tiff, at.Index, at.OffsetDn)
        : throw new IOException($"{at.File}: has {tiff.Images[0].Bands} bands, and {band} would be band {at.Index + 1}.");
}

/// <summary>A band of a chip.</summary>
/// <param name="File">Path of the GeoTIFF.</param>
/// <param name="Index">Band in it, from 0.</param>
/// <param name="OffsetDn">Added to its numbers before they are divided by 10,000.</param>
internal sealed record ChipBand(string File, int Index, int OffsetDn);

/// <summary>A chip whose files are open.</summary>
internal sealed class OpenChip(ISceneBands scene, IReadOnlyDictionary<SentinelBand, SceneFile> files, List<IDisposable> handles) : IDisposable
{
    public ISceneBands Scene { get; } = scene;

    public IReadOnlyDictionary<SentinelBand, SceneFile> Files { get; } = files;

    public void Dispose() => handles.ForEach(h => h.Dispose());
}
