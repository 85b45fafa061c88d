using Microsoft.Extensions.Options;

namespace CarbonApp.Api.Kelp.Catalog.Http;

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
