using System.Runtime.CompilerServices;
using CarbonApp.Engine.Kelp.Imagery;
using CarbonApp.Engine.Kelp.Scenes;

namespace CarbonApp.Api.Kelp.Catalog.Local;

/// <summary>Scenes and chips in a folder of this machine.</summary>
internal sealed class LocalCatalog(LocalFolder folder) : ISceneCatalog
{
    public string Name => CatalogNames.Local;

    public string Host => "files of this service";

    public bool IsConfigured => folder.Root is not null;

    public async IAsyncEnumerable<SceneItem> SearchAsync(
        SceneQuery query, IProgress<SearchProgress>? progress, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        // Off the caller's thread: the first search reads every description.
        var found = await Task.Run(() => Fitting(query, cancellationToken), cancellationToken);
        progress?.Report(new SearchProgress(1, found.Count, 0));
        foreach (var scene in found)
        {
            yield return scene;
        }
    }

    public async ValueTask<OpenScene> OpenAsync(SceneItem scene, IReadOnlyCollection<SentinelBand> bands, CancellationToken cancellationToken)
    {
        var (meter, files) = (new TransferMeter(), new List<IDisposable>());
        try
        {
            var settled = scene.NeedsProductMetadata && bands.Any(b => b != SentinelBand.Scl) ? await SettledAsync(scene, cancellationToken) : scene;
            var reader = await SceneReader.OpenAsync(settled, (asset, _) => ValueTask.FromResult<RangeReader>(Open(scene, asset, meter, files).ReadAsync), bands, cancellationToken);
            return new OpenScene(reader, meter, files);
        }
        catch
        {
            files.ForEach(f => f.Dispose());
            throw;
        }
    }

    private List<SceneItem> Fitting(SceneQuery query, CancellationToken cancellationToken) => [.. folder.Scenes(cancellationToken)
        .Where(s => query.Accepts(s) && s.Footprint.Intersects(query.Box))
        .OrderByDescending(s => s.AcquiredAt).ThenBy(s => s.Id, StringComparer.Ordinal)
        .Take(query.Limit)];

    private static async Task<SceneItem> SettledAsync(SceneItem scene, CancellationToken cancellationToken)
    {
        var file = new FileInfo(scene.ProductMetadataHref!);
        return file.Length > ProductMetadataReader.MaxBytes
            ? throw new SceneException($"Scene {scene.Id}: its product metadata has {file.Length} bytes; at most {ProductMetadataReader.MaxBytes} are read.")
            : scene.WithProductMetadata(ProductMetadataReader.Read(await File.ReadAllBytesAsync(file.FullName, cancellationToken)));
    }

    private static FileRanges Open(SceneItem scene, SceneAsset asset, TransferMeter meter, List<IDisposable> files)
    {
        try
        {
            var ranges = new FileRanges(asset.Href, meter);
            lock (files)
            {
                files.Add(ranges);
            }

            return ranges;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new CatalogException(CatalogNames.Local, CatalogFault.NotFound, $"the file of {asset.Band} of scene {scene.Id} cannot be opened: {e.Message}", e);
        }
    }
}
