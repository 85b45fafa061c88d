using Microsoft.Extensions.Options;

namespace CarbonApp.Api.Kelp.Catalog.Http;

/// <summary>Earth Search of Element 84: open storage, numbers of some scenes shifted already.</summary>
internal sealed class EarthSearchCatalog(
    StacSearch search, StacClient client, CatalogHttp http, CatalogRetries retries, IOptions<CatalogOptions> options, IOptions<EarthSearchOptions> own)
    : StacCatalog(search, client, http, retries, new OpenStorage(), options)
{
    public override string Name => CatalogNames.EarthSearch;

    public override string Host => "Earth Search by Element 84, Sentinel-2 Cloud-Optimized GeoTIFFs on AWS Open Data";

    protected override StacOptions Stac => own.Value;
}
