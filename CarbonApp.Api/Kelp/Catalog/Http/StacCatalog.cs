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
        var settled = scene.NeedsProductMetadata ? await SettledAsync(scene, meter, cancellationToken) : scene;
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
            var address = await signer.SignAsync(AddressOf(scene.ProductMetadataHref!), rejected: null, cancellationToken);
            var xml = await client.FileAsync(Name, () => new HttpRequestMessage(HttpMethod.Get, address), ProductMetadataReader.MaxBytes, cancellationToken);
            meter.Requested();
            meter.Came(xml.Length);
            return scene.WithProductMetadata(ProductMetadataReader.Read(xml));
        }
        catch (Exception e) when (e is CatalogException or SceneException && scene.IsRadiometryKnown)
        {
            return scene with { Warnings = [.. scene.Warnings, $"The product's metadata could not be read, so that the offset rests on the processing baseline: {e.Message}"] };
        }
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

/// <summary>Microsoft Planetary Computer: the product's numbers as they are, storage behind tokens.</summary>
internal sealed class PlanetaryComputerCatalog(
    StacSearch search, StacClient client, CatalogHttp http, CatalogRetries retries, PlanetaryComputerTokens tokens, IOptions<CatalogOptions> options,
    IOptions<PlanetaryComputerOptions> own)
    : StacCatalog(search, client, http, retries, tokens, options)
{
    public override string Name => CatalogNames.PlanetaryComputer;

    public override string Host => "Microsoft Planetary Computer";

    protected override StacOptions Stac => own.Value;

    protected override void Prepare(HttpRequestMessage request) => tokens.Prepare(request);
}

/// <summary>Earth Search of Element 84: open storage, numbers of some scenes shifted already.</summary>
internal sealed class EarthSearchCatalog(
    StacSearch search, StacClient client, CatalogHttp http, CatalogRetries retries, IOptions<CatalogOptions> options, IOptions<EarthSearchOptions> own)
    : StacCatalog(search, client, http, retries, new OpenStorage(), options)
{
    public override string Name => CatalogNames.EarthSearch;

    public override string Host => "Earth Search by Element 84, Sentinel-2 Cloud-Optimized GeoTIFFs on AWS Open Data";

    protected override StacOptions Stac => own.Value;
}
