using CarbonApp.Engine.Kelp.Imagery;
using CarbonApp.Engine.Kelp.Scenes;
using Microsoft.Extensions.Options;

namespace CarbonApp.Api.Kelp.Catalog.Http;

/// <summary>A catalogue that is asked over HTTP and whose files are read in ranges.</summary>
internal abstract class StacCatalog(
    StacSearch search, StacClient client, CatalogHttp http, CatalogRetries retries, IAssetSigner signer, IOptions<CatalogOptions> options) : ISceneCatalog, IDisposable
{
    private readonly SemaphoreSlim _gate = new(options.Value.MaxRequestsInFlight);

    public abstract string Name { get; }

    public abstract string Host { get; }

    public bool IsConfigured => Stac.Enabled;

    protected abstract StacOptions Stac { get; }

    public IAsyncEnumerable<SceneItem> SearchAsync(SceneQuery query, IProgress<SearchProgress>? progress, CancellationToken cancellationToken) =>
        search.RunAsync(Name, Stac, query, Prepare, progress, cancellationToken);

    public async ValueTask<OpenScene> OpenAsync(SceneItem scene, IReadOnlyCollection<SentinelBand> bands, CancellationToken cancellationToken)
    {
        var meter = new TransferMeter();
        var settled = scene.NeedsProductMetadata && bands.Any(b => b != SentinelBand.Scl) ? await SettledAsync(scene, meter, cancellationToken) : scene;
        var reader = await SceneReader.OpenAsync(settled, (asset, _) => ValueTask.FromResult<RangeReader>(
            new HttpRanges(Name, AddressOf(asset.Href), signer, http, retries, _gate, options, meter).ReadAsync), bands, cancellationToken);
        return new OpenScene(reader, meter, []);
    }

    public void Dispose()
    {
        _gate.Dispose();
        GC.SuppressFinalize(this);
    }

    /// <summary>Adds what the catalogue wants to see with a search.</summary>
    protected virtual void Prepare(HttpRequestMessage request)
    {
    }

    /// <summary>The scene with what its product's metadata says; as it is, with a warning, where that is not to be had.</summary>
    private async Task<SceneItem> SettledAsync(SceneItem scene, TransferMeter meter, CancellationToken cancellationToken)
    {
        try
        {
            var xml = await FileAsync(AddressOf(scene.ProductMetadataHref!), cancellationToken);
            meter.Requested();
            meter.Came(xml.Length);
            return scene.WithProductMetadata(ProductMetadataReader.Read(xml));
        }
        catch (Exception e) when (e is CatalogException or SceneException && scene.IsRadiometryKnown)
        {
            return scene with { Warnings = [.. scene.Warnings, $"The product's metadata could not be read, so that the offset rests on the processing baseline: {e.Message}"] };
        }
    }

    private async Task<ReadOnlyMemory<byte>> FileAsync(Uri address, CancellationToken cancellationToken)
    {
        var signed = await signer.SignAsync(address, rejected: null, cancellationToken);
        try
        {
            return await FetchAsync(signed);
        }
        catch (CatalogException e) when (e.Fault == CatalogFault.Refused)
        {
            return await FetchAsync(await signer.SignAsync(address, rejected: signed, cancellationToken));
        }

        Task<ReadOnlyMemory<byte>> FetchAsync(Uri at) =>
            client.FileAsync(Name, () => new HttpRequestMessage(HttpMethod.Get, at), ProductMetadataReader.MaxBytes, cancellationToken);
    }

    /// <summary>The address of a file, on a host that may be read from: an item can be written by anyone.</summary>
    private Uri AddressOf(string href)
    {
        if (!Uri.TryCreate(href, UriKind.Absolute, out var address) || address.Scheme is not ("http" or "https"))
        {
            throw new CatalogException(Name, CatalogFault.NotAllowed, $"the item's file is at '{(href.Length > 100 ? href[..100] + "…" : href)}', which is no http address");
        }

        return address.UserInfo.Length == 0 && StacOptions.Holds(Stac.DataHosts, address.IdnHost)
            ? address
            : throw new CatalogException(Name, CatalogFault.NotAllowed, $"the item's file is on {address.Authority}; files are read from {Stac.DataHosts} only");
    }
}
